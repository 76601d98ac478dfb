import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import "/ui/elements/console/ask.js";
import "/ui/elements/console/events.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { download, moment, trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";
import { said } from "/ui/phrases.js";

/** No file that is downloaded holds more events than this. */
const MOST = 10000;
const PAGE = 100;
/** How long typing must rest before it is searched. */
const REST = 300;
/** So long after an action the list may still change because of it. */
const SETTLED = 5000;

/**
 * The failed events of a connector by what they fail of: look at them, replay, discard, download.
 *
 * @fires causerie-acted after events were replayed or discarded
 */
export class CauserieConsoleFailures extends LitElement {
  static properties = {
    context: { attribute: false },
    connector: { attribute: false },
    open: { state: true },
    order: { state: true },
    done: { state: true },
    failure: { state: true },
    busy: { state: true },
    turn: { state: true },
    search: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        align-items: baseline;
        justify-content: space-between;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      .search {
        max-width: 460px;
      }
      .found {
        padding: var(--s3) var(--s4);
      }
      li.cause {
        padding: var(--s3) var(--s4);
        border-bottom: 1px solid var(--line);
      }
      li.cause:last-child {
        border-bottom: 0;
      }
      .row {
        margin-top: var(--s2);
      }
    `,
  ];

  constructor() {
    super();
    this.open = new Set();
    this.order = [];
    this.newest = new Map();
    this.turn = 0;
    this.search = "";
    this.at = 0;
  }

  get path() {
    return `/connectors/${encodeURIComponent(this.connector.name)}/events`;
  }

  willUpdate(changed) {
    if (changed.has("connector")) {
      const causes = this.connector.causes ?? [];
      const now = new Set(causes.map((c) => c.cause));
      const known = new Set(this.order);
      this.order = [...this.order.filter((c) => now.has(c)), ...[...now].filter((c) => !known.has(c))];
      causes.filter((c) => !this.newest.has(c.cause)).forEach((c) => this.explain(c.cause));
    }
  }

  /** What the newest event of a cause says in full, which is what to do about it. */
  async explain(cause) {
    this.newest.set(cause, undefined);
    try {
      const page = await this.context.api.get(`${this.path}?fate=failed&limit=1&cause=${encodeURIComponent(cause)}`);
      this.newest.set(cause, page.items[0]);
      this.requestUpdate();
    } catch {
      // The list below the button says it again, with what went wrong.
      this.newest.delete(cause);
    }
  }

  async doing(work) {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.failure = null;
    this.done = this.context.t("working");
    try {
      await work();
    } catch (problem) {
      this.failure = problem;
      this.done = "";
    } finally {
      this.busy = false;
    }
  }

  acted(said) {
    this.done = said;
    this.turn++;
    this.at = Date.now();
    this.dispatchEvent(new CustomEvent("causerie-acted", { bubbles: true, composed: true }));
  }

  updated() {
    // What was pressed may be gone with its events: the keyboard goes on at the head of the section.
    if (Date.now() - this.at < SETTLED && document.activeElement === document.body) {
      this.at = 0;
      this.renderRoot.querySelector("#head").focus();
    }
  }

  replay(choice) {
    const { t } = this.context;
    return this.doing(async () => {
      const r = await this.context.api.post(`${this.path}/replay`, choice);
      this.acted(t("saidReplayed", { n: r.replayed, posted: r.posted, ignored: r.ignored, failed: r.failed }));
    });
  }

  discard(choice, n, cause) {
    const { t } = this.context;
    this.renderRoot.querySelector("causerie-ask").show({
      title: t("discardTitle", { n }),
      text: cause ? t("discardCause", { cause }) : t("discardText"),
      field: { label: t("reasonLabel"), required: true, help: t("discardHelp") },
      confirm: t("discard"),
      run: async (reason) => {
        const r = await this.context.api.post(`${this.path}/discard`, { ...choice, reason });
        this.failure = null;
        this.acted(t("saidDiscarded", { n: r.discarded }));
      },
    });
  }

  save(cause) {
    return this.doing(async () => {
      const events = [];
      let next = "";
      do {
        const page = await this.context.api.get(
          `${this.path}?fate=failed&limit=${PAGE}&cause=${encodeURIComponent(cause)}${next && `&cursor=${encodeURIComponent(next)}`}`,
        );
        events.push(...page.items);
        next = page.next ?? "";
      } while (next && events.length < MOST);
      download(`${this.connector.name}-failed.json`, JSON.stringify(events, null, 2), "application/json");
      this.done = this.context.t("saidDownloaded", { n: events.length });
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  look(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.search = text.trim()), REST);
  }

  toggle(cause) {
    const open = new Set(this.open);
    if (!open.delete(cause)) {
      open.add(cause);
    }
    this.open = open;
  }

  render() {
    const { t } = this.context;
    const causes = new Map((this.connector.causes ?? []).map((c) => [c.cause, c]));
    const all = [...causes.values()].reduce((n, c) => n + c.events, 0);
    return html`<section aria-labelledby="head" id="failures">
      <div class="head">
        <h2 id="head" tabindex="-1">${all ? t("failuresTitle", { n: all, causes: t("causeCount", { n: causes.size }) }) : t("failuresNone")}</h2>
        ${causes.size > 1
          ? html`<button class="btn" @click=${() => this.replay({ all: true })}>${t("replayAll", { n: all })}</button>`
          : nothing}
      </div>
      <p class="quiet" role="status">${this.done}</p>
      ${trouble(this.failure, t)}
      ${causes.size
        ? html`<div class="field search">
            <label for="search">${t("searchFailed")}</label>
            <input
              id="search"
              type="search"
              autocomplete="off"
              aria-describedby="search-help"
              @input=${(e) => this.look(e.target.value)}
            />
            <small id="search-help">${t("searchHelp")}</small>
          </div>`
        : nothing}
      <div class="panel">
        ${causes.size && this.search
          ? html`<div class="found">${this.events({ search: this.search })}</div>`
          : causes.size
          ? html`<ul>
              ${repeat(
                this.order.filter((c) => causes.has(c)),
                (cause) => cause,
                (cause) => this.cause(causes.get(cause)),
              )}
            </ul>`
          : html`<div class="empty"><b>${t("failuresEmptyTitle")}</b>${t("failuresEmpty")}</div>`}
      </div>
      <causerie-ask .context=${this.context}></causerie-ask>
    </section>`;
  }

  cause(c) {
    const { t, lang } = this.context;
    const open = this.open.has(c.cause);
    const cause = said(c.cause, c.phrases?.cause, lang);
    const { reason, phrases } = this.newest.get(c.cause) ?? {};
    const why = said(reason, phrases?.reason, lang);
    const label = (text) => `${text} (${cause.text})`;
    return html`<li class="cause">
      <h3 lang=${cause.lang}><code>${cause.text}</code></h3>
      <span class="quiet">${t("eventCount", { n: c.events })} · ${t("newestAt")} ${moment(c.newest, lang)}</span>
      ${why.text ? html`<p lang=${why.lang}>${why.text}</p>` : nothing}
      <div class="row">
        <button
          class="btn"
          aria-expanded=${open ? "true" : "false"}
          aria-label=${label(open ? t("hideEvents") : t("showEvents", { n: c.events }))}
          @click=${() => this.toggle(c.cause)}
        >
          ${open ? t("hideEvents") : t("showEvents", { n: c.events })}
        </button>
        <button
          class="btn"
          aria-label=${label(t("replayCount", { n: c.events }))}
          @click=${() => this.replay({ cause: c.cause })}
        >
          ${t("replayCount", { n: c.events })}
        </button>
        <button
          class="btn"
          aria-label=${label(t("discardEllipsis"))}
          @click=${() => this.discard({ cause: c.cause }, c.events, cause.text)}
        >
          ${t("discardEllipsis")}
        </button>
        <button class="btn" aria-label=${label(t("downloadJson"))} @click=${() => this.save(c.cause)}>
          ${t("downloadJson")}
        </button>
      </div>
      ${open ? this.events({ cause: c.cause }) : nothing}
    </li>`;
  }

  events({ cause, search }) {
    return html`<causerie-console-events
      .context=${this.context}
      .path=${this.path}
      .connector=${this.connector.name}
      .cause=${cause}
      .search=${search}
      .told=${cause ? this.newest.get(cause)?.reason : ""}
      .turn=${this.turn}
      @causerie-replay=${(e) => this.replay({ ids: [e.detail] })}
      @causerie-discard=${(e) => this.discard({ ids: [e.detail] }, 1)}
    ></causerie-console-events>`;
  }
}
customElements.define("causerie-console-failures", CauserieConsoleFailures);
