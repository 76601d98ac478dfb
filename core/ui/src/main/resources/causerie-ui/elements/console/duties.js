import { LitElement, css, html, nothing } from "lit";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { fault, moment, number, percent, trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/** Duties whose failures the connector's page tells at its head. */
const TOLD = ["poll", "subscribe", "census"];

const SHAPES = { resting: "off", running: "good", paused: "off", retrying: "late", broken: "down" };

/**
 * What a connector has to do: each duty with its state, how far it is, when it runs next and what it fails with; and
 * what an operator does with it alone.
 *
 * @fires causerie-acted after something was done
 */
export class CauserieConsoleDuties extends LitElement {
  static properties = {
    context: { attribute: false },
    connector: { attribute: false },
    done: { state: true },
    failure: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      :host {
        container-type: normal;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      li {
        padding: var(--s3) var(--s4);
      }
      li .top {
        margin: 0;
        align-items: center;
      }
      li p {
        margin: var(--s1) 0 0;
      }
    `,
  ];

  async act(duty, action, said) {
    this.failure = null;
    this.done = "";
    try {
      const name = encodeURIComponent(this.connector.name);
      const now = await this.context.api.post(`/connectors/${name}/duties/${duty.duty}/${action}`);
      this.done = said;
      this.dispatchEvent(new CustomEvent("causerie-acted", { detail: now, bubbles: true, composed: true }));
    } catch (problem) {
      this.failure = problem;
    }
  }

  word(state) {
    const { t } = this.context;
    const words = {
      resting: t("dutyResting"),
      running: t("dutyRunning"),
      paused: t("statePaused"),
      retrying: t("stateRetrying"),
      broken: t("stateBroken"),
    };
    return words[state] ?? state;
  }

  progress(duty) {
    const { t, lang } = this.context;
    const c = this.connector;
    const parts = {
      poll: () => c.lag?.events > 0 && t("eventCount", { n: c.lag.events }),
      readBack: () => t("dutyWaiting", { n: duty.waiting ?? 0 }),
      backfill: () => c.backfill && (percent(c.backfill) || t("backfillRows", { rows: number(c.backfill.rows, lang) })),
      census: () => c.reconciliation?.running && t("censusRunning"),
    };
    return parts[duty.duty]?.() || nothing;
  }

  name(duty) {
    const { t } = this.context;
    return {
      poll: t("duty_poll"),
      subscribe: t("duty_subscribe"),
      readBack: t("duty_readBack"),
      backfill: t("duty_backfill"),
      census: t("duty_census"),
      route: t("duty_route"),
    }[duty];
  }

  item(duty) {
    const { t, lang } = this.context;
    const name = this.name(duty.duty);
    // History is begun with the question of the page's head.
    const runs = duty.duty !== "backfill" && !this.connector.paused && !duty.paused;
    return html`<li id="duty-${duty.duty}">
      <div class="top">
        <div>
          <h3>${name}</h3>
          <span class="st ${SHAPES[duty.state] ?? "off"}">${this.word(duty.state)}</span>
          <span class="quiet">
            ${this.progress(duty)} ${duty.asked ? t("dutyAsked") : nothing}
            ${duty.nextRun ? html`${t("nextRun")}: ${moment(duty.nextRun, lang)}` : nothing}
            ${duty.paused ? t("pausedSince", { name: duty.paused.by, date: new Date(duty.paused.since).toLocaleString(lang) }) : nothing}
          </span>
        </div>
        <div class="row">
          ${runs
            ? html`<button class="btn" aria-label=${t("dutyRunOf", { duty: name })} @click=${() => this.act(duty, "run", t("saidRun"))}>
                ${duty.failures > 0 ? t("tryNow") : t("runNow")}
              </button>`
            : nothing}
          <button
            class="btn"
            aria-label=${t(duty.paused ? "dutyResumeOf" : "dutyPauseOf", { duty: name })}
            @click=${() => this.act(duty, duty.paused ? "resume" : "pause", t(duty.paused ? "saidResumed" : "saidPaused"))}
          >
            ${duty.paused ? t("resume") : t("pause")}
          </button>
        </div>
      </div>
      ${duty.failure && duty.failures > 0 && !TOLD.includes(duty.duty)
        ? html`${fault(duty.failure, t)}
            <p class="quiet">${moment(duty.failure.at, lang)} · ${t("failuresRow", { n: duty.failures })}</p>`
        : nothing}
    </li>`;
  }

  render() {
    const { t } = this.context;
    return html`<section aria-labelledby="duties">
      <h2 id="duties">${t("duties")}</h2>
      <div class="panel">
        <ul>
          ${this.connector.duties.map((duty) => this.item(duty))}
        </ul>
      </div>
      <p class="quiet" role="status">${this.done}</p>
      ${trouble(this.failure, t)}
    </section>`;
  }
}
customElements.define("causerie-console-duties", CauserieConsoleDuties);
