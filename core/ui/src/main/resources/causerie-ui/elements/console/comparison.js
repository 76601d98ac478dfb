import { LitElement, html, nothing } from "lit";
import "/ui/elements/console/ask.js";
import { comparedStyles, obstacles, sides, unsaid } from "/ui/elements/console/compared.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/**
 * What things would say with the mapping of today, old and new side by side; and says them so. Whoever extends it
 * says which: `counted`, the name of their number; `texts`, the keys of what is said of them; `remap(dry)`, which asks;
 * `heading(d)` and `words(said)` of one; and draws `outcomes()`.
 */
export class Comparison extends LitElement {
  static properties = {
    context: { attribute: false },
    result: { state: true },
    done: { state: true },
    busy: { state: true },
    failure: { state: true },
  };

  static styles = [shared, consoleStyles, comparedStyles];

  async compare() {
    if (this.busy) {
      return;
    }
    Object.assign(this, { result: null, done: null, failure: null, busy: true });
    try {
      this.result = await this.remap(true);
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
      title: t(this.texts.title, { n }),
      text: t(this.texts.text),
      confirm: t("remapApply", { n }),
      run: async () => {
        const done = await this.remap(false);
        this.result = null;
        this.done = done;
        await this.updateComplete;
        this.renderRoot.querySelector("#outcome").focus();
      },
    });
  }

  /** What was found, what stands in its way, and the differences; `error` is shown where nothing could be asked. */
  outcomes(error = nothing) {
    const { t } = this.context;
    return html`<div class="outcome" role="status" id="outcome" tabindex="-1">${this.outcome()}</div>
      ${error} ${trouble(this.failure, t, () => this.compare())}
      ${obstacles((this.result ?? this.done)?.cannot, t)} ${this.result?.different ? this.differences() : nothing}`;
  }

  outcome() {
    const { t } = this.context;
    if (this.busy) {
      return html`<p>${t("working")}</p>`;
    }
    if (this.done) {
      return html`<p class="st">${t(this.texts.done, { n: this.done.different, all: this.done[this.counted] })}</p>`;
    }
    const r = this.result;
    if (!r) {
      return nothing;
    }
    const all = r[this.counted];
    if (!all) {
      return html`<p>${t(this.texts.none)}</p>`;
    }
    if (!r.different) {
      return html`<p class="st">${t(this.texts.same, { n: all })}</p>`;
    }
    return html`<p>
      <b>${t(this.texts.differ, { n: r.different, all })}</b>
      ${r.differences.length < r.different ? t("remapFirst", { n: r.differences.length }) : nothing}
    </p>`;
  }

  differences() {
    const { t } = this.context;
    return html`<h3 id="compared">${t(this.texts.compared)}</h3>
      <div class="panel">
        <ul aria-labelledby="compared">
          ${this.result.differences.map((d) => this.difference(d))}
        </ul>
      </div>
      <div class="row act">
        <button class="btn go" @click=${this.ask}>${t(this.texts.apply, { n: this.result.different })}</button>
      </div>`;
  }

  difference(d) {
    const { t } = this.context;
    const [old, now] = [this.words(d.before), this.words(d.after)];
    return html`<li>
      <h4><a href="/records/${d.record}">${this.heading(d) || d.record}</a></h4>
      ${d.deleted ? html`<p class="quiet">${t("remapDeleted")}</p>` : nothing} ${unsaid(old, now, d, t)}
      ${sides(old, now, t)}
    </li>`;
  }
}
