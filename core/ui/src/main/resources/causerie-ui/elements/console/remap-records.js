import { html } from "lit";
import { Comparison } from "/ui/elements/console/comparison.js";

/**
 * What all records of a connector would say with the mapping of today, old and new side by side; and says them so.
 *
 * @attr path where the connector is re-mapped, in the API
 */
export class CauserieConsoleRemapRecords extends Comparison {
  static properties = { path: {} };

  counted = "records";

  texts = {
    title: "remapRecordsTitle",
    text: "remapRecordsText",
    none: "remapRecordsNone",
    same: "remapRecordsSame",
    differ: "remapRecordsDiffer",
    compared: "remapRecordsCompared",
    apply: "remapRecordsApplyEllipsis",
    done: "remapRecordsDone",
  };

  remap(dry) {
    const query = `lang=${this.context.lang}${dry ? "&dry=true" : ""}`;
    return this.context.api.post(`${this.path}/records?${query}`);
  }

  render() {
    const { t } = this.context;
    return html`<h2>${t("remapRecords")}</h2>
      <div class="panel pad">
        <p>${t("remapRecordsLead")}</p>
        <button class="btn" aria-disabled=${this.busy ? "true" : "false"} @click=${this.compare}>${t("compareRecords")}</button>
      </div>
      ${this.outcomes()}
      <causerie-ask .context=${this.context}></causerie-ask>`;
  }

  heading(d) {
    return d.before.title || d.after.title;
  }

  /** How a record is called, where it is, and what is known of it, a line each. */
  words({ title, url, state }) {
    return [title, url, ...state].filter(Boolean).join("\n");
  }
}
customElements.define("causerie-console-remap-records", CauserieConsoleRemapRecords);
