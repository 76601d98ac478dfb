import { LitElement, css, html, nothing } from "lit";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { download } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/** A text to be pasted elsewhere: copied by a button, and to be marked by hand where that is not allowed. */
export class CauserieConsoleCopyable extends LitElement {
  static properties = {
    context: { attribute: false },
    label: {},
    text: {},
    /** The name of the file it is; absent: it is no file. */
    file: {},
    said: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      :host {
        container-type: normal;
        margin-bottom: var(--s3);
      }
      h3 {
        margin-bottom: var(--s1);
      }
      pre {
        margin-bottom: var(--s2);
      }
    `,
  ];

  async copy() {
    const { t } = this.context;
    try {
      await navigator.clipboard.writeText(this.text);
      this.said = t("copiedText");
    } catch {
      const all = document.createRange();
      all.selectNodeContents(this.renderRoot.querySelector("pre"));
      getSelection().removeAllRanges();
      getSelection().addRange(all);
      this.said = t("copyByHand");
    }
  }

  render() {
    const { t } = this.context;
    return html`<h3>${this.label}</h3>
      <pre tabindex="0" role="region" aria-label=${this.label}>${this.text}</pre>
      <div class="row">
        <button class="btn" aria-label=${t("copyOf", { what: this.label })} @click=${this.copy}>${t("copyText")}</button>
        ${this.file
          ? html`<button
              class="btn"
              aria-label=${t("downloadOf", { what: this.label })}
              @click=${() => download(this.file, this.text, "text/plain")}
            >
              ${t("downloadFile")}
            </button>`
          : nothing}
        <span class="quiet" role="status">${this.said}</span>
      </div>`;
  }
}
customElements.define("causerie-console-copyable", CauserieConsoleCopyable);
