import { LitElement, css, html, nothing } from "lit";
import { FirstEvents } from "/ui/controllers/first-events.js";
import { Trial, expectedOf } from "/ui/controllers/trial.js";
import "/ui/elements/console/copyable.js";
import "/ui/elements/console/source.js";
import { mappingEditor, problems, resultPart } from "/ui/elements/console/mapping-parts.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { download, fateWord, isRead, moment, trouble } from "/ui/elements/console/words.js";
import { workbenchStyles } from "/ui/elements/console/workbench-styles.js";
import { shared } from "/ui/elements/shared.js";
import { said } from "/ui/phrases.js";

/**
 * From the files of a new system to its first post: what is to be pasted where, the first event, a mapping for it.
 *
 * @attr connector the connector's name
 */
export class CauserieConsoleConnectLive extends LitElement {
  static properties = {
    context: { attribute: false },
    connector: {},
    /** What was drafted or written; absent where somebody comes back to it. */
    drafted: { attribute: false },
    writes: { type: Boolean },
    mapping: { state: true },
    proposed: { state: true },
    saved: { state: true },
    posted: { state: true },
    report: { state: true },
    busy: { state: true },
    failure: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    workbenchStyles,
    css`
      section.panel {
        margin-bottom: var(--s4);
        padding: var(--s4);
      }
      .wait::before {
        content: "";
        display: inline-block;
        width: 8px;
        height: 8px;
        margin-right: 8px;
        border-radius: 50%;
        box-shadow: inset 0 0 0 2px var(--ink-3);
      }
    `,
  ];

  constructor() {
    super();
    this.mapping = "";
    this.first = new FirstEvents(this);
    this.trial = new Trial(this, () => ({
      mapping: this.mapping,
      event: this.event ? JSON.stringify(this.cloudEvent()) : "",
      before: "",
      connector: this.isMapped ? this.connector : undefined,
      own: this.isMapped,
    }));
  }

  firstUpdated() {
    this.first.begin(this.connector);
    // What was filled in is gone: whoever goes by the keyboard goes on with what came of it.
    if (this.drafted) {
      const heads = this.renderRoot.querySelectorAll("#paste, #files, #waiting");
      heads[0].tabIndex = -1;
      heads[0].focus();
    }
  }

  /** The event that is looked at: the newest. */
  get event() {
    return this.first.events[0];
  }

  cloudEvent() {
    const { source, type, eventId: id, subject, time, data } = this.event;
    return { specversion: "1.0", id, source, type, subject, time, data };
  }

  get isMapped() {
    return this.first.mappings.length > 0;
  }

  updated() {
    const { event } = this;
    const state = `${event?.id}:${this.isMapped}`;
    if (event && state !== this.tried && !this.busy) {
      this.tried = state;
      // What she has not touched is made anew of all that has come: the first event rarely shows everything.
      if (!this.isMapped && this.mapping === (this.proposed?.mapping ?? "")) {
        this.propose();
      } else {
        this.trial.soon(0);
      }
    }
  }

  /** Does something that may fail; once at a time. */
  async doing(work) {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.failure = null;
    try {
      await work();
    } catch (problem) {
      this.failure = problem;
    } finally {
      this.busy = false;
    }
  }

  propose() {
    return this.doing(async () => {
      this.proposed = await this.context.api.get(`${this.first.path}/mappings/proposal`);
      this.write(this.proposed.mapping);
    });
  }

  write(text) {
    this.mapping = text;
    this.trial.soon();
  }

  get file() {
    return `mappings/${this.connector}.yaml`;
  }

  putInForce() {
    return this.doing(() => this.context.api.put(`${this.first.path}/mappings`, { file: this.file, text: this.mapping }));
  }

  post() {
    return this.doing(async () => {
      this.posted = await this.first.post();
    });
  }

  /** Asks a source that is polled, before it is time. */
  check() {
    return this.doing(async () => {
      this.report = await this.context.api.post(`${this.first.path}/check`);
    });
  }

  /** The event and what must come of it, as a case of the configuration. */
  keep() {
    const expected = expectedOf(this.trial.preview);
    const event = this.cloudEvent();
    return this.doing(async () => {
      if (this.writes) {
        const name = `first-${this.event.id.toLowerCase()}`;
        const { files } = await this.context.api.post(`${this.first.path}/cases`, { name, event, expected });
        this.saved = this.context.t("caseWritten", { file: files[0] });
      } else {
        download("event.json", JSON.stringify(event, null, 2), "application/json");
        download("expected.json", `${JSON.stringify(expected, null, 2)}\n`, "application/json");
        this.saved = this.context.t("caseSaved", { connector: this.connector });
      }
    });
  }

  render() {
    const { t } = this.context;
    return html`${this.drafted ? this.paste() : nothing} ${this.waiting()}
      ${trouble(this.failure ?? this.first.failure ?? this.trial.failure, t)}
      ${this.event ? html`<div class="bench">${this.eventPart()} ${this.isMapped ? nothing : this.mappingPart()} ${this.resultPart()}</div>` : nothing}
      ${this.isMapped && this.event ? this.livePart() : nothing}`;
  }

  paste() {
    const { t } = this.context;
    const { address, secrets, files, written, gallery, problems: wrong } = this.drafted;
    const part = (label, text, file) =>
      html`<causerie-console-copyable .context=${this.context} label=${label} .text=${text} .file=${file}></causerie-console-copyable>`;
    return html`${address
        ? html`<section class="panel" aria-labelledby="paste">
            <h2 id="paste">${t("pasteTitle")}</h2>
            ${part(t("pasteAddress"), address)}
            ${secrets.map((s) => part(secrets.length > 1 ? s.file : t("pasteSecret"), s.text))}
            ${secrets.length ? html`<p class="quiet">${t("secretOnce")}</p>` : nothing}
          </section>`
        : nothing}
      ${written
        ? nothing
        : html`<section class="panel" aria-labelledby="files">
            <h2 id="files">${t("filesTitle")}</h2>
            <p>${t("filesHelp")}</p>
            ${gallery ? html`<p>${t("filesOfGallery")} <code>causerie mapping copy ${gallery}</code></p>` : nothing}
            ${wrong?.length
              ? html`<ul class="problems">
                  ${wrong.map((p) => html`<li lang="en">${p.file}:${p.line} ${p.message}</li>`)}
                </ul>`
              : nothing}
            ${files.map((f) => part(f.file, f.text, f.file.split("/").pop()))}
            ${secrets.map((s) => part(s.file, s.text, s.file.split("/").pop()))}
          </section>`}`;
  }

  waiting() {
    const { t } = this.context;
    const { there } = this.first;
    const text =
      there === undefined
        ? `${t("loading")}…`
        : !there
          ? this.writes || !this.drafted
            ? t("waitForce")
            : t("waitFiles")
          : this.event
            ? t("cameFirst", { n: this.first.events.length })
            : t("waitFirst");
    return html`<p class=${this.event ? "" : "wait"} role="status" id="waiting" tabindex="-1">${text}</p>
      ${isRead(there ?? {})
        ? html`<div class="row drop">
            <button class="btn" @click=${this.check}>${t("checkSource")}</button>
          </div>`
        : nothing}
      ${this.report
        ? html`<causerie-console-source .context=${this.context} .report=${this.report}></causerie-console-source>`
        : nothing}`;
  }

  eventPart() {
    const { t, lang } = this.context;
    const e = this.event;
    const why = said(e.reason, e.phrases?.reason, lang);
    return html`<section class="panel" aria-labelledby="event">
      <h2 id="event">${t("theEvent")}</h2>
      <p><code>${e.type}</code> <span class="quiet">${moment(e.received, lang)} · ${fateWord(e.fate, t)}</span></p>
      ${why.text && !this.isMapped ? html`<p class="quiet" lang=${why.lang}>${why.text}</p>` : nothing}
      <pre tabindex="0" role="region" aria-label=${t("eventBody")}>${e.dataBase64 ?? JSON.stringify(e.data, null, 2)}</pre>
    </section>`;
  }

  mappingPart() {
    const { t } = this.context;
    const { preview } = this.trial;
    const wrong = preview?.problems ?? [];
    return html`<section class="panel" aria-labelledby="mapping">
      <h2 id="mapping">${t("theMapping")}</h2>
      <p class="quiet" role="status">${this.proposed ? t("proposedFrom", { ...this.proposed, n: this.proposed.events }) : nothing}</p>
      ${mappingEditor(t, this.mapping, preview, 20, (text) => this.write(text))}
      ${problems(preview, t, (line, column) => this.renderRoot.querySelector("#editor").go(line, column))}
      <div class="row">
        <button class="btn" @click=${this.propose}>${t("proposeMapping")}</button>
        ${this.writes
          ? html`<button class="btn go" ?disabled=${!this.mapping.trim() || wrong.length > 0} @click=${this.putInForce}>${t("putInForce")}</button>`
          : html`<button class="btn go" @click=${() => download(`${this.connector}.yaml`, this.mapping, "application/yaml")}>${t("downloadMapping")}</button>`}
      </div>
      <p class="quiet">${this.writes ? t("putInForceHelp", { file: this.file }) : t("saveMappingHelp", { file: this.file })}</p>
    </section>`;
  }

  resultPart() {
    const { t } = this.context;
    const { preview } = this.trial;
    return resultPart(
      this.context,
      this.trial,
      `${t("loading")}…`,
      html`${preview?.outcome
          ? html`<div class="case"><button class="btn" @click=${this.keep}>${t("saveCase")}</button></div>`
          : nothing}
        <p class="quiet" role="status">${this.saved}</p>`,
    );
  }

  livePart() {
    const { t } = this.context;
    const waits = this.first.events.filter((e) => e.fate !== "posted").length;
    const record = this.first.events.find((e) => e.record)?.record;
    return html`<section class="panel" aria-labelledby="live">
      <h2 id="live" tabindex="-1">${t("liveTitle")}</h2>
      <p>${t("liveText")}</p>
      <div class="row">
        ${waits && this.posted === undefined
          ? html`<button class="btn go" @click=${this.post}>${t("postWhatCame", { n: waits })}</button>`
          : nothing}
        ${record ? html`<a class="btn" href="/records/${record}">${t("openRecord")}</a>` : nothing}
        <a class="btn" href="/console/connectors/${encodeURIComponent(this.connector)}">${t("openConnector")}</a>
      </div>
      <p role="status">${this.posted === undefined ? nothing : t("saidPosted", { n: this.posted })}</p>
    </section>`;
  }
}
customElements.define("causerie-console-connect-live", CauserieConsoleConnectLive);
