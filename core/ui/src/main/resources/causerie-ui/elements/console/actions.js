import { LitElement, css, html, nothing } from "lit";
import "/ui/elements/console/ask.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { byMode, can, isRead, trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/**
 * What an operator does with a connector: check its source, run, pause, resume, read history, reset.
 *
 * @fires causerie-checked with what the source answered as `detail`
 * @fires causerie-acted after something was done, with the connector as it is now as `detail`
 */
export class CauserieConsoleActions extends LitElement {
  static properties = {
    context: { attribute: false },
    connector: { attribute: false },
    done: { state: true },
    failure: { state: true },
    checking: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      :host {
        container-type: normal;
      }
      [role="status"] {
        min-height: 18px;
        margin: var(--s1) 0 0;
      }
    `,
  ];

  async act(action, body, said, method = "post") {
    this.failure = null;
    this.done = "";
    const name = encodeURIComponent(this.connector.name);
    const now = await this.context.api[method](`/connectors/${name}/${action}`, body);
    this.done = said;
    this.dispatchEvent(new CustomEvent("causerie-acted", { detail: now, bubbles: true, composed: true }));
  }

  async atOnce(action, said, method) {
    try {
      await this.act(action, undefined, said, method);
    } catch (problem) {
      this.failure = problem;
    }
  }

  async check() {
    const { t } = this.context;
    this.failure = null;
    this.done = t("checkingSource");
    this.checking = true;
    try {
      const report = await this.context.api.post(`/connectors/${encodeURIComponent(this.connector.name)}/check`);
      this.done = report.good ? t("saidCheckGood") : t("saidCheckBad");
      this.dispatchEvent(new CustomEvent("causerie-checked", { detail: report, bubbles: true, composed: true }));
    } catch (problem) {
      this.done = "";
      this.failure = problem;
    } finally {
      this.checking = false;
    }
  }

  ask(question) {
    this.renderRoot.querySelector("causerie-ask").show(question);
  }

  pauseOrResume() {
    const { t } = this.context;
    if (this.connector.paused) {
      this.atOnce("resume", t("saidResumed"));
      return;
    }
    this.ask({
      title: t("pauseTitle", { name: this.connector.name }),
      text: byMode(this.connector, t("pausePolled"), t("pausePushed"), t("pauseRouted"), t("pauseSubscribed")),
      field: { label: t("reasonLabel"), help: t("pauseReasonHelp") },
      confirm: t("pause"),
      run: (reason) => this.act("pause", reason ? { reason } : undefined, t("saidPaused")),
    });
  }

  bulkLoadOrEnd() {
    const { t } = this.context;
    if (this.connector.bulkLoad) {
      this.atOnce("bulk-load", t("saidBulkLoadEnded"), "delete");
      return;
    }
    this.ask({
      title: t("bulkLoadTitle", { name: this.connector.name }),
      text: t("bulkLoadText"),
      field: { label: t("bulkLoadHours"), type: "number", required: true, help: t("bulkLoadHelp") },
      confirm: t("bulkLoad"),
      run: (hours) => this.act("bulk-load", { for: `PT${hours}H` }, t("saidBulkLoad"), "put"),
    });
  }

  backfill() {
    const { t } = this.context;
    this.ask({
      title: t("backfillTitle", { name: this.connector.name }),
      text: t("backfillText"),
      confirm: t("backfill"),
      run: () => this.act("backfill", undefined, t("saidBackfill")),
    });
  }

  reconcile() {
    const { t } = this.context;
    this.ask({
      title: t("reconcileTitle", { name: this.connector.name }),
      text: t("reconcileText"),
      confirm: t("reconcile"),
      run: () => this.act("reconcile", undefined, t("saidReconcile")),
    });
  }

  /** Says that what a stopped reconciliation found gone is gone; asks once more, since it deletes. */
  confirmGone() {
    const { t } = this.context;
    // What is asked now is answered, whatever is found gone while she thinks.
    const { gone: n, stopped } = this.connector.reconciliation;
    this.ask({
      title: t("confirmGoneTitle", { n }),
      text: t("confirmGoneText", { n }),
      confirm: t("confirmGone"),
      run: () => this.act(`confirm?stopped=${encodeURIComponent(stopped)}`, undefined, t("saidConfirmed")),
    });
  }

  dismissGone() {
    this.atOnce("dismiss", this.context.t("saidDismissed"));
  }

  reset() {
    const { t } = this.context;
    const body = (value) => (value ? { since: new Date(value).toISOString() } : undefined);
    this.ask({
      title: t("resetTitle", { name: this.connector.name }),
      text: t("resetText"),
      field: { label: t("resetSince"), type: "datetime-local", help: t("resetHelp") },
      checkLabel: t("resetCount"),
      check: async (value) => {
        const name = encodeURIComponent(this.connector.name);
        const { rows } = await this.context.api.post(`/connectors/${name}/reset?dry=true`, body(value));
        return rows === undefined ? t("resetUncounted") : t("resetRows", { n: rows });
      },
      confirm: t("reset"),
      run: (value) => this.act("reset", body(value), t("saidReset")),
    });
  }

  render() {
    const { t } = this.context;
    const c = this.connector;
    return html`<div class="row" role="group" aria-label=${t("actions")}>
        ${isRead(c)
          ? html`<button class="btn" ?disabled=${Boolean(c.paused)} @click=${() => this.atOnce("run", t("saidRun"))}>
                ${c.mode === "subscribe" ? t("connectAnew") : c.failures > 0 ? t("tryNow") : t("runNow")}
              </button>
              <button class="btn" ?disabled=${Boolean(this.checking)} @click=${this.check}>${t("checkSource")}</button>`
          : nothing}
        <button class="btn ${c.paused ? "go" : ""}" @click=${this.pauseOrResume}>
          ${c.paused ? t("resume") : t("pauseEllipsis")}
        </button>
        ${c.mode === "poll" || can(c, "history")
          ? html`<button class="btn" ?disabled=${Boolean(c.backfill?.running)} @click=${this.backfill}>
                ${t("backfillEllipsis")}
              </button>`
          : nothing}
        ${c.mode === "poll" || (isRead(c) && can(c, "census"))
          ? html`<button class="btn" @click=${this.reconcile}>${t("reconcileEllipsis")}</button>`
          : nothing}
        ${isRead(c) ? html`<button class="btn" @click=${this.reset}>${t("resetEllipsis")}</button>` : nothing}
        <button class="btn ${c.bulkLoad ? "go" : ""}" @click=${this.bulkLoadOrEnd}>
          ${c.bulkLoad ? t("bulkLoadEnd") : t("bulkLoadEllipsis")}
        </button>
        <a class="btn" href="/console/connectors/${encodeURIComponent(c.name)}/remap">${t("remapEllipsis")}</a>
      </div>
      <p class="quiet" role="status">${this.done}</p>
      ${trouble(this.failure, t)}
      <causerie-ask .context=${this.context}></causerie-ask>`;
  }
}
customElements.define("causerie-console-actions", CauserieConsoleActions);
