import { LitElement, html, nothing } from "lit";
import "/ui/elements/console/connect-form.js";
import "/ui/elements/console/connect-live.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/**
 * Connects a system that nobody has prepared: what it is, its files, its first event, a mapping, its first post.
 *
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleConnect extends LitElement {
  static properties = {
    context: { attribute: false },
    offers: { state: true },
    drafted: { state: true },
    failure: { state: true },
  };

  static styles = [shared, consoleStyles];

  firstUpdated() {
    this.dispatchEvent(
      new CustomEvent("causerie-title", { detail: this.context.t("connectSystem"), bubbles: true, composed: true }),
    );
    /** Whoever comes back to what she began names it in the address. */
    this.begun = new URLSearchParams(location.search).get("connector");
    this.load();
  }

  async load() {
    this.failure = null;
    try {
      this.offers = await this.context.api.get(`/setup?lang=${this.context.lang}`);
    } catch (problem) {
      this.failure = problem;
    }
  }

  render() {
    const { t } = this.context;
    return html`<p class="crumb"><a href="/console">${t("connectors")}</a></p>
      <div class="top">
        <div>
          <h1>${t("connectSystem")}</h1>
          <p class="lead">${t("connectLead")}</p>
        </div>
      </div>
      ${trouble(this.failure, t, () => this.load())} ${this.offers ? this.body() : this.failure ? nothing : html`<p role="status">${t("loading")}…</p>`}`;
  }

  body() {
    const connector = this.drafted?.connector ?? this.begun;
    return connector
      ? html`<causerie-console-connect-live
          .context=${this.context}
          connector=${connector}
          .drafted=${this.drafted}
          ?writes=${this.offers.writes}
        ></causerie-console-connect-live>`
      : html`<causerie-console-connect-form
          .context=${this.context}
          .offers=${this.offers}
          @causerie-drafted=${(e) => (this.drafted = e.detail)}
        ></causerie-console-connect-form>`;
  }
}
customElements.define("causerie-console-connect", CauserieConsoleConnect);
