import { LitElement, html, nothing } from "lit";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/** Whom two origins give one address, and what operators decided; nothing while there is none. */
export class CauserieConsoleConflicts extends LitElement {
  static properties = {
    context: { attribute: false },
    found: { state: true },
    failure: { state: true },
    said: { state: true },
  };

  static styles = [shared, consoleStyles];

  firstUpdated() {
    this.load();
  }

  async load() {
    this.failure = null;
    try {
      this.found = await this.context.api.get("/conflicts");
    } catch (problem) {
      this.failure = problem;
    }
  }

  async send(act, body) {
    try {
      await this.context.api.post(`/conflicts/${act}`, body);
      this.said = this.context.t("saidDecided");
      await this.load();
    } catch (problem) {
      this.failure = problem;
    }
  }

  conflict(c) {
    const { t } = this.context;
    const { origin, subject } = c;
    const decide = (person) => this.send("decide", { origin, subject, person });
    return html`<li>
      <p>${t("conflictText", { ...c, others: c.others.join(", ") })}
        ${t(c.waits === "person" ? "conflictPerson" : "conflictAddress", { subject })}</p>
      <div class="row">
        ${c.others.map(
          (other) => html`<button class="btn" @click=${() => decide(other)}>${t("isOne", { other })}</button>`,
        )}
        <button class="btn" @click=${() => decide(subject)}>${t("isTwo")}</button>
      </div>
    </li>`;
  }

  decision(d) {
    const { t } = this.context;
    const { origin, subject } = d;
    return html`<li>
      ${t("decided", d)}
      <button class="btn" @click=${() => this.send("reopen", { origin, subject })}>
        ${t("reopenDecision")}
      </button>
    </li>`;
  }

  render() {
    const { t } = this.context;
    const { items = [], decisions = [] } = this.found ?? {};
    return html`${trouble(this.failure, t, () => this.load())}
      ${items.length || decisions.length
        ? html`<section class="panel" aria-label=${t("conflictsTitle")}>
            <h2>${t("conflictsTitle")}</h2>
            <ul>
              ${items.map((c) => this.conflict(c))} ${decisions.map((d) => this.decision(d))}
            </ul>
          </section>`
        : nothing}
      <p class="sr" role="status">${this.said ?? nothing}</p>`;
  }
}
customElements.define("causerie-console-conflicts", CauserieConsoleConflicts);
