import { LitElement, css, html, nothing } from "lit";
import "/ui/elements/talk/body.js";
import { reason, shared } from "/ui/elements/shared.js";

/**
 * What a post or a comment said before it was edited.
 *
 * @attr path what was edited, in the API
 * @attr version the version there is now; earlier wordings are read when it changes
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
      ol {
        margin: 4px 0;
        padding-left: 18px;
      }
    `,
  ];

  updated(changed) {
    if (changed.has("version")) {
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
    return html`${this.failure
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
