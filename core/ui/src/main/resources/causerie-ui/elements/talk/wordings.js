import { LitElement, css, html, nothing } from "lit";
import "/ui/elements/talk/body.js";
import { reason, shared } from "/ui/elements/shared.js";

/**
 * Says of a post or a comment that it was edited, and opens what it said before.
 *
 * @attr path what was edited, in the API
 * @attr version the version there is now; earlier wordings are read anew when it changes
 */
export class CauserieWordings extends LitElement {
  static properties = {
    context: { attribute: false },
    path: {},
    version: { type: Number },
    earlier: { state: true },
    failure: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        color: var(--ink-2);
      }
      button {
        margin-left: -6px;
        color: var(--ink-3);
        font: var(--text-xs) var(--font);
      }
      ol {
        margin: 4px 0;
        padding-left: 18px;
      }
    `,
  ];

  updated(changed) {
    if (changed.has("version") && this.earlier) {
      this.read();
    }
  }

  toggle() {
    if (this.earlier) {
      this.earlier = null;
    } else {
      this.read();
    }
  }

  async read() {
    this.failure = null;
    try {
      this.earlier = (await this.context.api.get(`${this.path}/history`)).items.slice(0, -1);
    } catch (problem) {
      this.failure = problem;
    }
  }

  render() {
    const { t, lang } = this.context;
    return html`<button aria-expanded=${this.earlier ? "true" : "false"} @click=${this.toggle}>${t("edited")}</button>
      ${this.failure
        ? html`<div class="error" role="alert"><span>${t("failed", { reason: reason(this.failure, t) })}</span></div>`
        : nothing}
      ${this.earlier
        ? html`<ol aria-label=${t("history")}>
            ${this.earlier.map(
              (w) => html`<li>
                <causerie-body .html=${w.html}></causerie-body>
                <causerie-moment at=${w.at} lang=${lang}></causerie-moment>
              </li>`,
            )}
          </ol>`
        : nothing}`;
  }
}
customElements.define("causerie-wordings", CauserieWordings);
