import { LitElement, css, html, nothing } from "lit";
import { icon } from "/ui/elements/icons.js";
import { reason, shared } from "/ui/elements/shared.js";
import { size } from "/ui/size.js";

/** The files that go with what is being written. */
export class CauserieUploads extends LitElement {
  static properties = {
    context: { attribute: false },
    /** What sends them. */
    uploads: { attribute: false },
    /** Those that are shown; another list whenever one of them is another. */
    files: { attribute: false },
  };

  static styles = [
    shared,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin: 0 12px 4px;
        padding: 0;
        list-style: none;
      }
      li {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        max-width: 100%;
        padding: 2px 2px 2px 8px;
        border: 1px solid var(--line);
        border-radius: var(--r1);
        font: var(--text-xs) var(--font);
      }
      .name {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .size {
        color: var(--ink-2);
        white-space: nowrap;
      }
      progress {
        width: 64px;
        accent-color: var(--accent);
      }
      .bad {
        border-color: var(--bad);
        color: var(--bad);
      }
      button {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        min-width: 24px;
        min-height: 24px;
      }
      @media (pointer: coarse) {
        button {
          min-width: 44px;
          min-height: 44px;
        }
      }
    `,
  ];

  render() {
    const { t } = this.context;
    const { refusal } = this.uploads;
    return html`${this.files.length
      ? html`<ul aria-label=${t("files")}>
          ${this.files.map((f) => this.file(f))}
        </ul>`
      : nothing}
    ${refusal ? html`<div class="error" role="alert"><span>${refusal}</span></div>` : nothing}`;
  }

  file(f) {
    const { t, lang } = this.context;
    const back = t("takeBackFile", { name: f.name });
    return html`<li class=${f.failure ? "bad" : ""}>
      <span class="name">${f.failure ? t("fileNotSent", { name: f.name, reason: reason(f.failure, t) }) : f.name}</span>
      ${f.id
        ? html`<span class="size">${size(f.size, lang)}</span>`
        : f.failure
          ? nothing
          : html`<progress aria-label=${t("sendingFile", { name: f.name })} max="1" .value=${f.progress}></progress>`}
      <button aria-label=${back} title=${back} @click=${() => this.uploads.takeBack(f)}>${icon("cross")}</button>
    </li>`;
  }
}
customElements.define("causerie-uploads", CauserieUploads);
