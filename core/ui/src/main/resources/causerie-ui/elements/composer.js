import { LitElement, css, html, nothing } from "lit";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import { keepDraft, readDraft } from "/ui/drafts.js";
import { icon } from "/ui/elements/icons.js";
import { reason, shared } from "/ui/elements/shared.js";
import { Mentions } from "/ui/mentions.js";

/**
 * Where one writes: Markdown with preview, completion of mentions, the lane and its readers before one
 * sends. What was typed is never lost: it outlives an error, a broken connection and a reload.
 *
 * @fires causerie-sent when the text was taken; `detail` is what the server answered
 * @fires causerie-cancel when the writer gave up
 */
export class CauserieComposer extends LitElement {
  static properties = {
    context: { attribute: false },
    /** Names the draft. */
    place: {},
    /** Lanes to choose from: `[{lane, readers}]`. */
    lanes: { attribute: false },
    /** The path that answers who reads. */
    readersPath: { attribute: false },
    /** Sends: `(content, lane, key) => promise`. */
    send: { attribute: false },
    initial: {},
    label: {},
    action: {},
    cancellable: { type: Boolean },
    text: { state: true },
    lane: { state: true },
    busy: { state: true },
    failure: { state: true },
    preview: { state: true },
    found: { state: true },
    chosen: { state: true },
  };

  static styles = [
    shared,
    css`
      .box {
        position: relative;
        border: 1px solid var(--line-strong);
        border-radius: var(--r2);
        background: var(--paper);
      }
      .box:focus-within {
        border-color: var(--accent);
        box-shadow: 0 0 0 3px var(--accent-soft);
      }
      .box.outside,
      .box.outside:focus-within {
        border-color: var(--outside);
        box-shadow: 0 0 0 3px var(--outside-soft);
      }
      textarea {
        display: block;
        width: 100%;
        min-height: 42px;
        max-height: 40vh;
        field-sizing: content;
        resize: none;
        padding: 10px 12px 6px;
        border: 0;
        border-radius: var(--r2);
        background: none;
        color: inherit;
        font: var(--text-m) var(--font);
      }
      textarea:focus {
        outline: none;
      }
      textarea::placeholder {
        color: var(--ink-3);
        opacity: 1;
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
        padding: 6px 6px 6px 8px;
      }
      .grow {
        flex: 1;
      }
      .lane {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 24px;
        font: 500 var(--text-xs) var(--font);
        color: var(--ink-2);
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: var(--r-pill);
        padding: 3px 8px;
      }
      select {
        min-height: 24px;
        font: inherit;
        color: inherit;
        background: none;
        border: 0;
        border-radius: var(--r-pill);
        padding: 3px 2px 3px 0;
        cursor: pointer;
      }
      select option {
        color: var(--ink);
        background: var(--paper);
      }
      .lane:has(select) {
        padding-block: 0;
      }
      .outside .lane {
        color: var(--outside);
        background: var(--outside-soft);
        border-color: transparent;
      }
      .post {
        font: 600 var(--text-xs) var(--font);
        padding: 6px 12px;
        border-radius: 7px;
        background: var(--accent);
        color: var(--accent-ink);
      }
      .post:hover {
        background: var(--accent);
        color: var(--accent-ink);
        filter: brightness(1.08);
      }
      .outside .post {
        background: var(--outside);
        color: var(--outside-ink);
      }
      .post[aria-disabled="true"],
      .outside .post[aria-disabled="true"] {
        background: var(--raised);
        color: var(--ink-3);
        filter: none;
        cursor: default;
      }
      .preview {
        margin: 0 12px;
        padding: 8px 0;
        border-top: 1px solid var(--line);
      }
      ul[role="listbox"] {
        position: absolute;
        left: 8px;
        right: 8px;
        top: 100%;
        z-index: 10;
        margin: 2px 0 0;
        padding: 4px;
        list-style: none;
        background: var(--paper);
        border: 1px solid var(--line-strong);
        border-radius: var(--r1);
        box-shadow: 0 6px 20px rgb(0 0 0 / 0.15);
      }
      li[role="option"] {
        display: flex;
        gap: 8px;
        align-items: center;
        padding: 4px 8px;
        border-radius: var(--r1);
        cursor: pointer;
      }
      li[aria-selected="true"] {
        background: var(--accent-soft);
      }
      .nobody {
        padding: 4px 8px;
        color: var(--ink-2);
      }
    `,
  ];

  constructor() {
    super();
    this.lanes = [];
    this.text = "";
    this.found = null;
    this.chosen = 0;
    this.mentions = new Mentions();
    this.key = crypto.randomUUID();
  }

  connectedCallback() {
    super.connectedCallback();
    this.text = this.mentions.read(readDraft(this.place) || this.initial || "");
    this.lane = this.lanes[0]?.lane ?? "internal";
  }

  focus() {
    const area = this.renderRoot.querySelector("textarea");
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }

  get outside() {
    return this.lane === "customer";
  }

  /** The text as it is sent. */
  get markdown() {
    return this.mentions.markdown(this.text);
  }

  typed(event) {
    this.wrote(event.target.value);
    this.complete(event.target);
  }

  wrote(text) {
    this.text = text;
    keepDraft(this.place, this.markdown);
    if (!text.trim()) {
      this.failure = null;
    }
    this.preview = null;
    // Another text is another wish; the same text sent again is the same.
    this.key = crypto.randomUUID();
  }

  async complete(area) {
    const before = area.value.slice(0, area.selectionStart);
    const mention = /(?:^|[\s(])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u.exec(before);
    this.asked = null;
    if (!mention || this.mentions.endsIn(before)) {
      this.found = null;
      return;
    }
    const asked = mention[1];
    this.asked = asked;
    const query = new URLSearchParams({ q: asked, record: this.context.record, lane: this.lane });
    try {
      const page = await this.context.api.get(`/people?${query}`);
      if (this.asked === asked) {
        // After a space that nobody's name has, it is a sentence that goes on.
        this.found = page.items.length || !asked.includes(" ") ? page.items : null;
        this.chosen = 0;
      }
    } catch {
      this.found = null;
    }
  }

  mention(person) {
    const area = this.renderRoot.querySelector("textarea");
    const end = area.selectionStart;
    const start = area.value.lastIndexOf("@", end - 1);
    area.setRangeText(`${this.mentions.write(person.name, person.id)} `, start, end, "end");
    this.wrote(area.value);
    this.found = null;
    area.focus();
  }

  pressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.submit();
    } else if (this.found?.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.chosen = (this.chosen + step + this.found.length) % this.found.length;
    } else if (this.found?.length && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      this.mention(this.found[this.chosen]);
    } else if (event.key === "Escape" && this.found) {
      event.stopPropagation();
      this.found = null;
    } else if (event.key === "Escape" && this.cancellable) {
      this.cancel();
    }
  }

  cancel() {
    keepDraft(this.place, "");
    this.dispatchEvent(new CustomEvent("causerie-cancel", { bubbles: true, composed: true }));
  }

  async submit() {
    if (this.busy || !this.text.trim()) {
      return;
    }
    this.busy = true;
    this.failure = null;
    try {
      const answer = await this.send(this.markdown, this.lane, this.key);
      this.text = "";
      this.mentions = new Mentions();
      this.preview = null;
      keepDraft(this.place, "");
      this.key = crypto.randomUUID();
      this.dispatchEvent(new CustomEvent("causerie-sent", { detail: answer, bubbles: true, composed: true }));
    } catch (problem) {
      this.failure = problem;
    } finally {
      this.busy = false;
    }
  }

  async togglePreview() {
    if (this.preview) {
      this.preview = null;
      return;
    }
    try {
      this.preview = (await this.context.api.post("/preview", { content: this.markdown, record: this.context.record })).html;
    } catch (problem) {
      this.failure = problem;
    }
  }

  render() {
    const { t } = this.context;
    const lane = this.lanes.find((l) => l.lane === this.lane);
    const listed = this.found !== null;
    return html`<div class="box ${this.outside ? "outside" : ""}">
        <textarea
          rows="1"
          aria-label=${this.label}
          placeholder=${this.label}
          title=${t("markdown")}
          aria-description=${t("sendHint")}
          role=${listed ? "combobox" : nothing}
          aria-expanded=${listed ? "true" : nothing}
          aria-controls=${listed ? "people" : nothing}
          aria-autocomplete=${listed ? "list" : nothing}
          aria-activedescendant=${this.found?.length ? `p${this.chosen}` : nothing}
          .value=${this.text}
          @input=${this.typed}
          @keydown=${this.pressed}
          @blur=${() => (this.found = null)}
        ></textarea>
        ${listed ? this.people() : nothing}
        ${this.preview ? html`<div class="preview body" role="group" aria-label=${t("preview")}>${unsafeHTML(this.preview)}</div>` : nothing}
        <footer>
          ${this.laneChoice(lane)}
          ${this.readersPath
            ? html`<causerie-readers
                .context=${this.context}
                path=${this.readersPath(this.lane)}
                .count=${lane?.readers}
              ></causerie-readers>`
            : nothing}
          <span class="grow"></span>
          ${this.text.trim()
            ? html`<button aria-pressed=${this.preview ? "true" : "false"} @click=${this.togglePreview}>
                ${t("preview")}
              </button>`
            : nothing}
          ${this.cancellable ? html`<button @click=${this.cancel}>${t("cancel")}</button>` : nothing}
          <button
            class="post"
            aria-disabled=${this.busy || !this.text.trim() ? "true" : "false"}
            @click=${this.submit}
          >
            ${this.action}
          </button>
        </footer>
      </div>
      ${this.failure
        ? html`<div class="error" role="alert">
            <span>${t("notSent", { reason: this.why() })}</span>
            <button class="btn" @click=${this.submit}>
              ${this.failure.status === 412 ? t("overwrite") : t("tryAgain")}
            </button>
          </div>`
        : nothing}`;
  }

  why() {
    const { t } = this.context;
    if (this.failure.kind !== "mention-cannot-read") {
      return reason(this.failure, t);
    }
    const names = this.failure.body.persons.map((id) => this.mentions.name(id));
    return t("mentionRefused", {
      n: names.length,
      names: new Intl.ListFormat(this.context.lang).format(names),
      lane: t(this.lane),
    });
  }

  choose(lane) {
    this.lane = lane;
    this.key = crypto.randomUUID();
  }

  laneChoice(lane) {
    const { t } = this.context;
    if (this.lanes.length > 1) {
      return html`<span class="lane"
        >${icon(this.outside ? "globe" : "lock")}<select
          aria-label=${t("lane")}
          @change=${(e) => this.choose(e.target.value)}
        >
          ${this.lanes.map(
            (l) => html`<option value=${l.lane} ?selected=${l.lane === this.lane}>${t(l.lane)}</option>`,
          )}
        </select></span
      >`;
    }
    return lane ? html`<span class="lane">${icon(this.outside ? "globe" : "lock")}${t(this.lane)}</span>` : nothing;
  }

  people() {
    const { t } = this.context;
    if (this.found.length === 0) {
      return html`<ul role="listbox" id="people" aria-label=${t("mentions")}>
        <li class="nobody" role="option" aria-selected="false" aria-disabled="true">${t("noMention")}</li>
      </ul>`;
    }
    return html`<ul role="listbox" id="people" aria-label=${t("mentions")}>
      ${this.found.map(
        (p, i) => html`<li
          role="option"
          id="p${i}"
          aria-selected=${i === this.chosen ? "true" : "false"}
          @mousedown=${(e) => {
            e.preventDefault();
            this.mention(p);
          }}
        >
          <causerie-avatar small name=${p.name}></causerie-avatar>${p.name}
        </li>`,
      )}
    </ul>`;
  }
}
customElements.define("causerie-composer", CauserieComposer);
