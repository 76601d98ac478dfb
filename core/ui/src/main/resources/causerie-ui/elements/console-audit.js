import { LitElement, css, html, nothing } from "lit";
import { consoleStyles } from "/ui/elements/console-styles.js";
import { deed, trouble } from "/ui/elements/console-words.js";
import { shared } from "/ui/elements/shared.js";
import { exact } from "/ui/time.js";

/**
 * What operators did, the newest first.
 *
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleAudit extends LitElement {
  static properties = {
    context: { attribute: false },
    lines: { state: true },
    next: { state: true },
    failure: { state: true },
    said: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      .end {
        margin-top: var(--s3);
      }
      time {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  firstUpdated() {
    this.dispatchEvent(
      new CustomEvent("causerie-title", { detail: this.context.t("audit"), bubbles: true, composed: true }),
    );
    this.load();
  }

  async load() {
    this.failure = null;
    try {
      const after = this.next ? `?cursor=${encodeURIComponent(this.next)}` : "";
      const page = await this.context.api.get(`/audit${after}`);
      this.said = this.lines ? this.context.t("linesLoaded", { n: page.items.length }) : "";
      this.lines = [...(this.lines ?? []), ...page.items];
      this.next = page.next;
    } catch (problem) {
      this.failure = problem;
    }
  }

  render() {
    const { t } = this.context;
    return html`<div class="top">
        <div>
          <h1>${t("audit")}</h1>
          <p class="lead">${t("auditLead")}</p>
        </div>
      </div>
      ${this.lines
        ? this.lines.length
          ? this.table()
          : html`<div class="panel empty"><b>${t("auditEmptyTitle")}</b>${t("auditEmpty")}</div>`
        : this.failure
          ? nothing
          : html`<p role="status">${t("loading")}…</p>`}
      ${trouble(this.failure, t, () => this.load())}
      <p class="sr" role="status">${this.said}</p>
      ${this.next && !this.failure
        ? html`<button class="btn end" @click=${() => this.load()}>${t("olderLines")}</button>`
        : nothing}`;
  }

  table() {
    const { t, lang } = this.context;
    return html`<div class="panel">
      <table class="cards" role="table">
        <caption class="sr">
          ${t("auditCaption")}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${t("when")}</th>
            <th role="columnheader" scope="col">${t("who")}</th>
            <th role="columnheader" scope="col">${t("what")}</th>
            <th role="columnheader" scope="col">${t("connector")}</th>
            <th role="columnheader" scope="col">${t("detail")}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${this.lines.map(
            (line) => html`<tr role="row">
              <td role="cell" class="wide"><time datetime=${line.at} title=${exact(line.at, lang)}>${this.clock(line.at)}</time></td>
              <td role="cell" data-label=${t("who")}>${line.who}</td>
              <td role="cell" data-label=${t("what")}>${deed(line.action, t)}</td>
              <td role="cell" data-label=${t("connector")}>
                ${line.connector
                  ? html`<a href="/console/connectors/${encodeURIComponent(line.connector)}">${line.connector}</a>`
                  : "–"}
              </td>
              <td role="cell" class="wide">${line.detail ?? ""}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  clock(instant) {
    return new Intl.DateTimeFormat(this.context.lang, { dateStyle: "medium", timeStyle: "medium" }).format(
      new Date(instant),
    );
  }
}
customElements.define("causerie-console-audit", CauserieConsoleAudit);
