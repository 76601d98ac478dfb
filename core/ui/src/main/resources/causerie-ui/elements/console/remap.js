import { css, html, nothing } from "lit";
import { Comparison } from "/ui/elements/console/comparison.js";
import "/ui/elements/console/remap-records.js";

const DAY = 86400000;
const DAYS = 30;

/**
 * What posts of a time, and records, would say with the mapping of today, old and new side by side; and says them so.
 *
 * @attr name the connector's name
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleRemap extends Comparison {
  static properties = {
    name: {},
    range: { state: true },
    bad: { state: true },
  };

  static styles = [
    ...super.styles,
    css`
      .crumb {
        font: var(--text-s) var(--font);
        margin: 0;
      }
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s3);
        align-items: end;
      }
      form .field {
        margin: 0;
      }
      form small {
        min-height: 16px;
      }
      @container (min-width: 620px) {
        form {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto;
          align-items: center;
        }
      }
    `,
  ];

  counted = "posts";

  texts = {
    title: "remapTitle",
    text: "remapText",
    none: "remapNone",
    same: "remapSame",
    differ: "remapDiffer",
    compared: "remapCompared",
    apply: "remapApplyEllipsis",
    done: "remapDone",
  };

  firstUpdated() {
    const { t } = this.context;
    const title = `${t("remap")}: ${this.name}`;
    this.dispatchEvent(new CustomEvent("causerie-title", { detail: title, bubbles: true, composed: true }));
    this.renderRoot.querySelector("#from").value = local(new Date(Date.now() - DAYS * DAY));
  }

  get path() {
    return `/connectors/${encodeURIComponent(this.name)}/remap`;
  }

  /** The range as it was when it was compared; without an end, what comes meanwhile is said by today's mapping anyway. */
  chosen() {
    const value = (id) => this.renderRoot.querySelector(id).value;
    const from = new Date(value("#from"));
    const to = value("#to") ? new Date(value("#to")) : null;
    if (isNaN(from) || isNaN(to ?? 0) || from >= (to ?? new Date())) {
      return null;
    }
    return { from: from.toISOString(), ...(to ? { to: to.toISOString() } : {}) };
  }

  async compare(event) {
    event?.preventDefault();
    if (this.busy) {
      return;
    }
    this.range = this.chosen();
    this.bad = !this.range;
    if (this.bad) {
      Object.assign(this, { result: null, done: null, failure: null });
      this.renderRoot.querySelector("#from").focus();
      return;
    }
    await super.compare();
  }

  remap(dry) {
    const query = `lang=${this.context.lang}${dry ? "&dry=true" : ""}`;
    return this.context.api.post(`${this.path}?${query}`, this.range);
  }

  render() {
    const { t } = this.context;
    const address = `/console/connectors/${encodeURIComponent(this.name)}`;
    return html`<p class="crumb"><a href="/console">${t("connectors")}</a> › <a href=${address}>${this.name}</a></p>
      <div class="top">
        <div>
          <h1>${t("remap")}</h1>
          <p class="lead">${t("remapLead")}</p>
        </div>
      </div>
      <h2>${t("remapPosts")}</h2>
      <div class="panel pad">
        <form @submit=${this.compare}>
          ${this.time("from", t("remapFrom"), t("yourTime"))} ${this.time("to", t("remapTo"), t("remapToHelp"))}
          <button type="submit" class="btn" aria-disabled=${this.busy ? "true" : "false"}>${t("comparePosts")}</button>
        </form>
      </div>
      ${this.outcomes(this.bad ? html`<p class="error" role="alert"><span>${t("remapBadRange")}</span></p>` : nothing)}
      <causerie-console-remap-records .context=${this.context} path=${this.path}></causerie-console-remap-records>
      <causerie-ask .context=${this.context}></causerie-ask>`;
  }

  time(id, label, help) {
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <input
        id=${id}
        type="datetime-local"
        aria-describedby="${id}-help"
        aria-invalid=${this.bad ? "true" : "false"}
        @input=${() => (this.result = null)}
      />
      <small id="${id}-help">${help}</small>
    </div>`;
  }

  heading(d) {
    return d.title;
  }

  /** What a post says: its sentence, changes that the sentence does not quote, words of the source. */
  words({ summary = "", changes, content }) {
    return [summary, ...changes.filter((c) => !summary.includes(c)), content].filter(Boolean).join("\n");
  }
}

/** As a field of date and time wants it. */
function local(date) {
  return new Date(date - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
customElements.define("causerie-console-remap", CauserieConsoleRemap);
