import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { byMode, duration, fault, moment, number, standing, trouble, unread } from "/ui/elements/console/words.js";
import { Refresh } from "/ui/controllers/refresh.js";
import { shared } from "/ui/elements/shared.js";

/**
 * All connectors, the worst first. Figures change by themselves; the order only when it is asked for, so
 * that nothing moves under the eyes of who reads.
 *
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleList extends LitElement {
  static properties = { context: { attribute: false }, order: { state: true } };

  static styles = [
    shared,
    consoleStyles,
    css`
      tbody {
        border-bottom: 1px solid var(--line);
      }
      tbody:last-child {
        border-bottom: 0;
      }
      /* A name of one piece may be long; everything else keeps its words whole. */
      tbody th a {
        overflow-wrap: anywhere;
      }
      tbody th {
        min-width: 150px;
      }
      tbody.down {
        background: var(--bad-soft);
      }
      tbody td {
        border-bottom: 0;
      }
      tbody th {
        border-bottom: 0;
      }
      .down small,
      .down td[data-label]::before {
        color: var(--ink-2);
      }
      .group {
        text-align: center;
        border-bottom-color: transparent;
        padding-bottom: 0;
      }
      tr.why td {
        padding-top: 0;
      }
      tr.why p {
        margin: 0;
      }
      .files {
        white-space: pre-line;
        overflow-wrap: anywhere;
      }
    `,
  ];

  refresh = new Refresh(
    this,
    () => this.read(),
    () => ({ api: this.context.api, topic: "connectors" }),
  );

  async read() {
    const { api } = this.context;
    // Each time: files of the configuration come into force while the page is open.
    const folder = await api.get("/systems?lang=" + this.context.lang);
    this.folder = folder;
    this.systems = new Map(folder.items.map((s) => [s.name, s.title]));
    const connectors = (await api.get("/connectors")).items;
    const known = new Set(this.order);
    const fresh = this.worstFirst(connectors).filter((name) => !known.has(name));
    this.order = [...(this.order ?? []), ...fresh];
    return connectors;
  }

  worstFirst(connectors) {
    const rank = (c) => standing(c, this.context.t).rank;
    return connectors
      .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
      .map((c) => c.name);
  }

  firstUpdated() {
    this.dispatchEvent(
      new CustomEvent("causerie-title", { detail: this.context.t("connectors"), bubbles: true, composed: true }),
    );
  }

  render() {
    const { t } = this.context;
    const connectors = this.refresh.value;
    return html`<div class="top">
        <div>
          <h1>${t("connectors")}</h1>
          <p class="lead" role="status">${connectors ? this.sentence(connectors) : `${t("loading")}…`}</p>
        </div>
        <div class="row">
          ${connectors ? this.resort(connectors) : nothing}
          <a class="btn go" href="/console/connect">${t("connectSystem")}</a>
        </div>
      </div>
      ${trouble(this.refresh.failure, t, () => this.refresh.now())} ${this.files()}
      ${connectors ? (connectors.length ? this.table(connectors) : this.none()) : nothing}`;
  }

  sentence(connectors) {
    const { t } = this.context;
    const count = (test) => connectors.filter(test).length;
    const standings = connectors.map((c) => standing(c, t));
    const down = count(unread);
    const paused = count((c) => c.paused);
    const failed = connectors.reduce((n, c) => n + c.lastDay.failed, 0);
    if (!connectors.length) {
      return nothing;
    }
    return html`${t("fineOf", { n: standings.filter((s) => s.fine).length, all: connectors.length })}
    ${down ? html`<span class="bad">${t("unreadable", { n: down })}</span>` : nothing}
    ${paused ? t("pausedCount", { n: paused }) : nothing} ${failed ? t("failedDay", { n: failed }) : nothing}`;
  }

  resort(connectors) {
    const best = this.worstFirst(connectors);
    const shown = this.order.filter((name) => best.includes(name));
    return best.join("\n") === shown.join("\n")
      ? nothing
      : html`<button class="btn" @click=${() => (this.order = best)}>${this.context.t("sortAgain")}</button>`;
  }

  /** Changed files that are not in force, or not all of them. */
  files() {
    const { t } = this.context;
    const { configurationRefused: refused, configurationRestart: keys } = this.folder ?? {};
    return html`${refused
      ? html`<div class="note down" role="status"><b>${t("filesRefused")}</b><p class="files">${refused}</p></div>`
      : nothing}
    ${keys?.length
      ? html`<div class="note" role="status"><b>${t("filesRestart")}</b><p class="mono">${keys.join(", ")}</p></div>`
      : nothing}`;
  }

  none() {
    const { t } = this.context;
    return html`<div class="panel empty"><b>${t("noConnectorsTitle")}</b>${t("noConnectors")}</div>`;
  }

  table(connectors) {
    const { t } = this.context;
    const byName = new Map(connectors.map((c) => [c.name, c]));
    const shown = this.order.map((name) => byName.get(name)).filter(Boolean);
    this.shown = shown;
    return html`<div class="panel">
      <table class="cards" role="table">
        <caption class="sr">
          ${t("connectorsCaption")}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th rowspan="2" role="columnheader" scope="col">${t("connector")}</th>
            <th rowspan="2" role="columnheader" scope="col">${t("stateHead")}</th>
            <th rowspan="2" role="columnheader" scope="col">${t("lastSuccess")}</th>
            <th rowspan="2" role="columnheader" scope="col">${t("nextRun")}</th>
            <th rowspan="2" role="columnheader" scope="col" class="n">${t("behind")}</th>
            <th rowspan="2" role="columnheader" scope="col" class="n">${t("lastHour")}</th>
            <th colspan="4" role="columnheader" scope="colgroup" class="group">${t("lastDay")}</th>
          </tr>
          <tr role="row">
            <th role="columnheader" scope="col" class="n">${t("posted")}</th>
            <th role="columnheader" scope="col" class="n">${t("ignored")}</th>
            <th role="columnheader" scope="col" class="n">${t("failedFate")}</th>
            <th role="columnheader" scope="col" class="n">${t("pending")}</th>
          </tr>
        </thead>
        ${repeat(
          shown,
          (c) => c.name,
          (c) => this.row(c),
        )}
      </table>
    </div>`;
  }

  row(c) {
    const { t, lang } = this.context;
    const state = standing(c, t);
    const address = `/console/connectors/${encodeURIComponent(c.name)}`;
    const count = (label, n) =>
      html`<td role="cell" class="n" data-label=${label}>${number(n, lang)}</td>`;
    return html`<tbody role="rowgroup" class=${state.shape}>
      <tr role="row">
        <th role="rowheader" scope="row">
          <a href=${address}>${c.name}</a>
          <small>${this.about(c)}</small>
        </th>
        <td role="cell" class="wide"><span class="st ${state.shape}">${state.word}</span>${state.also.map((word) => html`<small>${word}</small>`)}${this.pausedBy(c)}</td>
        <td role="cell" data-label=${t("lastSuccess")}>${moment(c.lastSuccess, lang)}</td>
        <td role="cell" data-label=${t("nextRun")}>${moment(c.nextRun, lang)}</td>
        <td role="cell" class="n" data-label=${t("behind")}>
          ${c.lag ? duration(c.lag.seconds, lang) : "–"}
          ${c.lag?.events ? html`<small>${t("eventCount", { n: c.lag.events })}</small>` : nothing}
        </td>
        ${count(t("lastHour"), c.lastHour)} ${count(t("posted"), c.lastDay.posted)}
        ${count(t("ignored"), c.lastDay.ignored)}
        <td role="cell" class="n" data-label=${t("failedFate")}>
          ${c.lastDay.failed
            ? html`<a href="${address}#failures" class="bad" aria-label=${t("failedOf", { n: c.lastDay.failed, name: c.name })}
                >${number(c.lastDay.failed, lang)}</a
              >`
            : number(0, lang)}
        </td>
        ${count(t("pending"), c.lastDay.pending)}
      </tr>
      ${c.failure && c.failures > 0
        ? html`<tr role="row" class="why">
            <td role="cell" class="wide" colspan="10">${this.why(c)}</td>
          </tr>`
        : nothing}
    </tbody>`;
  }

  /** One fault that stops several connectors is told once, where it stands first. */
  why(c) {
    const { t } = this.context;
    const same = this.shown.find(
      (o) => o.failures > 0 && o.failure?.message === c.failure.message && o.failure.remedy === c.failure.remedy,
    );
    return same === c ? fault(c.failure, t) : html`<p class="quiet">${t("sameFault", { name: same.name })}</p>`;
  }

  about(c) {
    const { t } = this.context;
    return [this.systems.get(c.system) ?? c.system, c.kind, byMode(c, t("polled"), t("pushed"), t("routed"), t("subscribed"))]
      .filter(Boolean)
      .join(" · ");
  }

  pausedBy(c) {
    const { t } = this.context;
    return c.paused
      ? html`<small
          >${c.paused.reason
            ? t("pausedByFor", { name: c.paused.by, reason: c.paused.reason })
            : t("pausedBy", { name: c.paused.by })}</small
        >`
      : nothing;
  }
}
customElements.define("causerie-console-list", CauserieConsoleList);
