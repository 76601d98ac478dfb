import { LitElement, css, html, nothing } from "lit";
import "/ui/elements/console/actions.js";
import "/ui/elements/console/duties.js";
import "/ui/elements/console/events.js";
import "/ui/elements/console/failures.js";
import "/ui/elements/console/source.js";
import "/ui/elements/console/unmapped.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { byMode, duration, fault, moment, number, percent, standing, still, trouble, unseen } from "/ui/elements/console/words.js";
import "/ui/elements/console/plot.js";
import { limits, place, scarce } from "/ui/elements/console/source-facts.js";
import { broken, reconciliation, stopped } from "/ui/elements/console/reconciliation.js";
import { Refresh } from "/ui/controllers/refresh.js";
import { shared } from "/ui/elements/shared.js";
import { said } from "/ui/phrases.js";
import { exact } from "/ui/time.js";

/** So many points are kept while the page is open: an hour and more, one every four seconds. */
const SAMPLES = 1000;

/**
 * One connector: how it stands, what is done with it, its figures, its failed events.
 *
 * @attr name the connector's name
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleConnector extends LitElement {
  static properties = {
    context: { attribute: false },
    name: {},
    source: { state: true },
    unseen: { state: true },
    warned: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      .crumb {
        font: var(--text-s) var(--font);
        margin: 0;
      }
      .pair h2 {
        margin-top: var(--s4);
      }
      .plots + p {
        margin-top: var(--s2);
      }
      @container (min-width: 900px) {
        .pair {
          display: grid;
          grid-template-columns: 2fr 3fr;
          gap: var(--s4);
        }
        .pair section {
          display: flex;
          flex-direction: column;
        }
        .pair .panel {
          flex: 1;
        }
      }
      .plots {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
        gap: var(--s4);
      }
      .plots h3 {
        margin-bottom: var(--s2);
      }
      progress {
        width: 100%;
        height: 8px;
        accent-color: var(--accent);
      }
      dl.fates {
        grid-template-columns: repeat(auto-fit, minmax(72px, 1fr));
      }
      .fates dd {
        font: 600 var(--text-l) var(--font);
      }
    `,
  ];

  refresh = new Refresh(
    this,
    () => this.read(),
    () => ({ api: this.context.api, topic: "connectors" }),
  );
  samples = { at: [], lag: [], hour: [] };

  async read() {
    const { api, lang } = this.context;
    this.systems ??= (await api.get(`/systems?lang=${lang}`)).items;
    const address = `/connectors/${encodeURIComponent(this.name)}`;
    const connector = await api.get(address);
    this.sample(connector);
    this.hint(address);
    return connector;
  }

  /** A hint that does not come holds up no figures: it is asked for once a visit, beside them. */
  async hint(address) {
    const asked = (path) => this.context.api.get(`${address}/${path}`).catch(() => null);
    this.hinted ??= Promise.all([asked("unseen"), asked("events?warned=true&limit=1")]);
    [this.unseen, this.warned] = await this.hinted;
  }

  sample(c) {
    const { at, lag, hour } = this.samples;
    const now = Date.now() / 1000;
    // An action answers out of turn: the same second twice says nothing new.
    if (now - (at.at(-1) ?? 0) < 1) {
      return;
    }
    at.push(now);
    lag.push(c.lag?.seconds ?? null);
    hour.push(c.lastHour);
    if (at.length > SAMPLES) {
      [at, lag, hour].forEach((list) => list.shift());
    }
    this.samples = { at, lag, hour };
  }

  firstUpdated() {
    this.dispatchEvent(new CustomEvent("causerie-title", { detail: this.name, bubbles: true, composed: true }));
  }

  willUpdate() {
    this.deciding = Boolean(this.renderRoot?.activeElement?.closest("#stopped"));
  }

  updated() {
    // What she decided by goes away under her; she goes on where its outcome will stand.
    if (this.deciding && !this.renderRoot.querySelector("#stopped")) {
      this.renderRoot.querySelector("#census")?.focus();
    }
    // The part that an address names comes after the figures: the browser looked for it too early.
    if (this.refresh.value && !this.shown) {
      this.shown = true;
      if (location.hash === "#failures") {
        this.renderRoot.querySelector("causerie-console-failures").scrollIntoView();
      }
    }
  }

  render() {
    const { t } = this.context;
    const c = this.refresh.value;
    const missing = this.refresh.failure?.status === 404;
    return html`<p class="crumb"><a href="/console">${t("connectors")}</a></p>
      ${missing
        ? html`<h1>${this.name}</h1>
            <div class="panel empty"><b>${t("noConnectorTitle")}</b>${t("noConnector", { name: this.name })}</div>`
        : html`${c ? this.head(c) : html`<h1>${this.name}</h1>`} ${trouble(this.refresh.failure, t, () => this.refresh.now())}
          ${c ? this.body(c) : this.refresh.failure ? nothing : html`<p role="status">${t("loading")}…</p>`}`}`;
  }

  head(c) {
    const { t } = this.context;
    const state = standing(c, t);
    const title = this.systems.find((s) => s.name === c.system)?.title ?? c.system;
    return html`<div class="top">
      <div>
        <h1>${c.name}</h1>
        <p class="quiet">
          ${[title, c.kind, byMode(c, t("polled"), t("pushed"), t("routed"), t("subscribed")), c.node].filter(Boolean).join(" · ")}
        </p>
        <span class="st ${state.shape}" role="status">${[state.word, ...state.also].join(" · ")}</span>
      </div>
      <causerie-console-actions
        .context=${this.context}
        .connector=${c}
        @causerie-acted=${() => this.refresh.now()}
        @causerie-checked=${(event) => (this.source = event.detail)}
      ></causerie-console-actions>
    </div>`;
  }

  body(c) {
    const { t } = this.context;
    return html`${this.still(c)}${this.notes(c)}
      ${this.source
        ? html`<causerie-console-source .context=${this.context} .report=${this.source}></causerie-console-source>`
        : nothing}
      <div class="pair">
        <section aria-labelledby="day">
          <h2 id="day">${t("lastDay")}</h2>
          <div class="panel pad">${this.fates(c)}</div>
        </section>
        <section aria-labelledby="figures">
          <h2 id="figures">${t("figures")}</h2>
          <div class="panel pad">${this.facts(c)}</div>
        </section>
      </div>
      ${c.duties.length
        ? html`<causerie-console-duties
            .context=${this.context}
            .connector=${c}
            @causerie-acted=${() => this.refresh.now()}
          ></causerie-console-duties>`
        : nothing}
      <causerie-console-failures
        .context=${this.context}
        .connector=${c}
        @causerie-acted=${() => this.refresh.now()}
      ></causerie-console-failures>
      <causerie-console-unmapped .context=${this.context} .connector=${c}></causerie-console-unmapped>
      ${this.warnings(c)} ${this.typos()} ${this.plots(c)} ${reconciliation(c, this.context)}`;
  }

  /** Events of which something could not be read as the mapping says; they are posted all the same. */
  warnings(c) {
    const { t } = this.context;
    return this.warned?.items.length
      ? html`<section aria-labelledby="warned">
          <h2 id="warned">${t("warnedTitle")}</h2>
          <div class="panel pad">
            <p class="quiet">${t("warnedHelp")}</p>
            <causerie-console-events
              .context=${this.context}
              .path=${`/connectors/${encodeURIComponent(c.name)}/events`}
              .connector=${c.name}
              warned
            ></causerie-console-events>
          </div>
        </section>`
      : nothing;
  }

  /** Paths that no stored event has; compared once a visit, since it reads 500 events. */
  typos() {
    const { t } = this.context;
    return this.unseen?.items.length
      ? html`<section aria-labelledby="unseen">
          <h2 id="unseen">${t("unseenTitle")}</h2>
          <div class="panel pad">
            <p class="quiet">${t("unseenHelp", { n: this.unseen.events })}</p>
            <ul>
              ${this.unseen.items.map((u) => html`<li><code>${u.file}:${u.line}</code> ${unseen(u, t)}</li>`)}
            </ul>
          </div>
        </section>`
      : nothing;
  }

  notes(c) {
    const { t, lang } = this.context;
    const paused = c.paused
      ? html`<div class="note">
          <b>${t("pausedSince", { name: c.paused.by, date: exact(c.paused.since, lang) })}</b>
          <p>
            ${c.paused.reason ? t("pausedReason", { reason: c.paused.reason }) : nothing}
            ${byMode(c, t("pausedPolledNow"), t("pausedPushedNow"), t("pausedRoutedNow"), t("pausedSubscribedNow"))}
          </p>
        </div>`
      : nothing;
    const load = c.bulkLoad
      ? html`<div class="note">
          <b>${t("bulkLoadUntil", { name: c.bulkLoad.by, date: exact(c.bulkLoad.until, lang) })}</b>
          <p>${c.bulkLoad.reason ? t("pausedReason", { reason: c.bulkLoad.reason }) : nothing} ${t("bulkLoadNow")}</p>
        </div>`
      : nothing;
    const failure =
      c.failure && c.failures > 0
        ? html`<div class="note down">
            ${fault(c.failure, t)}
            <p class="quiet">${moment(c.failure.at, lang)} · ${t("failuresRow", { n: c.failures })}</p>
          </div>`
        : nothing;
    const { text, lang: its } = said(c.warning, c.phrases?.warning, lang);
    const warning = text ? html`<div class="note"><p lang=${its}>${text}</p></div>` : nothing;
    return html`${paused}${load}${failure}${warning}${scarce(c, this.context)}${broken(c, this.context)}${stopped(c, this.context, () => this.renderRoot.querySelector("causerie-console-actions"))}${c.backfill ? this.backfill(c.backfill) : nothing}`;
  }

  /** It looks well, and nothing moves: that is said, and where to look. */
  still(c) {
    if (!c.still) {
      return nothing;
    }
    const { t, lang } = this.context;
    const words = said(c.still.message, c.still.phrases?.message, lang);
    return html`<div class="note down" id="still">
      <b>${still(c.still, t)}</b>
      <p lang=${words.lang}>${words.text}</p>
      <p class="quiet">${t("since")} ${moment(c.still.since, lang)}</p>
    </div>`;
  }

  backfill(b) {
    const { t, lang } = this.context;
    if (!b.running) {
      return html`<div class="note">
        <b>${t("backfillDone", { n: b.rows })}</b>
        <p class="quiet">${moment(b.ended ?? b.started, lang)}</p>
      </div>`;
    }
    return html`<div class="note">
      <b id="backfill">${t("backfillRunning")} ${percent(b)}</b>
      <progress
        aria-labelledby="backfill"
        max=${b.total ?? nothing}
        value=${b.total ? Math.min(b.rows, b.total) : nothing}
      ></progress>
      <p class="quiet">
        ${b.total ? t("backfillOf", { rows: b.rows, total: b.total }) : t("backfillRows", { rows: b.rows })}
        ${b.secondsLeft === undefined ? nothing : t("timeLeft", { time: duration(b.secondsLeft, lang) })}
      </p>
    </div>`;
  }

  facts(c) {
    const { t, lang } = this.context;
    const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
    const lag = c.lag
      ? html`${duration(c.lag.seconds, lang)}${c.lag.events ? html` · ${t("eventCount", { n: c.lag.events })}` : nothing}`
      : "–";
    return html`<dl class="facts">
      ${c.mode === "poll"
        ? html`${fact(t("lastRun"), moment(c.lastRun, lang))} ${fact(t("lastSuccess"), moment(c.lastSuccess, lang))}
          ${fact(t("nextRun"), moment(c.nextRun, lang))} ${fact(t("readUpTo"), moment(c.readUpTo, lang))}
          ${fact(t("behind"), lag)} ${fact(t("failedRuns"), number(c.failures, lang))}`
        : nothing}
      ${c.mode === "subscribe"
        ? html`${fact(t("connectedSince"), moment(c.connectedSince, lang))}
          ${fact(t("lastEvents"), moment(c.lastEvents, lang))} ${fact(t("lastHeard"), moment(c.lastSuccess, lang))}
          ${fact(t("readUpTo"), moment(c.readUpTo, lang))} ${fact(t("failedRuns"), number(c.failures, lang))}
          ${c.nextRun ? fact(t("nextRun"), moment(c.nextRun, lang)) : nothing}`
        : nothing}
      ${c.cursor ? fact(t("place"), place(c.cursor)) : nothing} ${limits(c, this.context)} ${fact(t("lastHour"), t("eventCount", { n: c.lastHour }))}
      ${fact(t("perMinute"), new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(c.lastHour / 60))}
    </dl>`;
  }

  fates(c) {
    const { t, lang } = this.context;
    const fate = (label, n, bad) =>
      html`<div><dt>${label}</dt><dd class=${bad && n > 0 ? "bad" : ""}>${number(n, lang)}</dd></div>`;
    return html`<dl class="facts fates">
      ${fate(t("posted"), c.lastDay.posted)} ${fate(t("ignored"), c.lastDay.ignored)}
      ${fate(t("failedFate"), c.lastDay.failed, true)} ${fate(t("pending"), c.lastDay.pending)}
    </dl>`;
  }

  plots(c) {
    const { t, lang } = this.context;
    const { at, lag, hour } = this.samples;
    const behind = c.lag ? duration(c.lag.seconds, lang) : "–";
    const plot = (title, values, format, summary) => html`<div class="panel pad">
      <h3>${title}</h3>
      <causerie-plot .data=${[[...at], [...values]]} .lang=${lang} .format=${format} .summary=${summary}></causerie-plot>
    </div>`;
    return html`<section aria-labelledby="plots">
      <h2 id="plots">${t("overTime")}</h2>
      <div class="plots">
        ${c.lag
          ? plot(t("behind"), lag, (v) => duration(v, lang, 1), t("plotSummary", { what: t("behind"), now: behind }))
          : nothing}
        ${plot(
          t("eventsOfHour"),
          hour,
          (v) => number(v, lang),
          t("plotSummary", { what: t("eventsOfHour"), now: number(c.lastHour, lang) }),
        )}
      </div>
      <p class="quiet">${t("plotHelp")}</p>
    </section>`;
  }
}
customElements.define("causerie-console-connector", CauserieConsoleConnector);
