import { LitElement, css, html, nothing } from "lit";
import "/ui/elements/console/ask.js";
import { comparedStyles, obstacles, sides, unsaid } from "/ui/elements/console/compared.js";
import "/ui/elements/console/remap-records.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

const DAY = 86400000;
const DAYS = 30;

/**
 * What posts of a time, and records, would say with the mapping of today, old and new side by side; and says them so.
 *
 * @attr name the connector's name
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleRemap extends LitElement {
  static properties = {
    context: { attribute: false },
    name: {},
    range: { state: true },
    result: { state: true },
    done: { state: true },
    busy: { state: true },
    bad: { state: true },
    failure: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    comparedStyles,
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
    Object.assign(this, { result: null, done: null, failure: null, bad: false });
    this.range = this.chosen();
    if (!this.range) {
      this.bad = true;
      this.renderRoot.querySelector("#from").focus();
      return;
    }
    this.busy = true;
    try {
      this.result = await this.context.api.post(`${this.path}?dry=true&lang=${this.context.lang}`, this.range);
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
      title: t("remapTitle", { n }),
      text: t("remapText"),
      confirm: t("remapApply", { n }),
      run: async () => {
        const done = await this.context.api.post(`${this.path}?lang=${this.context.lang}`, this.range);
        this.result = null;
        this.done = done;
        await this.updateComplete;
        this.renderRoot.querySelector("#outcome").focus();
      },
    });
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
      <div class="outcome" role="status" id="outcome" tabindex="-1">${this.outcome()}</div>
      ${this.bad ? html`<p class="error" role="alert"><span>${t("remapBadRange")}</span></p>` : nothing}
      ${trouble(this.failure, t, () => this.compare())}
      ${obstacles((this.result ?? this.done)?.cannot, t)}
      ${this.result?.different ? this.differences() : nothing}
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

  outcome() {
    const { t } = this.context;
    if (this.busy) {
      return html`<p>${t("working")}</p>`;
    }
    if (this.done) {
      return html`<p class="st">${t("remapDone", { n: this.done.different, all: this.done.posts })}</p>`;
    }
    const r = this.result;
    if (!r) {
      return nothing;
    }
    if (!r.posts) {
      return html`<p>${t("remapNone")}</p>`;
    }
    if (!r.different) {
      return html`<p class="st">${t("remapSame", { n: r.posts })}</p>`;
    }
    return html`<p>
      <b>${t("remapDiffer", { n: r.different, all: r.posts })}</b>
      ${r.differences.length < r.different ? t("remapFirst", { n: r.differences.length }) : nothing}
    </p>`;
  }

  differences() {
    const { t } = this.context;
    return html`<h3 id="compared">${t("remapCompared")}</h3>
      <div class="panel">
        <ul aria-labelledby="compared">
          ${this.result.differences.map((d) => this.difference(d))}
        </ul>
      </div>
      <div class="row act">
        <button class="btn go" @click=${this.ask}>${t("remapApplyEllipsis", { n: this.result.different })}</button>
      </div>`;
  }

  difference(d) {
    const { t } = this.context;
    const [old, now] = [words(d.before), words(d.after)];
    return html`<li>
      <h4><a href="/records/${d.record}">${d.title || d.record}</a></h4>
      ${unsaid(old, now, d, t)} ${sides(old, now, t)}
    </li>`;
  }
}

/** What a post says: its sentence, changes that the sentence does not quote, words of the source. */
function words({ summary = "", changes, content }) {
  return [summary, ...changes.filter((c) => !summary.includes(c)), content].filter(Boolean).join("\n");
}

/** As a field of date and time wants it. */
function local(date) {
  return new Date(date - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
customElements.define("causerie-console-remap", CauserieConsoleRemap);
