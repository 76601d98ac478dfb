import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import "/ui/elements/console/ask.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import "/ui/elements/console/table.js";
import { clock } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";
import { said } from "/ui/phrases.js";

/** What an operator has a word in. */
const HELD = ["dead", "in-doubt"];

/**
 * What goes outside and the jobs that follow a commit: those that wait for an operator first, and on demand
 * all that are not done.
 *
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleDeliveries extends LitElement {
  static properties = {
    context: { attribute: false },
    state: { state: true },
    result: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      .row {
        margin-bottom: var(--s3);
      }
      .failure {
        display: block;
      }
    `,
  ];

  constructor() {
    super();
    this.state = "dead";
  }

  firstUpdated() {
    this.dispatchEvent(
      new CustomEvent("causerie-title", { detail: this.context.t("deliveries"), bubbles: true, composed: true }),
    );
  }

  table() {
    return this.renderRoot.querySelector("causerie-console-table");
  }

  retry(delivery) {
    const { t } = this.context;
    this.ask().show({
      title: t("deliveryRetryTitle"),
      text: delivery.state === "in-doubt" ? t("deliveryRetryDoubt") : t("deliveryRetryDead"),
      confirm: t("deliveryRetry"),
      run: async () => {
        await this.context.api.post("/deliveries/retry", { ids: [delivery.id] });
        this.gone(delivery, t("deliveryRetried"));
      },
    });
  }

  discard(delivery) {
    const { t } = this.context;
    this.ask().show({
      title: t("deliveryDiscardTitle"),
      text: t("deliveryDiscardText"),
      confirm: t("discard"),
      field: { label: t("deliveryWhy"), help: t("deliveryDiscardHelp"), required: true },
      run: async (reason) => {
        await this.context.api.post("/deliveries/discard", { ids: [delivery.id], reason });
        this.gone(delivery, t("deliveryDiscarded"));
      },
    });
  }

  ask() {
    return this.renderRoot.querySelector("causerie-ask");
  }

  gone(delivery, result) {
    this.table().drop((d) => d.id === delivery.id);
    this.result = result;
  }

  words() {
    const { t } = this.context;
    return {
      due: t("deliveryDue"),
      claimed: t("deliveryClaimed"),
      "in-doubt": t("deliveryInDoubt"),
      dead: t("deliveryDead"),
      done: t("deliveryDone"),
    };
  }

  columns() {
    const { t, lang } = this.context;
    const words = this.words();
    return [
      { head: t("deliveryChannel"), cell: (d) => d.channel },
      { head: t("deliveryState"), cell: (d) => words[d.state] ?? d.state },
      { head: t("deliveryTarget"), cell: (d) => [d.target, d.subject].filter(Boolean).join(", ") || "–", wide: true },
      { head: t("deliveryAttempts"), cell: (d) => d.attempts },
      { head: t("since"), cell: (d) => clock(d.added, lang) },
      { head: t("deliveryFailure"), cell: (d) => this.failure(d), wide: true },
      { head: t("what"), cell: (d) => this.buttons(d), hidden: true },
    ];
  }

  failure(delivery) {
    if (!delivery.failure) {
      return "–";
    }
    const why = said(delivery.failure, delivery.phrases?.failure, this.context.t.lang);
    return html`<span class="failure" lang=${why.lang}>${why.text}</span>`;
  }

  buttons(delivery) {
    const { t } = this.context;
    if (!HELD.includes(delivery.state)) {
      return nothing;
    }
    const of = { channel: delivery.channel, subject: delivery.subject || delivery.id };
    return html`<button class="btn" aria-label=${t("deliveryRetryOf", of)} @click=${() => this.retry(delivery)}>
        ${t("deliveryRetry")}…
      </button>
      <button class="btn" aria-label=${t("deliveryDiscardOf", of)} @click=${() => this.discard(delivery)}>
        ${t("discardEllipsis")}
      </button>`;
  }

  render() {
    const { t } = this.context;
    const words = this.words();
    const choices = [["dead", words.dead], ["in-doubt", words["in-doubt"]], ["", t("deliveryOpen")]];
    return html`<div class="top">
        <div>
          <h1>${t("deliveries")}</h1>
          <p class="lead">${t("deliveriesLead")}</p>
        </div>
      </div>
      <div class="row" role="group" aria-label=${t("deliveryState")}>
        ${choices.map(
          ([state, word]) =>
            html`<button
              class="btn"
              aria-pressed=${this.state === state ? "true" : "false"}
              @click=${() => (this.state = state)}
            >
              ${word}
            </button>`,
        )}
      </div>
      ${repeat([this.state], (state) => state, (state) => this.list(state))}
      <p role="status">${this.result}</p>
      <causerie-ask .context=${this.context}></causerie-ask>`;
  }

  /** Another list is another element: each begins at its first page. */
  list(state) {
    const { t } = this.context;
    return html`<causerie-console-table
      .context=${this.context}
      path=${state ? `/deliveries?state=${state}` : "/deliveries"}
      caption=${t("deliveriesLead")}
      .columns=${this.columns()}
      .empty=${{ title: t("deliveriesEmptyTitle"), text: t("deliveriesEmpty") }}
      .loaded=${(n) => t("deliveriesLoaded", { n })}
      more=${t("olderDeliveries")}
    ></causerie-console-table>`;
  }
}
customElements.define("causerie-console-deliveries", CauserieConsoleDeliveries);
