import { LitElement, html, nothing } from "lit";
import "/ui/elements/console/ask.js";
import { comparedStyles, obstacles, sides, unsaid } from "/ui/elements/console/compared.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/**
 * What all records of a connector would say with the mapping of today, old and new side by side; and says them so.
 *
 * @attr path where the connector is re-mapped, in the API
 */
export class CauserieConsoleRemapRecords extends LitElement {
  static properties = {
    context: { attribute: false },
    path: {},
    result: { state: true },
    done: { state: true },
    busy: { state: true },
    failure: { state: true },
  };

  static styles = [shared, consoleStyles, comparedStyles];

  post(dry) {
    const query = `lang=${this.context.lang}${dry ? "&dry=true" : ""}`;
    return this.context.api.post(`${this.path}/records?${query}`);
  }

  async compare() {
    if (this.busy) {
      return;
    }
    Object.assign(this, { result: null, done: null, failure: null, busy: true });
    try {
      this.result = await this.post(true);
    } catch (problem) {
      this.failure = problem;
    } finally {
      this.busy = false;
    }
  }

  ask() {
    const { t } = this.context;
    const n = this.result.different;
    this.renderRoot.querySelector("causerie-ask").show({
      title: t("remapRecordsTitle", { n }),
      text: t("remapRecordsText"),
      confirm: t("remapApply", { n }),
      run: async () => {
        const done = await this.post(false);
        this.result = null;
        this.done = done;
        await this.updateComplete;
        this.renderRoot.querySelector("#outcome").focus();
      },
    });
  }

  render() {
    const { t } = this.context;
    return html`<h2>${t("remapRecords")}</h2>
      <div class="panel pad">
        <p>${t("remapRecordsLead")}</p>
        <button class="btn" aria-disabled=${this.busy ? "true" : "false"} @click=${this.compare}>${t("compareRecords")}</button>
      </div>
      <div class="outcome" role="status" id="outcome" tabindex="-1">${this.outcome()}</div>
      ${trouble(this.failure, t, () => this.compare())}
      ${obstacles((this.result ?? this.done)?.cannot, t)} ${this.result?.different ? this.differences() : nothing}
      <causerie-ask .context=${this.context}></causerie-ask>`;
  }

  outcome() {
    const { t } = this.context;
    if (this.busy) {
      return html`<p>${t("working")}</p>`;
    }
    if (this.done) {
      return html`<p class="st">${t("remapRecordsDone", { n: this.done.different, all: this.done.records })}</p>`;
    }
    const r = this.result;
    if (!r) {
      return nothing;
    }
    if (!r.records) {
      return html`<p>${t("remapRecordsNone")}</p>`;
    }
    if (!r.different) {
      return html`<p class="st">${t("remapRecordsSame", { n: r.records })}</p>`;
    }
    return html`<p>
      <b>${t("remapRecordsDiffer", { n: r.different, all: r.records })}</b>
      ${r.differences.length < r.different ? t("remapFirst", { n: r.differences.length }) : nothing}
    </p>`;
  }

  differences() {
    const { t } = this.context;
    return html`<h3 id="compared">${t("remapRecordsCompared")}</h3>
      <div class="panel">
        <ul aria-labelledby="compared">
          ${this.result.differences.map((d) => this.difference(d))}
        </ul>
      </div>
      <div class="row act">
        <button class="btn go" @click=${this.ask}>${t("remapRecordsApplyEllipsis", { n: this.result.different })}</button>
      </div>`;
  }

  difference(d) {
    const { t } = this.context;
    const [old, now] = [said(d.before), said(d.after)];
    return html`<li>
      <h4><a href="/records/${d.record}">${d.before.title || d.after.title || d.record}</a></h4>
      ${d.deleted ? html`<p class="quiet">${t("remapDeleted")}</p>` : nothing} ${unsaid(old, now, d, t)}
      ${sides(old, now, t)}
    </li>`;
  }
}

/** How a record is called, where it is, and what is known of it, a line each. */
function said({ title, url, state }) {
  return [title, url, ...state].filter(Boolean).join("\n");
}
customElements.define("causerie-console-remap-records", CauserieConsoleRemapRecords);
