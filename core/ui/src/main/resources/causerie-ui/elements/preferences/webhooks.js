import { LitElement, html, nothing } from "lit";
import { preferenceStyles } from "/ui/elements/preferences/preference-styles.js";
import { reason, shared } from "/ui/elements/shared.js";
import { translator } from "/ui/i18n.js";
import { said } from "/ui/phrases.js";

/** One's own endpoints outside, to which is posted what one is told. */
export class CauserieWebhooks extends LitElement {
  static properties = {
    api: { attribute: false },
    lang: {},
    /** `{items, offered}` */
    all: { state: true },
    /** What was made last, with its secret, which is never shown again. */
    made: { state: true },
    /** What came of a test: `{id, text, good}`. */
    tested: { state: true },
    problem: { state: true },
  };

  static styles = [shared, preferenceStyles];

  connectedCallback() {
    super.connectedCallback();
    this.attempt(() => this.load());
  }

  async load() {
    this.all = await this.api.get("/me/webhooks");
  }

  async attempt(work) {
    this.problem = null;
    this.tested = null;
    try {
      await work();
    } catch (problem) {
      this.problem = problem;
    }
  }

  add(event) {
    event.preventDefault();
    const form = event.target;
    return this.attempt(async () => {
      this.made = await this.api.post("/me/webhooks", { url: new FormData(form).get("url").trim() });
      form.reset();
      await this.load();
    });
  }

  renew({ id, url }) {
    return this.attempt(async () => {
      this.made = { url, ...(await this.api.post(`/me/webhooks/${id}/secret`)) };
      await this.load();
    });
  }

  end({ id }) {
    return this.attempt(async () => {
      this.made = null;
      await this.api.delete(`/me/webhooks/${id}`);
      await this.load();
    });
  }

  test({ id }, t) {
    return this.attempt(async () => {
      const came = await this.api.post(`/me/webhooks/${id}/test`);
      const text = came.taken ? t("webhookTaken", { status: String(came.status) }) : t("webhookNotTaken", { reason: said(came.failure, came.phrases?.failure, this.lang).text });
      this.tested = { id, text };
    });
  }

  render() {
    const t = translator(this.lang);
    if (!this.all) {
      return this.problem ? html`<section>${this.trouble(t)}</section>` : nothing;
    }
    const { items, offered } = this.all;
    return html`<section>
      <h2>${t("webhooks")}</h2>
      <p>${offered ? t("webhooksHelp") : t("noWebhooks")}</p>
      ${this.made
        ? html`<div class="secret" role="status">
            ${t("webhookSecret", { url: this.made.url })} <br /><code>${this.made.secret}</code>
          </div>`
        : nothing}
      <ul>
        ${items.map((item) => this.row(item, t))}
      </ul>
      ${offered ? this.form(t) : nothing} ${this.trouble(t)}
    </section>`;
  }

  form(t) {
    return html`<form class="row bare" @submit=${this.add}>
      <label class="field wide">${t("webhookUrl")}<input name="url" type="url" required maxlength="2000" autocomplete="off" placeholder="https://" /></label>
      <button class="btn">${t("addWebhook")}</button>
    </form>`;
  }

  row(item, t) {
    const act = (text, run) => html`<button class="btn" aria-label=${`${text}: ${item.url}`} @click=${run}>${text}</button>`;
    return html`<li>
      <span class="about"
        >${item.url}
        <span class="small" role="status"
          >${item.ended ? t("webhookEnded") : nothing} ${this.tested?.id === item.id ? this.tested.text : nothing}</span
        ></span
      >
      ${item.ended ? nothing : act(t("testWebhook"), () => this.test(item, t))}
      ${item.ended ? nothing : act(t("renewSecret"), () => this.renew(item))} ${act(t("removeWebhook"), () => this.end(item))}
    </li>`;
  }

  trouble(t) {
    return this.problem ? html`<div class="error" role="alert"><span>${t("failed", { reason: reason(this.problem, t) })}</span></div>` : nothing;
  }
}
customElements.define("causerie-webhooks", CauserieWebhooks);
