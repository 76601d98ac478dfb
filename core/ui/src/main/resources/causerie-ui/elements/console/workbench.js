import { LitElement, html, nothing } from "lit";
import { MappingDraft } from "/ui/controllers/mapping-draft.js";
import { Trial, expectedOf } from "/ui/controllers/trial.js";
import "/ui/elements/console/capture.js";
import "/ui/elements/console/editor.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { workbenchStyles } from "/ui/elements/console/workbench-styles.js";
import { mappingEditor, ownMapping, problems, resultPart } from "/ui/elements/console/mapping-parts.js";
import { download, trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";
import { said } from "/ui/phrases.js";
import { exact } from "/ui/time.js";

const EXAMPLE = `record: { type: Order, id: .id, version: .version, title: '"Order \\(.id)"' }
track:
  - { field: status, label: { en: Status, fr: Statut } }
posts:
  - { when: created, summary: { en: "{record} is new", fr: "{record} est nouveau" } }
  - { when: changed, summary: { en: "{changes}", fr: "{changes}" } }
`;

/**
 * Tries a mapping on an event while it is written; nothing is stored on the server.
 *
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleWorkbench extends LitElement {
  static properties = {
    context: { attribute: false },
    connectors: { state: true },
    connector: { state: true },
    fate: { state: true },
    events: { state: true },
    chosen: { state: true },
    event: { state: true },
    before: { state: true },
    failure: { state: true },
    saved: { state: true },
    proposed: { state: true },
    written: { state: true },
    ready: { state: true },
  };

  static styles = [shared, consoleStyles, workbenchStyles];

  constructor() {
    super();
    Object.assign(this, { fate: "", events: [], chosen: "", event: "", before: "" });
    this.mapping = new MappingDraft(this);
    this.trial = new Trial(this, () => ({
      mapping: this.mapping.text,
      event: this.event,
      before: this.before,
      connector: this.connector,
    }));
  }

  async firstUpdated() {
    const { t, api } = this.context;
    this.dispatchEvent(new CustomEvent("causerie-title", { detail: t("workbench"), bubbles: true, composed: true }));
    const asked = new URLSearchParams(location.search);
    this.cause = asked.get("cause");
    this.fate = this.cause ? "failed" : (asked.get("fate") ?? "");
    try {
      this.connectors = (await api.get("/connectors")).items.map((c) => c.name);
      this.writes = (await api.get("/setup")).writes;
      const wanted = asked.get("connector") ?? this.connectors[0];
      if (wanted) {
        await this.use(wanted, asked.get("event"), asked.get("type"));
      }
    } catch (problem) {
      this.failure = problem;
    }
    // Not before: what is typed earlier would be replaced by what comes.
    this.ready = true;
  }

  /**
   * Goes to a connector, its mappings and events.
   *
   * @param type of events that no mapping is meant for yet: one of their own is begun
   */
  async use(connector, event, type) {
    this.connector = connector;
    this.mapping.begin(connector, []);
    try {
      const { items } = await this.context.api.get(`/connectors/${encodeURIComponent(connector)}/mappings`);
      if (this.connector !== connector) {
        return;
      }
      this.mapping.begin(connector, items, type);
      this.trial.soon(0);
    } catch (problem) {
      this.failure = problem;
      return;
    }
    await this.list(event);
    if (type && this.mapping.empty) {
      await this.propose();
    }
  }

  /** Why an event came to nothing; what is wrong with one that failed is seen when it is tried. */
  ignored(event) {
    if (event?.fate !== "ignored" || !event.reason) {
      return nothing;
    }
    const why = said(event.reason, event.phrases?.reason, this.context.lang);
    return html`<small id="ignored-for" lang=${why.lang}>${why.text}</small>`;
  }

  pick(file) {
    this.mapping.pick(file);
    this.trial.soon(0);
  }

  /** Lists stored events, and takes the one that is wanted, else the newest. */
  async list(wanted) {
    this.failure = null;
    this.events = [];
    try {
      const events = `/connectors/${encodeURIComponent(this.connector)}/events`;
      const query = new URLSearchParams({ limit: "50" });
      Object.entries({ fate: this.fate, cause: this.cause }).forEach(([k, v]) => v && query.set(k, v));
      this.events = (await this.context.api.get(`${events}?${query}`)).items;
      if (wanted && !this.events.some((e) => e.id === wanted)) {
        this.captured(await this.context.api.get(`${events}/${encodeURIComponent(wanted)}`));
      }
      this.choose(this.events.find((e) => e.id === wanted) ?? this.events[0]);
    } catch (problem) {
      this.failure = problem;
    }
  }

  /** Puts a stored event there to try the mapping on. */
  choose(event) {
    this.chosen = event?.id ?? "";
    if (event) {
      const { source, type, eventId: id, subject, time, data, dataBase64 } = event;
      this.event = dataBase64
        ? dataBase64
        : JSON.stringify({ specversion: "1.0", id, source, type, subject, time, data }, null, 2);
    }
    this.trial.soon(0);
  }

  write(text) {
    this.written = undefined;
    this.mapping.write(text);
    this.trial.soon();
  }

  /** What came just now stands first among the stored events. */
  captured(event) {
    this.events = [event, ...this.events.filter((e) => e.id !== event.id)];
  }

  /** The files of a case, as `causerie check` reads them. */
  save() {
    const expected = expectedOf(this.trial.preview);
    download("event.json", this.event, "application/json");
    if (this.before.trim()) {
      download("before.json", this.before, "application/json");
    }
    download("expected.json", `${JSON.stringify(expected, null, 2)}\n`, "application/json");
    this.saved = this.trial.preview;
  }

  async open(input) {
    const [file] = input.files;
    if (file) {
      this.write(await file.text());
    }
  }

  render() {
    const { t } = this.context;
    return html`<div class="top">
        <div>
          <h1>${t("workbench")}</h1>
          <p class="lead">${t("workbenchLead")}</p>
        </div>
      </div>
      ${trouble(this.failure ?? this.trial.failure, t, () => ((this.failure = null), this.trial.soon(0)))}
      ${this.ready
        ? html`<div class="bench">${this.eventPart()} ${this.mappingPart()} ${this.resultPart()}</div>`
        : html`<p role="status">${t("loading")}…</p>`}`;
  }

  eventPart() {
    const { t, lang } = this.context;
    const ignored = this.ignored(this.events.find((e) => e.id === this.chosen));
    return html`<section class="panel" aria-labelledby="event">
      <h2 id="event">${t("theEvent")}</h2>
      <div class="choose">
        <div class="field">
          <label for="connector">${t("connector")}</label>
          <select id="connector" @change=${(e) => this.use(e.target.value)}>
            ${(this.connectors ?? []).map(
              (name) => html`<option value=${name} .selected=${name === this.connector}>${name}</option>`,
            )}
          </select>
        </div>
        <div class="field">
          <label for="fate">${t("whichEvents")}</label>
          <select id="fate" @change=${(e) => this.filter(e.target.value)}>
            ${[
              ["", t("fateAll")],
              ["failed", t("failedFate")],
              ["ignored", t("ignored")],
              ["posted", t("posted")],
            ].map(([value, text]) => html`<option value=${value} .selected=${value === this.fate}>${text}</option>`)}
          </select>
        </div>
      </div>
      ${this.connector
        ? html`<causerie-console-capture
            .context=${this.context}
            .connector=${this.connector}
            @causerie-captured=${(e) => this.captured(e.detail)}
            @causerie-chosen=${(e) => this.choose(e.detail)}
          ></causerie-console-capture>`
        : nothing}
      <div class="field">
        <label for="stored">${t("storedEvent")}</label>
        <select
          id="stored"
          aria-describedby=${ignored === nothing ? nothing : "ignored-for"}
          ?disabled=${!this.events.length}
          @change=${(e) => this.choose(this.events.find((x) => x.id === e.target.value))}
        >
          ${this.events.length
            ? this.events.map(
                (e) => html`<option value=${e.id} .selected=${e.id === this.chosen}>
                  ${e.eventId} · ${e.type} · ${exact(e.received, lang)}
                </option>`,
              )
            : html`<option>${t("noStoredEvents")}</option>`}
        </select>
        ${ignored}
      </div>
      <causerie-console-editor
        .label=${t("eventJson")}
        .text=${this.event}
        .rows=${16}
        ?invalid=${Boolean(this.trial.bad.event)}
        @causerie-typed=${(e) => this.typed("event", e.detail)}
      ></causerie-console-editor>
      ${this.complaint("event")}
      <details ?open=${Boolean(this.before)}>
        <summary>${t("beforeSummary")}</summary>
        <p class="quiet">${t("beforeHelp")}</p>
        <causerie-console-editor
          .label=${t("beforeJson")}
          .text=${this.before}
          .rows=${8}
          ?invalid=${Boolean(this.trial.bad.before)}
          @causerie-typed=${(e) => this.typed("before", e.detail)}
        ></causerie-console-editor>
        ${this.complaint("before")}
      </details>
    </section>`;
  }

  filter(fate) {
    this.fate = fate;
    this.cause = null;
    this.list();
  }

  typed(name, text) {
    this[name] = text;
    this.trial.soon();
  }

  complaint(name) {
    return html`<p role="status" class="bad">${this.trial.bad[name] ?? nothing}</p>`;
  }

  mappingPart() {
    const { t } = this.context;
    const { preview } = this.trial;
    return html`<section class="panel" aria-labelledby="mapping">
      <h2 id="mapping">${t("theMapping")}</h2>
      ${ownMapping(this.mapping, t, { pick: (file) => this.pick(file), drop: () => this.drop() })}
      <div class="field">
        <label for="file">${t("mappingFile")}</label>
        <input id="file" type="file" accept=".yaml,.yml" @change=${(e) => this.open(e.target)} />
      </div>
      ${mappingEditor(t, this.mapping.text, preview, 24, (text) => this.write(text))}
      ${problems(preview, t, (line, column) => this.renderRoot.querySelector("#editor").go(line, column))}
      <p class="quiet" role="status">${this.proposed ? t("proposedFrom", { ...this.proposed, n: this.proposed.events }) : nothing}</p>
      <div class="row">
        ${this.events.length ? html`<button class="btn" @click=${this.propose}>${t("proposeMapping")}</button>` : nothing}
        ${this.mapping.empty
          ? html`<button class="btn" @click=${() => this.write(EXAMPLE)}>${t("beginWithExample")}</button>`
          : html`<button class="btn" @click=${this.keep}>${t("downloadMapping")}</button>`}
        ${this.mayWrite(preview)
          ? html`<button class="btn go" @click=${this.putInForce}>${t("putInForce")}</button>`
          : nothing}
      </div>
      <p class="quiet" role="status">${this.written ? t("mappingWritten", { file: this.written }) : nothing}</p>
      <p class="quiet">${t("mappingHelp")}</p>
    </section>`;
  }

  /** Writes what the server makes of the connector's newest events. */
  async propose() {
    this.failure = null;
    try {
      const { type } = this.mapping;
      const of = type ? `?type=${encodeURIComponent(type)}` : "";
      const address = `/connectors/${encodeURIComponent(this.connector)}/mappings/proposal${of}`;
      this.proposed = await this.context.api.get(address);
      this.write(this.proposed.mapping);
    } catch (problem) {
      this.failure = problem;
    }
  }

  mayWrite(preview) {
    const { file, changed, empty } = this.mapping;
    return this.writes && file?.startsWith("mappings/") && changed && !empty && preview?.problems.length === 0;
  }

  /** Writes the mapping in place of the one that runs, if that is still the one it was made of. */
  async putInForce() {
    this.failure = null;
    const { file, text, running: was } = this.mapping;
    try {
      const address = `/connectors/${encodeURIComponent(this.connector)}/mappings`;
      await this.context.api.put(address, { file, text, ...(was ? { was } : {}) });
      this.mapping.written();
      this.written = file;
    } catch (problem) {
      this.failure = problem;
    }
  }

  keep() {
    download(this.mapping.file?.split("/").pop() ?? "mapping.yaml", this.mapping.text, "application/yaml");
  }

  /** The button goes with the draft: the keyboard goes on in the editor. */
  drop() {
    this.write(this.mapping.running);
    this.renderRoot.querySelector("#editor").area.focus();
  }

  resultPart() {
    const { t } = this.context;
    const { preview } = this.trial;
    return resultPart(
      this.context,
      this.trial,
      this.mapping.empty ? t("needMapping") : t("needEvent"),
      html`${preview?.outcome
          ? html`<div class="case">
              <button class="btn" @click=${this.save}>${t("saveCase")}</button>
              <p class="quiet">${t("caseHelp")}</p>
            </div>`
          : nothing}
        <p class="quiet" role="status">${preview && this.saved === preview ? t("caseSaved", { connector: this.connector ?? "CONNECTOR" }) : nothing}</p>`,
    );
  }
}
customElements.define("causerie-console-workbench", CauserieConsoleWorkbench);
