import { LitElement, css, html, nothing } from "lit";
import { shared } from "/ui/elements/shared.js";

/** What the source says of the record now, and what it belongs to. */
export class CauserieFacts extends LitElement {
  static properties = {
    context: { attribute: false },
    record: { attribute: false },
  };

  static styles = [
    shared,
    css`
      aside {
        display: none;
      }
      @container (min-width: 760px) {
        aside {
          display: block;
          padding: var(--s4);
          font: var(--text-s) var(--font);
        }
        h2 {
          font: 600 var(--text-s) var(--font);
          margin: 0 0 var(--s2);
        }
        dl {
          margin: 0 0 var(--s5);
        }
        dt {
          color: var(--ink-3);
        }
        dd {
          margin: 0 0 var(--s2);
          overflow-wrap: anywhere;
        }
        ul {
          list-style: none;
          margin: 0;
          padding: 0;
        }
      }
    `,
  ];

  render() {
    const { t, target } = this.context;
    const { state, related } = this.record;
    return html`<aside>
      ${state.length
        ? html`<h2>${t("facts")}</h2>
            <dl>
              ${state.map((f) => html`<dt>${f.label}</dt><dd>${f.value}</dd>`)}
            </dl>`
        : nothing}
      ${related.length
        ? html`<h2>${t("relatedRecords")}</h2>
            <ul>
              ${related.map((x) => html`<li>${x.record && target === "_self" ? html`<a href=${`/records/${x.record}`}>${x.title}</a>` : x.title}</li>`)}
            </ul>`
        : nothing}
    </aside>`;
  }
}
customElements.define("causerie-facts", CauserieFacts);
