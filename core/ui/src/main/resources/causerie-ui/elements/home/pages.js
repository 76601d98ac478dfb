import { LitElement, css, html, nothing } from "lit";
import { reason, shared } from "/ui/elements/shared.js";
import { translator } from "/ui/i18n.js";

/**
 * A list that is read page by page: whoever extends it gives `path` and `row(item, t)`, and says by `nothing` what
 * stands there when there is nothing. A page may be empty and lead on: then it is read on by itself.
 */
export class Pages extends LitElement {
  static properties = {
    api: { attribute: false },
    lang: {},
    items: { state: true },
    next: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        max-width: 720px;
        margin: 0 auto;
      }
      h1 {
        margin: 0 0 4px;
        font: 600 var(--text-xl) var(--font);
        overflow-wrap: anywhere;
      }
      h1 causerie-avatar {
        margin-inline-end: 10px;
        vertical-align: -4px;
      }
      h2 {
        margin: 20px 0 0;
        font: 500 var(--text-s) var(--font);
        color: var(--ink-2);
      }
      p {
        margin: 0 0 8px;
        color: var(--ink-2);
      }
      ol {
        list-style: none;
        margin: 12px 0;
        padding: 0;
      }
      li {
        padding: 12px 0;
        border-top: 1px solid var(--line);
      }
      .on {
        display: flex;
        flex-wrap: wrap;
        gap: 0 10px;
        align-items: baseline;
        justify-content: space-between;
        font: var(--text-s) var(--font);
        color: var(--ink-2);
      }
      .on > span {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      @media (max-width: 480px) {
        :host {
          padding: 16px;
        }
      }
      .outside {
        color: var(--outside);
        font: 600 var(--text-xs) var(--font);
      }
    `,
  ];

  constructor() {
    super();
    this.items = [];
    this.next = "";
  }

  firstUpdated() {
    this.more();
  }

  async more() {
    this.busy = true;
    this.problem = null;
    try {
      const from = this.next;
      const page = await this.api.get(`${this.path}${from ? `?cursor=${encodeURIComponent(from)}` : ""}`);
      this.items = [...this.items, ...page.items];
      this.next = page.next ?? null;
      this.busy = false;
      if (this.next && page.items.length === 0) {
        await this.more();
      }
    } catch (problem) {
      this.problem = problem;
      this.busy = false;
    }
  }

  list() {
    const t = translator(this.lang);
    return html`<ol>
        ${this.items.map((item) => html`<li>${this.row(item, t)}</li>`)}
      </ol>
      ${this.problem
        ? html`<div class="error" role="alert">
            <span>${t("failed", { reason: reason(this.problem, t) })}</span>
            <button class="btn" @click=${this.more}>${t("tryAgain")}</button>
          </div>`
        : nothing}
      ${!this.busy && !this.problem && this.items.length === 0 && this.next === null
        ? html`<p>${this.nothing(t)}</p>`
        : nothing}
      ${this.next && this.items.length && !this.problem
        ? html`<button class="btn" ?disabled=${this.busy} @click=${this.more}>${t("loadMore")}</button>`
        : nothing}`;
  }
}
