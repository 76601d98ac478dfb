import { LitElement, css, html, nothing } from "lit";
import { reason, shared } from "/ui/elements/shared.js";

/** How many can read something; on a click who, by name and by rule. */
export class CauserieReaders extends LitElement {
  static properties = {
    context: { attribute: false },
    path: {},
    count: { type: Number },
    /** Shows nothing until it is told to. */
    bare: { type: Boolean },
    readers: { state: true },
    failure: { state: true },
    open: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        min-width: 0;
      }
      .link {
        font: var(--text-xs) var(--font);
        text-decoration: underline;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 3px;
        white-space: nowrap;
      }
      dialog {
        width: min(340px, 92vw);
        inset-block: var(--hidden-above, 0px) var(--hidden-below, 0px);
        max-height: calc(100% - var(--hidden-above, 0px) - var(--hidden-below, 0px) - 2 * var(--s5));
        padding: var(--s4);
        color: var(--ink);
        background: var(--paper);
        border: 1px solid var(--line);
        border-radius: var(--r2);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.3);
      }
      h3 {
        font: 600 var(--text-m) var(--font);
        margin: 0 0 var(--s2);
      }
      ul {
        list-style: none;
        margin: 0 0 var(--s3);
        padding: 0;
      }
      li {
        display: grid;
        grid-template-columns: 28px minmax(0, 1fr);
        gap: 8px;
        align-items: center;
        padding: 4px 0;
      }
      small {
        display: block;
        font: var(--text-xs) var(--font);
        color: var(--ink-2);
      }
      .outside {
        color: var(--outside);
        font-weight: 600;
      }
    `,
  ];

  async show() {
    this.failure = null;
    this.readers = null;
    this.open = true;
    await this.updateComplete;
    this.renderRoot.querySelector("dialog").showModal();
    try {
      this.readers = await this.context.api.get(this.path);
    } catch (problem) {
      this.failure = problem;
    }
  }

  render() {
    const { t } = this.context;
    const label = this.count === undefined ? t("readersTitle") : t("canRead", { n: this.count });
    return html`${this.bare ? nothing : html`<button class="link" aria-haspopup="dialog" @click=${this.show}>${label}</button>`}
      ${this.open
        ? html`<dialog aria-labelledby="title" @close=${() => (this.open = false)}>
            <h3 id="title">${t("readersTitle")}</h3>
            ${this.failure ? html`<p class="error">${reason(this.failure, t)}</p>` : nothing}
            ${this.readers ? this.list() : this.failure ? nothing : html`<p>${t("loading")}…</p>`}
            <button class="btn" @click=${() => this.renderRoot.querySelector("dialog").close()}>${t("close")}</button>
          </dialog>`
        : nothing}`;
  }

  list() {
    const { t } = this.context;
    const more = this.readers.count - this.readers.persons.length;
    return html`<ul>
        ${this.readers.persons.map(
          (p) => html`<li>
            <causerie-avatar name=${p.name}></causerie-avatar>
            <span
              >${p.name}${this.context.guest
                ? nothing
                : html`<small
                    >${p.guest ? html`<span class="outside">${t("guest")}</span> · ` : nothing}${p.ruleText}</small
                  >`}</span
            >
          </li>`,
        )}
      </ul>
      ${more > 0 ? html`<p>${t("readersMore", { n: more })}</p>` : nothing}
      ${this.readers.awaited > 0 ? html`<p>${t("readersAwaited", { n: this.readers.awaited })}</p>` : nothing}`;
  }
}
customElements.define("causerie-readers", CauserieReaders);
