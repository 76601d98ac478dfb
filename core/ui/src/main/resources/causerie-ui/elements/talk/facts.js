import { LitElement, css, html, nothing } from "lit";
import { shared } from "/ui/elements/shared.js";

/** So many facts are shown before the rest is asked for. */
const FACTS = 10;

/** What the source says of the record now, and what it belongs to: beside the talk, or above it when asked for. */
export class CauserieFacts extends LitElement {
  static properties = {
    context: { attribute: false },
    record: { attribute: false },
    open: { type: Boolean, reflect: true },
    all: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        font: var(--text-s) var(--font);
      }
      :host(:not([open])) {
        display: none;
      }
      aside {
        padding: var(--s3) var(--s4);
      }
      h2 {
        font: 600 var(--text-s) var(--font);
        margin: 0 0 var(--s1);
      }
      dl + .more,
      dl + h2,
      .more + h2 {
        margin-top: var(--s3);
      }
      dl {
        display: grid;
        grid-template-columns: fit-content(42%) minmax(0, 1fr);
        gap: 2px 12px;
        margin: 0;
      }
      dt {
        color: var(--ink-3);
        overflow-wrap: break-word;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        min-height: 24px;
        line-height: 24px;
      }
      @container (min-width: 760px) {
        :host(:not([open])) {
          display: block;
        }
        aside {
          padding: var(--s4);
        }
        dl {
          display: block;
        }
        dd {
          margin: 0 0 var(--s2);
        }
      }
      @media (pointer: coarse) {
        li a {
          display: inline-block;
          min-height: 44px;
          line-height: 44px;
        }
      }
    `,
  ];

  render() {
    const { t, target } = this.context;
    const { state, related } = this.record;
    const more = state.length - FACTS;
    const cut = more > 1 && !this.all;
    return html`<aside>
      ${state.length
        ? html`<h2>${t("facts")}</h2>
            <dl>
              ${(cut ? state.slice(0, FACTS) : state).map((f) => html`<dt>${f.label}</dt><dd>${f.value}</dd>`)}
            </dl>
            ${more > 1
              ? html`<button class="more" aria-expanded=${cut ? "false" : "true"} @click=${() => (this.all = cut)}>
                  ${cut ? t("moreFields", { n: more }) : t("showLess")}
                </button>`
              : nothing}`
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
