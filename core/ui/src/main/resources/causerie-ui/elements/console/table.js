import { LitElement, css, html, nothing } from "lit";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/**
 * A list of the API, the newest first, a page of it at a time.
 *
 * @attr path where the list is, in the API
 * @attr caption what it is a list of, for who does not see it
 */
export class CauserieConsoleTable extends LitElement {
  static properties = {
    context: { attribute: false },
    path: {},
    caption: {},
    /** `{head, cell(item), wide, hidden}` of each; a wide one has a line of its own on a phone. */
    columns: { attribute: false },
    /** What the button says that brings more. */
    more: {},
    /** Says how many came, `n`. */
    loaded: { attribute: false },
    /** `{title, text}` where there is nothing. */
    empty: { attribute: false },
    items: { state: true },
    next: { state: true },
    failure: { state: true },
    said: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      .more {
        margin-top: var(--s3);
      }
      time {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  firstUpdated() {
    this.load();
  }

  async load() {
    this.failure = null;
    try {
      const and = this.path.includes("?") ? "&" : "?";
      const after = this.next ? `${and}cursor=${encodeURIComponent(this.next)}` : "";
      const page = await this.context.api.get(`${this.path}${after}`);
      this.said = this.items ? this.loaded(page.items.length) : "";
      this.items = [...(this.items ?? []), ...page.items];
      this.next = page.next;
    } catch (problem) {
      this.failure = problem;
    }
  }

  /** Takes off what is no more. */
  drop(gone) {
    this.items = this.items.filter((item) => !gone(item));
  }

  render() {
    const { t } = this.context;
    return html`${this.list()} ${trouble(this.failure, t, () => this.load())}
      <p class="sr" role="status">${this.said}</p>
      ${this.next && !this.failure
        ? html`<button class="btn more" @click=${() => this.load()}>${this.more}</button>`
        : nothing}`;
  }

  list() {
    if (!this.items) {
      return this.failure ? nothing : html`<p role="status">${this.context.t("loading")}…</p>`;
    }
    return this.items.length || !this.empty
      ? this.table()
      : html`<div class="panel empty"><b>${this.empty.title}</b>${this.empty.text}</div>`;
  }

  table() {
    return html`<div class="panel">
      <table class="cards" role="table">
        <caption class="sr">
          ${this.caption}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            ${this.columns.map(
              (c) =>
                html`<th role="columnheader" scope="col">${c.hidden ? html`<span class="sr">${c.head}</span>` : c.head}</th>`,
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${this.items.map(
            (item) => html`<tr role="row">
              ${this.columns.map((c) =>
                c.wide || c.hidden
                  ? html`<td role="cell" class=${c.wide ? "wide" : ""}>${c.cell(item)}</td>`
                  : html`<td role="cell" data-label=${c.head}>${c.cell(item)}</td>`,
              )}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
customElements.define("causerie-console-table", CauserieConsoleTable);
