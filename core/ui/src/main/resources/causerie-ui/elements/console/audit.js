import { LitElement, html } from "lit";
import { consoleStyles } from "/ui/elements/console/styles.js";
import "/ui/elements/console/table.js";
import { clock, deed } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/**
 * What operators did, the newest first.
 *
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleAudit extends LitElement {
  static properties = { context: { attribute: false } };

  static styles = [shared, consoleStyles];

  firstUpdated() {
    this.dispatchEvent(
      new CustomEvent("causerie-title", { detail: this.context.t("audit"), bubbles: true, composed: true }),
    );
  }

  columns() {
    const { t, lang } = this.context;
    const connector = (name) => html`<a href="/console/connectors/${encodeURIComponent(name)}">${name}</a>`;
    return [
      { head: t("when"), cell: (line) => clock(line.at, lang), wide: true },
      { head: t("who"), cell: (line) => line.who },
      { head: t("what"), cell: (line) => deed(line.action, t) },
      { head: t("connector"), cell: (line) => (line.connector ? connector(line.connector) : "–") },
      { head: t("detail"), cell: (line) => line.detail ?? "", wide: true },
    ];
  }

  render() {
    const { t } = this.context;
    return html`<div class="top">
        <div>
          <h1>${t("audit")}</h1>
          <p class="lead">${t("auditLead")}</p>
        </div>
      </div>
      <causerie-console-table
        .context=${this.context}
        path="/audit"
        caption=${t("auditCaption")}
        .columns=${this.columns()}
        .empty=${{ title: t("auditEmptyTitle"), text: t("auditEmpty") }}
        .loaded=${(n) => t("linesLoaded", { n })}
        more=${t("olderLines")}
      ></causerie-console-table>`;
  }
}
customElements.define("causerie-console-audit", CauserieConsoleAudit);
