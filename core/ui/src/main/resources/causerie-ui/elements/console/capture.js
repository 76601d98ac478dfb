import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { fateWord, trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";
import { exact } from "/ui/time.js";

const CHOICES = [1, 5, 20];
/** As many as can be wanted: what stood among the newest before is old. */
const LOOKED_AT = 20;
const PAUSE = 1000;

/**
 * Waits for the next events of a connector and shows them as they come, masked as the server masks.
 *
 * @fires causerie-captured with an event as `detail`, when it came
 * @fires causerie-chosen with an event as `detail`, when somebody wants to look at it
 */
export class CauserieConsoleCapture extends LitElement {
  static properties = {
    context: { attribute: false },
    connector: {},
    wanted: { state: true },
    waiting: { state: true },
    came: { state: true },
    failure: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      :host {
        container-type: normal;
      }
      .row {
        align-items: end;
      }
      .row .field {
        flex: 1 1 120px;
        margin: 0;
      }
      ul {
        list-style: none;
        margin: 0 0 var(--s2);
        padding: 0;
      }
      li button {
        width: 100%;
        padding: 6px 0;
        text-align: left;
        font: var(--text-s) var(--font);
        color: var(--ink);
        overflow-wrap: anywhere;
        border-radius: 0;
        border-bottom: 1px solid var(--line);
      }
      [role="status"] {
        min-height: 18px;
        margin: var(--s1) 0;
      }
    `,
  ];

  constructor() {
    super();
    Object.assign(this, { wanted: 5, waiting: false, came: null });
  }

  willUpdate(changed) {
    if (changed.has("connector") && changed.get("connector") !== undefined) {
      this.stop();
      this.came = null;
      this.failure = null;
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  stop() {
    this.waiting = false;
    this.turn = (this.turn ?? 0) + 1;
    clearTimeout(this.timer);
  }

  async newest() {
    const page = await this.context.api.get(
      `/connectors/${encodeURIComponent(this.connector)}/events?limit=${LOOKED_AT}`,
    );
    return page.items;
  }

  async start() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    Object.assign(this, { waiting: true, came: null, failure: null });
    try {
      const known = new Set((await this.newest()).map((e) => e.id));
      if (turn === this.turn) {
        this.came = [];
        this.look(turn, known);
      }
    } catch (problem) {
      this.failed(turn, problem);
    }
  }

  failed(turn, problem) {
    if (turn === this.turn) {
      this.stop();
      this.failure = problem;
    }
  }

  async look(turn, known) {
    try {
      const newest = await this.newest();
      if (turn !== this.turn) {
        return;
      }
      for (const event of newest.toReversed()) {
        if (!known.has(event.id) && this.came.length < this.wanted) {
          known.add(event.id);
          this.came = [...this.came, event];
          this.tell("causerie-captured", event);
        }
      }
      if (this.came.length >= this.wanted) {
        this.stop();
      } else {
        this.timer = setTimeout(() => this.look(turn, known), PAUSE);
      }
    } catch (problem) {
      this.failed(turn, problem);
    }
  }

  tell(name, event) {
    this.dispatchEvent(new CustomEvent(name, { detail: event, bubbles: true, composed: true }));
  }

  render() {
    const { t, lang } = this.context;
    const came = this.came ?? [];
    return html`<div class="row" role="group" aria-label=${t("capture")}>
        <div class="field">
          <label for="n">${t("captureHowMany")}</label>
          <select id="n" ?disabled=${this.waiting} @change=${(e) => (this.wanted = Number(e.target.value))}>
            ${CHOICES.map((n) => html`<option value=${n} .selected=${n === this.wanted}>${n}</option>`)}
          </select>
        </div>
        <button class="btn" @click=${() => (this.waiting ? this.stop() : this.start())}>
          ${this.waiting ? t("captureStop") : t("capture")}
        </button>
      </div>
      <p class="quiet" role="status">
        ${this.came === null
          ? nothing
          : this.waiting
            ? t("captureWaiting", { n: came.length, all: this.wanted })
            : t("captured", { n: came.length })}
      </p>
      ${trouble(this.failure, t, () => this.start())}
      ${came.length
        ? html`<ul aria-label=${t("capturedList")}>
            ${repeat(
              came,
              (e) => e.id,
              (e) => html`<li>
                <button @click=${() => this.tell("causerie-chosen", e)}>
                  <code>${e.eventId}</code> · ${e.type} · ${fateWord(e.fate, t)} · ${exact(e.received, lang)}
                </button>
              </li>`,
            )}
          </ul>`
        : nothing}`;
  }
}
customElements.define("causerie-console-capture", CauserieConsoleCapture);
