import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { download, fateWord, moment, trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";
import { said, warnings } from "/ui/phrases.js";
import { exact } from "/ui/time.js";

/** JSON in which what is not seen but changes how others are read stands as its escape. */
function visible(json) {
  return json.replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Stored events that failed, of one cause or fitting a text, or that have warnings; the newest first, and each opens
 * to its reason and its body.
 *
 * @fires causerie-replay with an event's id as `detail`
 * @fires causerie-discard with an event's id as `detail`
 */
export class CauserieConsoleEvents extends LitElement {
  static properties = {
    context: { attribute: false },
    path: {},
    connector: {},
    /** Only those of this cause. */
    cause: {},
    /** Only those that fit this text. */
    search: {},
    /** Only those with warnings, whatever became of them. */
    warned: { type: Boolean },
    /** The reason that stands above the list already. */
    told: {},
    turn: { type: Number },
    events: { state: true },
    next: { state: true },
    failure: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      .events {
        margin-top: var(--s3);
        border-top: 1px solid var(--line);
      }
      .events > li {
        border-bottom: 1px solid var(--line);
      }
      .warned {
        margin-bottom: var(--s2);
        color: var(--warn);
      }
      summary {
        padding: 8px 0;
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      details > * + * {
        margin-top: var(--s2);
      }
      details {
        padding-bottom: var(--s1);
      }
      details[open] {
        padding-bottom: var(--s3);
      }
      .older {
        margin-top: var(--s2);
      }
    `,
  ];

  willUpdate(changed) {
    if (changed.has("cause") || changed.has("search") || changed.has("warned") || changed.has("turn")) {
      this.load(false);
    }
  }

  async load(older) {
    this.failure = null;
    const turn = (this.asked = (this.asked ?? 0) + 1);
    const query = new URLSearchParams({ ...(this.warned ? { warned: "true" } : { fate: "failed" }), limit: "20" });
    Object.entries({ cause: this.cause, q: this.search, cursor: older ? this.next : "" }).forEach(
      ([name, value]) => value && query.set(name, value),
    );
    try {
      const page = await this.context.api.get(`${this.path}?${query}`);
      if (turn !== this.asked) {
        return;
      }
      this.events = older ? [...this.events, ...page.items] : page.items;
      this.next = page.next;
    } catch (problem) {
      this.failure = problem;
    }
  }

  tell(name, id) {
    this.dispatchEvent(new CustomEvent(name, { detail: id, bubbles: true, composed: true }));
  }

  render() {
    const { t } = this.context;
    return html`${trouble(this.failure, t, () => this.load(false))}
      ${this.events
        ? html`${this.search
              ? html`<p class="quiet" role="status">
                  ${this.events.length || this.next
                    ? t("searchFound", { n: this.events.length })
                    : t("searchNothing")}
                </p>`
              : nothing}
            <ul class="events">
              ${repeat(
                this.events,
                (e) => e.id,
                (e) => this.event(e),
              )}
            </ul>
            ${this.next
              ? html`<button class="btn older" @click=${() => this.load(true)}>${t("olderEvents")}</button>`
              : nothing}`
        : this.failure
          ? nothing
          : html`<p role="status">${t("loading")}…</p>`}`;
  }

  /** Why it failed, or came to nothing; once. */
  reason(e) {
    const name = e.reason ? "reason" : "cause";
    const { text, lang } = said(e[name], e.phrases?.[name], this.context.lang);
    return text && e[name] !== this.told ? html`<p lang=${lang}>${text}</p>` : nothing;
  }

  event(e) {
    const { t, lang } = this.context;
    const body = e.dataBase64 ?? visible(JSON.stringify(e.data, null, 2));
    const bench = new URLSearchParams({
      connector: this.connector,
      fate: e.fate,
      ...(this.cause ? { cause: this.cause } : {}),
      event: e.id,
    });
    return html`<li>
      <details>
        <summary>
          <code>${e.eventId}</code> ${e.subject ? html`· ${e.subject}` : nothing}
          <span class="quiet">${e.type} · ${moment(e.received, lang)}</span>
          ${this.warned ? html`<span class="quiet">· ${fateWord(e.fate, t)}</span>` : nothing}
        </summary>
        ${this.reason(e)}
        ${e.warnings ? html`<ul class="warned">${warnings(e, lang).map((w) => html`<li lang=${w.lang}>${w.text}</li>`)}</ul>` : nothing}
        <p class="quiet">
          ${t("receivedAt", { date: exact(e.received, lang) })}
          ${e.record ? html`· <a href="/records/${e.record}">${t("openRecord")}</a>` : nothing}
          ${e.comment ? html`· <a href=${`/records/${e.record}#activity=${e.comment.activity}${e.comment.note ? `&note=${e.comment.note}` : ""}`}>${t("openNote")}</a>` : nothing}
        </p>
        <pre tabindex="0" role="region" aria-label=${t("eventBody")}>${body}</pre>
        <div class="row">
          ${e.fate === "failed"
            ? html`<button class="btn" @click=${() => this.tell("causerie-replay", e.id)}>${t("replay")}</button>
                <button class="btn" @click=${() => this.tell("causerie-discard", e.id)}>${t("discardEllipsis")}</button>`
            : nothing}
          <a class="btn" href="/console/workbench?${bench}">${t("openInWorkbench")}</a>
          <button
            class="btn"
            @click=${() => download(`event-${e.id}.json`, JSON.stringify(e, null, 2), "application/json")}
          >
            ${t("downloadJson")}
          </button>
        </div>
      </details>
    </li>`;
  }
}
customElements.define("causerie-console-events", CauserieConsoleEvents);
