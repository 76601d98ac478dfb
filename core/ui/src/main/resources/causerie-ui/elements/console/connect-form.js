import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Problem } from "/ui/api.js";
import { keyField, written } from "/ui/elements/console/connect-key.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/** What there is to say of kinds that are shipped; another tells of itself by its name. */
const ABOUT = {
  webhook: "kindWebhook",
  cloudevents: "kindCloudevents",
  idoc: "kindIdoc",
  odata: "kindOdata",
  sap: "kindSap",
  sql: "kindSql",
  camel: "kindCamel",
};

/**
 * Asks what is to be connected, and what its kind needs.
 *
 * @fires causerie-drafted with what came of it as `detail`: `{connector, address, files, secrets, problems, written}`
 */
export class CauserieConsoleConnectForm extends LitElement {
  static properties = {
    context: { attribute: false },
    /** What there is to choose from, as the API tells. */
    offers: { attribute: false },
    choice: { state: true },
    way: { state: true },
    closed: { state: true },
    failure: { state: true },
    busy: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      fieldset {
        border: 0;
        margin: 0 0 var(--s4);
        padding: 0;
        min-width: 0;
      }
      legend {
        padding: 0;
        font: 600 var(--text-m) var(--font);
        margin-bottom: var(--s2);
      }
      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(260px, 100%), 1fr));
        gap: var(--s2);
      }
      .choices label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 var(--s2);
        align-items: start;
        align-content: start;
        height: 100%;
        margin: 0;
        padding: var(--s2) var(--s3);
        border: 1px solid var(--line);
        border-radius: var(--r1);
        background: var(--paper);
        cursor: pointer;
      }
      .choices label:has(:checked) {
        border-color: var(--accent);
        box-shadow: inset 0 0 0 1px var(--accent);
      }
      .choices small {
        grid-column: 2;
        overflow-wrap: anywhere;
      }
      input[type="radio"],
      input[type="checkbox"] {
        width: auto;
        margin: 3px 0 0;
        accent-color: var(--accent);
      }
      .tick {
        display: inline-flex;
        gap: var(--s2);
        align-items: baseline;
        margin-right: var(--s4);
      }
      .label {
        display: block;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
        gap: 0 var(--s4);
      }
      summary {
        padding: var(--s2) 0;
        cursor: pointer;
      }
    `,
  ];

  get kind() {
    return this.offers.kinds.find((k) => `kind:${k.name}` === this.choice);
  }

  get entry() {
    return this.offers.gallery.find((e) => `gallery:${e.name}` === this.choice);
  }

  choose(value) {
    this.choice = value;
    this.failure = null;
    const ways = this.kind?.ways ?? [];
    this.way = ways.find((w) => w.endsWith(".hmac")) ?? ways[0];
  }

  /** The keys that are asked at once, and those that hardly anybody needs. */
  keys() {
    const { keys, ways } = this.kind;
    const ofWay = (key, way) => key.name.startsWith(`${way}.`);
    const open = keys.filter((key) => !ways.some((way) => way !== this.way && ofWay(key, way)));
    const first = (key) => key.required || ofWay(key, this.way) || ["id", "type"].includes(key.name);
    return { first: open.filter(first), more: open.filter((key) => !first(key)) };
  }

  /** What is said, as the API takes it. */
  wish(form) {
    if (this.entry) {
      return { gallery: this.entry.name, groups: this.groups(form) };
    }
    const config = {};
    const { first, more } = this.keys();
    for (const key of [...first, ...more]) {
      if (this.isMade(key)) {
        config[key.name] = [];
      } else {
        const values = written(form, key);
        if (values.length && !(values.length === 1 && values[0] === key.fallback)) {
          config[key.name] = values;
        }
      }
    }
    const { system, title, mask } = form.elements;
    return {
      kind: this.kind.name,
      system: system.value.trim(),
      title: title.value.trim(),
      groups: this.groups(form),
      mask: mask.value.split("\n").map((path) => path.trim()).filter(Boolean),
      config,
    };
  }

  groups(form) {
    return this.closed ? [...form.querySelectorAll("[name=group]:checked")].map((box) => box.value) : [];
  }

  isMade(key) {
    return key.secret && this.kind.pushed && key.name.startsWith(`${this.way}.`);
  }

  async submit(event) {
    event.preventDefault();
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.failure = null;
    const { writes } = this.offers;
    try {
      const wish = this.wish(event.target);
      if (this.closed && !wish.groups.length) {
        throw new Problem(400, { type: "invalid-request", detail: this.context.t("chooseGroup") });
      }
      const drafted = await this.context.api.post(writes ? "/setup/systems" : "/setup/drafts", wish);
      this.dispatchEvent(
        new CustomEvent("causerie-drafted", {
          detail: { ...drafted, written: writes, gallery: wish.gallery },
          bubbles: true,
          composed: true,
        }),
      );
    } catch (problem) {
      this.failure = problem;
    } finally {
      this.busy = false;
    }
  }

  render() {
    const { t } = this.context;
    const { kinds, gallery, writes } = this.offers;
    const ready = this.entry || (this.kind && !this.kind.byHand);
    return html`<form @submit=${this.submit}>
      <fieldset>
        <legend>${t("connectWhat")}</legend>
        <div class="choices">
          ${gallery.map((e) => this.option(`gallery:${e.name}`, e.name, e.about, "en"))}
          ${kinds.map((k) => this.option(`kind:${k.name}`, k.name, ABOUT[k.name] ? t(ABOUT[k.name]) : t("kindOther"), t.lang))}
        </div>
      </fieldset>
      ${this.kind?.byHand ? this.byHand() : nothing} ${ready ? this.questions() : nothing}
      ${trouble(this.failure, t)}
      ${ready
        ? html`<button class="btn go" type="submit" aria-disabled=${this.busy ? "true" : "false"}>
              ${writes ? t("connectWrite") : t("connectShow")}
            </button>
            <p class="quiet">${writes ? t("connectWrites") : t("connectShows")}</p>`
        : nothing}
    </form>`;
  }

  option(value, name, about, lang) {
    return html`<label>
      <input type="radio" name="choice" value=${value} .checked=${this.choice === value} @change=${() => this.choose(value)} />
      <span>${name}</span>
      <small lang=${lang}>${about}</small>
    </label>`;
  }

  byHand() {
    const { t } = this.context;
    return html`<div class="note" role="status">
      <b>${t("connectByHand")}</b>
      <p>${t("connectByHandHelp")}</p>
      <p><code>causerie connector new ${this.kind.name}</code></p>
    </div>`;
  }

  questions() {
    const { t } = this.context;
    return html`${this.entry
        ? html`<details>
            <summary>${t("connectClicks")}</summary>
            <pre tabindex="0" role="region" aria-label=${t("connectClicks")} lang="en">${this.entry.readme}</pre>
          </details>`
        : html`<fieldset>
            <legend>${t("connectName")}</legend>
            <div class="fields">
              <div class="field">
                <label for="system">${t("systemName")}</label>
                <input id="system" name="system" required pattern="[a-z0-9][a-z0-9\\-]{0,62}" autocomplete="off" aria-describedby="system-help" />
                <small id="system-help">${t("systemNameHelp")}</small>
              </div>
              <div class="field">
                <label for="title">${t("systemTitle")}</label>
                <input id="title" name="title" maxlength="200" autocomplete="off" />
              </div>
            </div>
          </fieldset>`}
      ${this.readers()} ${this.kind ? this.config() : nothing}`;
  }

  readers() {
    const { t } = this.context;
    const radio = (closed, text) =>
      html`<label class="tick"><input type="radio" name="readers" .checked=${Boolean(this.closed) === closed} @change=${() => (this.closed = closed)} /> ${text}</label>`;
    return html`<fieldset>
      <legend>${t("connectReaders")}</legend>
      <p>${radio(false, t("readersEveryone"))} ${radio(true, t("readersGroups"))}</p>
      ${this.closed
        ? html`<p>
            ${this.offers.groups.map(
              (g) => html`<label class="tick"><input type="checkbox" name="group" value=${g.name} /> ${g.title}</label>`,
            )}
          </p>`
        : nothing}
    </fieldset>`;
  }

  config() {
    const { t } = this.context;
    const { ways, pushed } = this.kind;
    const { first, more } = this.keys();
    const fields = (keys) => html`<div class="fields">
      ${repeat(
        keys,
        // What was typed for one key is not another's.
        (key) => `${this.choice} ${key.name}`,
        (key) => keyField(key, t, this.isMade(key)),
      )}
    </div>`;
    return html`<fieldset>
      <legend>${t("connectConfig")}</legend>
      ${ways.length
        ? html`<div class="field">
            <label for="way">${pushed ? t("wayOfSender") : t("wayOfCauserie")}</label>
            <select id="way" @change=${(e) => (this.way = e.target.value)}>
              ${pushed ? nothing : html`<option value="" .selected=${!this.way}>${t("wayNone")}</option>`}
              ${ways.map((way) => html`<option value=${way} .selected=${way === this.way}>${way.split(".").pop()}</option>`)}
            </select>
          </div>`
        : nothing}
      ${fields(first)}
      <details>
        <summary>${t("moreKeys")}</summary>
        ${fields(more)}
        <div class="field">
          <label for="mask"><code>mask</code></label>
          <textarea id="mask" name="mask" rows="2" aria-describedby="mask-help"></textarea>
          <small id="mask-help">${t("maskHelp")}</small>
        </div>
      </details>
    </fieldset>`;
  }
}
customElements.define("causerie-console-connect-form", CauserieConsoleConnectForm);
