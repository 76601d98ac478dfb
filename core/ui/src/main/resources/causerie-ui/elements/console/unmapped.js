import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { moment, trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/** Looked at again when so much time has passed: a type that is new here is news of minutes. */
const STALE = 30000;

/** Types that come to a connector and are not mapped, how often, and the way to a mapping; nothing where there are none. */
export class CauserieConsoleUnmapped extends LitElement {
  static properties = {
    context: { attribute: false },
    connector: { attribute: false },
    found: { state: true },
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
      li {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1) var(--s4);
        align-items: center;
        justify-content: space-between;
        padding: var(--s2) 0;
        border-top: 1px solid var(--line);
      }
      li > div {
        min-width: 0;
      }
      .quiet {
        display: block;
      }
    `,
  ];

  willUpdate(changed) {
    if (changed.has("connector") && !(Date.now() - this.asked < STALE)) {
      this.asked = Date.now();
      this.load();
    }
  }

  async load() {
    try {
      this.found = await this.context.api.get(`/connectors/${encodeURIComponent(this.connector.name)}/unmapped`);
      this.failure = null;
    } catch (problem) {
      this.failure = problem;
    }
  }

  render() {
    const { t } = this.context;
    if (this.failure) {
      return trouble(this.failure, t, () => this.load());
    }
    if (!this.found?.items.length) {
      return nothing;
    }
    const { items, others, newestOnly } = this.found;
    return html`<section aria-labelledby="head">
      <h2 id="head">${t("unmappedTitle")}</h2>
      <div class="panel pad">
        <p class="quiet">${t("unmappedHelp")} ${newestOnly ? t("unmappedNewest") : nothing}</p>
        <ul>
          ${repeat(
            items,
            (item) => item.type,
            (item) => this.item(item),
          )}
        </ul>
        ${others ? html`<p class="quiet">${t("unmappedOthers", { n: others })}</p>` : nothing}
      </div>
    </section>`;
  }

  item({ type, events, newest, event }) {
    const { t, lang } = this.context;
    const bench = new URLSearchParams({ connector: this.connector.name, fate: "ignored", type, event });
    return html`<li>
      <div>
        <code>${type}</code>
        <span class="quiet">${t("eventCount", { n: events })} · ${t("newestAt")} ${moment(newest, lang)}</span>
      </div>
      <a class="btn" href="/console/workbench?${bench}" aria-label=${t("mapTypeOf", { type })}>${t("mapType")}</a>
    </li>`;
  }
}
customElements.define("causerie-console-unmapped", CauserieConsoleUnmapped);
