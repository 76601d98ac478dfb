import { LitElement, html, nothing } from "lit";
import { preferenceStyles } from "/ui/elements/preferences/preference-styles.js";
import { reason, shared } from "/ui/elements/shared.js";
import { translator } from "/ui/i18n.js";

/** Reasons and channels, with the texts that say them. */
const REASONS = [
  ["mention", "told_mention"],
  ["reply", "told_reply"],
  ["assignment", "told_assignment"],
  ["group-mention", "told_group-mention"],
  ["follow", "told_follow"],
  ["rule", "told_rule"],
];
const CHANNELS = [
  ["page", "channel_page"],
  ["webhook", "channel_webhook"],
];
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** The first Monday of a year, for the names of days. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAY = 86400000;

/** How one wants to be told, when one works, and when one is away. */
export class CauseriePreferences extends LitElement {
  static properties = {
    api: { attribute: false },
    lang: {},
    /** Whether she comes from outside, and has no webhook. */
    guest: { type: Boolean },
    said: { state: true },
    problem: { state: true },
    saved: { state: true },
  };

  static styles = [shared, preferenceStyles];

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.said = await this.api.get("/me/preferences");
    });
  }

  async attempt(work) {
    this.problem = null;
    this.saved = false;
    try {
      await work();
    } catch (problem) {
      this.problem = problem;
    }
  }

  save(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const text = (name) => String(form.get(name) ?? "").trim();
    const quiet = text("quietFrom") && text("quietUntil") ? { from: text("quietFrom"), until: text("quietUntil") } : undefined;
    const line = text("line") || undefined;
    const absence = text("from") && text("until") ? { from: text("from"), until: text("until"), line } : undefined;
    const wanted = {
      zone: text("zone"),
      told: { page: ["mention", ...form.getAll("page")], webhook: form.getAll("webhook") },
      workingDays: form.getAll("day"),
      quiet,
      absence,
    };
    return this.attempt(async () => {
      const headers = { "If-Match": `"v${this.said.version}"` };
      this.said = await this.api.send("PUT", "/me/preferences", { body: wanted, headers });
      this.saved = true;
    });
  }

  render() {
    const t = translator(this.lang);
    if (!this.said) {
      return this.problem ? html`<section>${this.trouble(t)}</section>` : nothing;
    }
    return html`<form @submit=${this.save} @input=${() => (this.saved = false)}>
      <h2 id="told">${t("beingTold")}</h2>
      <p>${t("beingToldHelp")}</p>
      ${this.reasons(t)}
      <h3>${t("workingTime")}</h3>
      <p>${this.guest ? t("workingTimeGuest") : t("workingTimeHelp")}</p>
      ${this.time(t)}
      <h3>${t("absence")}</h3>
      <p>${t("absenceHelp")}</p>
      ${this.away(t)} ${this.trouble(t)}
      <div class="foot">
        <button class="save">${t("savePreferences")}</button>
        <span role="status">${this.saved ? t("preferencesSaved") : nothing}</span>
      </div>
    </form>`;
  }

  reasons(t) {
    const channels = this.guest ? CHANNELS.slice(0, 1) : CHANNELS;
    return html`<table aria-labelledby="told">
      <thead>
        <tr>
          <th scope="col">${t("toldWhen")}</th>
          ${channels.map(([, text]) => html`<th scope="col">${t(text)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${REASONS.map(
          ([why, text]) => html`<tr>
            <th scope="row">${t(text)}</th>
            ${channels.map(([channel, by]) => html`<td>${this.tick(channel, why, `${t(text)}: ${t(by)}`)}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  tick(channel, why, label) {
    const t = translator(this.lang);
    const fixed = channel === "page" && why === "mention";
    return html`<label class="tick">
      <input
        type="checkbox"
        name=${channel}
        value=${why}
        aria-label=${label}
        ?disabled=${fixed}
        title=${fixed ? t("mentionStays") : nothing}
        .checked=${this.said.told[channel].includes(why)}
      />
    </label>`;
  }

  time(t) {
    const name = new Intl.DateTimeFormat(this.lang, { weekday: "long", timeZone: "UTC" });
    const { zone, quiet, workingDays } = this.said;
    return html`<fieldset>
        <legend>${t("workingDays")}</legend>
        ${DAYS.map(
          (day, i) => html`<label class="tick">
            <input type="checkbox" name="day" value=${day} .checked=${workingDays.includes(day)} />${name.format(MONDAY + i * DAY)}
          </label>`,
        )}
      </fieldset>
      <div class="row">
        <label class="field">${t("quietFrom")}<input type="time" name="quietFrom" .value=${quiet?.from ?? ""} /></label>
        <label class="field">${t("quietUntil")}<input type="time" name="quietUntil" .value=${quiet?.until ?? ""} /></label>
        <label class="field wide"
          >${t("timeZone")}<input name="zone" required autocomplete="off" list="zones" .value=${zone} /><datalist id="zones">
            ${Intl.supportedValuesOf("timeZone").map((one) => html`<option value=${one}></option>`)}
          </datalist></label
        >
      </div>`;
  }

  away(t) {
    const { absence } = this.said;
    return html`<div class="row">
      <label class="field">${t("awayFrom")}<input type="date" name="from" .value=${absence?.from ?? ""} /></label>
      <label class="field">${t("awayUntil")}<input type="date" name="until" .value=${absence?.until ?? ""} /></label>
      <label class="field wide"
        >${t("awayLine")}<input name="line" maxlength="200" autocomplete="off" dir="auto" .value=${absence?.line ?? ""}
      /></label>
    </div>`;
  }

  trouble(t) {
    return this.problem ? html`<div class="error" role="alert"><span>${t("failed", { reason: reason(this.problem, t) })}</span></div>` : nothing;
  }
}
customElements.define("causerie-preferences", CauseriePreferences);
