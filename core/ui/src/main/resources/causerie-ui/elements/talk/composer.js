import { LitElement, html, nothing } from "lit";
import { keepDraft, readDraft } from "/ui/drafts.js";
import "/ui/elements/talk/body.js";
import { composerStyles } from "/ui/elements/talk/composer-styles.js";
import { icon } from "/ui/elements/icons.js";
import { reason, shared } from "/ui/elements/shared.js";
import { Mentions } from "/ui/mentions.js";

/** So many are named. */
const MANY = 2;

/**
 * Where one writes: Markdown with preview, completion of mentions, the lane and its readers before one
 * sends. Where colleagues and people outside read, there are two doors, and the one for colleagues is open. What was typed is never lost: it outlives an error, a broken connection and a reload.
 *
 * @fires causerie-sent when the text was taken; `detail` is what the server answered
 * @fires causerie-cancel when the writer gave up
 */
export class CauserieComposer extends LitElement {
  static properties = {
    context: { attribute: false },
    /** Names the draft. */
    place: {},
    /**
     * Lanes to choose from: `[{lane, readers, outside, more, begun, gate}]`; the first is the one it comes back
     * to. A discussion has one, without `gate`, and `begun` once people have talked in it.
     */
    lanes: { attribute: false },
    /** The path that answers who reads. */
    readersPath: { attribute: false },
    /** Sends: `(content, lane, key, gate) => promise`; `gate` is that of the lane as it was shown. */
    send: { attribute: false },
    /** What is changed: `{content, mentions}`; absent where something new is written. */
    initial: { attribute: false },
    /** What the field and the button are called; absent: as the lane says. */
    label: {},
    action: {},
    cancellable: { type: Boolean },
    text: { state: true },
    lane: { state: true },
    busy: { state: true },
    failure: { state: true },
    preview: { state: true },
    found: { state: true },
    waiting: { state: true },
    chosen: { state: true },
    asking: { state: true },
  };

  static styles = [shared, composerStyles];

  constructor() {
    super();
    this.lanes = [];
    this.text = "";
    this.found = null;
    this.chosen = 0;
    this.mentions = new Mentions();
    this.wish = this.another();
  }

  /** One wish is done once, and for those who were shown when it was first sent. */
  another() {
    return { key: crypto.randomUUID() };
  }

  connectedCallback() {
    super.connectedCallback();
    // Never the lane that was used last: what is meant for colleagues must not go outside by habit.
    this.open(this.lanes[0]?.lane ?? "internal");
  }

  willUpdate(changed) {
    // A record may lose its customer while somebody writes.
    if (changed.has("lanes") && this.lanes.length && !this.lanes.some((l) => l.lane === this.lane)) {
      this.open(this.lanes[0].lane);
    }
    // Whoever was about to say yes was asked about others.
    if (this.asking?.gate && this.asking.gate !== this.here.gate) {
      this.asking = null;
    }
  }

  /** Goes to a lane; each has a draft of its own. */
  open(lane) {
    this.lane = lane;
    const kept = this.draft(lane);
    this.text = kept.text;
    this.mentions = kept.mentions;
    /** The gate of those who were shown when the text was begun. */
    this.meant = kept.meant;
    this.wish = this.another();
    this.preview = null;
    this.asking = null;
    this.stopAsking();
  }

  draftPlace(lane) {
    return lane === (this.lanes[0]?.lane ?? lane) ? this.place : `${this.place}:${lane}`;
  }

  draft(lane) {
    const kept = readDraft(this.context.api.person, this.draftPlace(lane));
    if (!kept) {
      return Mentions.of(this.initial?.content ?? "", this.initial?.mentions);
    }
    try {
      const { text, mentions, meant } = JSON.parse(kept);
      return { text: String(text), mentions: new Mentions(mentions), meant };
    } catch {
      return { text: kept, mentions: new Mentions() };
    }
  }

  keep() {
    const draft = { text: this.text, mentions: this.mentions.pieces, meant: this.meant };
    keepDraft(this.context.api.person, this.draftPlace(this.lane), this.text ? JSON.stringify(draft) : "");
  }

  focus() {
    const area = this.renderRoot.querySelector("textarea");
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }

  /** Whether people outside the writer's house will read it. To them it is nothing special. */
  get outside() {
    return this.lane === "customer" && !this.context.guest;
  }

  /** What is known of the lane; a comment is written in the lane of its post, to those who read that. */
  get here() {
    const known = (lanes) => lanes?.find((l) => l.lane === this.lane);
    const own = known(this.lanes);
    return own?.gate ? own : { readers: known(this.context.lanes)?.readers, ...own };
  }

  /** Those outside who will read it, by name. */
  names({ outside = [], more = 0 } = this.here) {
    const { t, lang } = this.context;
    const names = more ? [...outside, t("moreOutside", { n: more })] : outside;
    return names.length ? new Intl.ListFormat(lang).format(names) : t("theCustomer");
  }

  /** Field, button and door of the lane; all words about it come from here, so that they agree. */
  words() {
    const { t } = this.context;
    const names = this.outside ? this.names() : "";
    if (this.context.guest) {
      return { label: this.label ?? t("writeGuest"), action: this.action ?? t("send") };
    }
    if (this.outside) {
      return { label: this.label ?? t("writeTo", { names }), action: this.action ?? t("sendTo", { names }) };
    }
    return { label: this.label ?? t("write"), action: this.action ?? t("post") };
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
    this.mentions.typed(this.text, text);
    this.text = text;
    this.meant = text ? (this.meant ?? this.here.gate) : undefined;
    this.keep();
    if (!text.trim()) {
      this.failure = null;
    }
    this.preview = null;
    this.asking = null;
    // Another text is another wish; the same text sent again is the same.
    this.wish = this.another();
  }

  /** Asks who fits what is typed. An answer to anything else than what stands there now is not taken. */
  async complete(area) {
    const asked = this.mentions.asked(area.value.slice(0, area.selectionStart));
    this.hasty = null;
    if (!asked || this.isSentence(asked)) {
      this.stopAsking();
      return;
    }
    this.waiting = asked;
    const query = new URLSearchParams({ q: asked.query, record: this.context.record, lane: this.lane });
    let entries = [];
    try {
      const page = await this.context.api.get(`/people?${query}`);
      entries = [
        ...page.groups.map((g) => ({ name: g.title, group: g.group, reach: g.reach })),
        ...page.items.map((p) => ({ name: p.name, person: p.id })),
      ];
    } catch {
      asked.failed = true;
    }
    if (this.waiting !== asked) {
      return;
    }
    this.waiting = null;
    this.chosen = 0;
    this.nobody = entries.length ? null : asked;
    // After a space that nobody's name has, it is a sentence that goes on.
    this.found = entries.length || !(asked.failed || asked.query.includes(" ")) ? { ...asked, entries } : null;
    this.answerHaste(area);
  }

  /** Who pressed Enter before the answer was there gets the first that fits, or the Enter. */
  answerHaste(area) {
    const key = this.hasty;
    this.hasty = null;
    if (key && this.found?.entries.length) {
      this.mention(this.found.entries[0]);
    } else if (key === "Enter") {
      area.setRangeText("\n", area.selectionStart, area.selectionEnd, "end");
      this.wrote(area.value);
      this.found = null;
    }
  }

  isSentence({ start, query }) {
    const none = this.nobody;
    return none?.start === start && none.query.includes(" ") && query.startsWith(none.query);
  }

  stopAsking() {
    this.waiting = null;
    this.hasty = null;
    this.found = null;
  }

  mention(who) {
    const area = this.renderRoot.querySelector("textarea");
    const { start } = this.found;
    area.setRangeText(`@${who.name} `, start, area.selectionStart, "end");
    this.wrote(area.value);
    this.mentions.add(start, who);
    this.keep();
    this.stopAsking();
    area.focus();
  }

  pressed(event) {
    // A key that an input method is using is not pressed at us.
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    const entries = this.found?.entries ?? [];
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.submit();
    } else if (this.waiting && (event.key === "Enter" || (event.key === "Tab" && this.found)) && !event.shiftKey) {
      event.preventDefault();
      this.hasty = event.key;
    } else if (entries.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.chosen = (this.chosen + step + entries.length) % entries.length;
    } else if (entries.length && !event.shiftKey && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      this.mention(entries[this.chosen]);
    } else if (event.key === "Escape" && (this.found || this.waiting)) {
      event.stopPropagation();
      this.stopAsking();
    } else if (event.key === "Escape" && this.cancellable) {
      this.cancel();
    }
  }

  cancel() {
    keepDraft(this.context.api.person, this.draftPlace(this.lane), "");
    this.dispatchEvent(new CustomEvent("causerie-cancel", { bubbles: true, composed: true }));
  }

  async submit() {
    if (this.busy || !this.text.trim()) {
      return;
    }
    if (this.outside && !this.asking) {
      this.busy = true;
      const others = await this.others().finally(() => (this.busy = false));
      if (others) {
        await this.ask(others);
        return;
      }
    }
    this.busy = true;
    this.failure = null;
    const lane = this.lane;
    const shown = this.here;
    this.wish.gate ??= shown.gate;
    try {
      const answer = await this.send(this.markdown, lane, this.wish.key, this.wish.gate);
      keepDraft(this.context.api.person, this.draftPlace(lane), "");
      this.initial = null;
      this.open(this.lanes[0]?.lane ?? lane);
      this.dispatchEvent(new CustomEvent("causerie-sent", { detail: answer, bubbles: true, composed: true }));
    } catch (problem) {
      this.asking = null;
      if (problem.kind === "readers-changed") {
        this.wish = this.another();
        problem.before = shown;
        await this.context.reread();
      }
      this.failure = problem;
    } finally {
      this.busy = false;
    }
  }

  /** Those outside whom the writer is to be asked about: nobody has written to them here, or she was shown others. */
  async others() {
    const { begun, gate } = this.here;
    if (this.lanes.some((l) => l.gate)) {
      return begun && (!this.meant || this.meant === gate) ? null : this.here;
    }
    if (begun || !this.readersPath) {
      return null;
    }
    try {
      const readers = await this.context.api.get(this.readersPath(this.lane));
      const now = this.context.lanes?.find((l) => l.gate === readers.gate);
      const names = readers.persons.filter((p) => p.guest).map((p) => p.name);
      return now?.begun ? null : { outside: names.slice(0, MANY), more: Math.max(0, names.length - MANY) };
    } catch {
      return {};
    }
  }

  /** The first words to people outside are asked for once. */
  async ask(others) {
    this.failure = null;
    this.asking = others;
    this.stopAsking();
    await this.updateComplete;
    this.renderRoot.querySelector('[data-act="outside"]').focus();
  }

  async keepInside() {
    const { text, mentions } = this;
    keepDraft(this.context.api.person, this.draftPlace(this.lane), "");
    this.open(this.lanes[0].lane);
    const start = this.text ? this.text.length + 2 : 0;
    this.mentions.pieces = [
      ...this.mentions.pieces,
      ...mentions.pieces.map((p) => ({ ...p, start: p.start + start })),
    ];
    this.text = start ? `${this.text}\n\n${text}` : text;
    this.keep();
    await this.updateComplete;
    this.focus();
  }

  async back() {
    this.asking = null;
    await this.updateComplete;
    this.focus();
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
    const { label, action } = this.words();
    const listed = this.found !== null;
    const chosen = !this.waiting && this.found?.entries.length;
    return html`${this.doors()}
      <div class="box ${this.outside ? "outside" : ""}">
        <textarea
          rows="1"
          dir="auto"
          aria-label=${label}
          placeholder=${label}
          title=${t("markdown")}
          aria-description=${t("sendHint")}
          role=${listed ? "combobox" : nothing}
          aria-expanded=${listed ? "true" : nothing}
          aria-controls=${listed ? "people" : nothing}
          aria-autocomplete=${listed ? "list" : nothing}
          aria-activedescendant=${chosen ? `p${this.chosen}` : nothing}
          .value=${this.text}
          @input=${this.typed}
          @keydown=${this.pressed}
          @blur=${this.stopAsking}
        ></textarea>
        ${listed ? this.people() : nothing} ${this.called()}
        ${this.preview
          ? html`<div class="preview" role="group" aria-label=${t("preview")}><causerie-body .html=${this.preview}></causerie-body></div>`
          : nothing}
        ${this.asking ? this.question() : this.foot(action)}
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

  foot(action) {
    const { t } = this.context;
    const empty = !this.text.trim();
    return html`<footer>
      ${this.readersPath
        ? html`<causerie-readers
            .context=${this.context}
            path=${this.readersPath(this.lane)}
            .count=${this.context.guest ? undefined : this.here.readers}
          ></causerie-readers>`
        : nothing}
      <span class="grow"></span>
      ${empty
        ? nothing
        : html`<button aria-pressed=${this.preview ? "true" : "false"} @click=${this.togglePreview}>
            ${t("preview")}
          </button>`}
      ${this.cancellable ? html`<button @click=${this.cancel}>${t("cancel")}</button>` : nothing}
      <button class="post" aria-disabled=${this.busy || empty ? "true" : "false"} @click=${this.submit}>${action}</button>
    </footer>`;
  }

  /** Two doors where there are two lanes: different in word, colour and sign. */
  doors() {
    const { t } = this.context;
    if (this.lanes.length < 2) {
      return nothing;
    }
    return html`<div class="doors" role="group" aria-label=${t("lane")}>
      ${this.lanes.map((l) => {
        const out = l.lane === "customer";
        const kept = l.lane !== this.lane && readDraft(this.context.api.person, this.draftPlace(l.lane));
        return html`<button
          class="door ${out ? "out" : ""}"
          aria-pressed=${l.lane === this.lane ? "true" : "false"}
          @click=${() => this.enter(l.lane)}
        >
          ${icon(out ? "globe" : "lock")}<span
            >${out ? t("replyToParties", { names: this.names(l) }) : t("internalNote")}${kept ? ` · ${t("draft")}` : ""}</span
          >
        </button>`;
      })}
    </div>`;
  }

  async enter(lane) {
    if (lane !== this.lane) {
      this.failure = null;
      this.open(lane);
    }
    await this.updateComplete;
    this.focus();
  }

  question() {
    const { t } = this.context;
    const names = this.names(this.asking);
    const title = this.asking.begun ? t("otherTitle", { names }) : t("firstTitle", { names });
    return html`<div class="ask" role="group" aria-labelledby="first">
      <b id="first">${title}</b>${t("firstText")}
      <div>
        <button class="post" data-act="outside" @click=${this.submit}>${t("sendTo", { names })}</button>
        ${this.lanes.length > 1 ? html`<button class="btn" @click=${this.keepInside}>${t("makeInternal")}</button>` : nothing}
        <button @click=${this.back}>${t("back")}</button>
      </div>
    </div>`;
  }

  /** Whom the text will call; what was broken apart while typing is missing here. */
  called() {
    const { t } = this.context;
    const live = this.mentions.live(this.text);
    return live.length
      ? html`<div class="called" role="group" aria-label=${t("called")}>
          ${live.map(
            (p) => html`<span><b>@${p.name}</b>${p.reach === undefined ? nothing : html` ${t("reaches", { n: p.reach })}`}</span>`,
          )}
        </div>`
      : nothing;
  }

  why() {
    const { t, guest } = this.context;
    if (this.failure.kind === "readers-changed" && this.outside) {
      return t("othersRead", { now: this.names(), before: this.names(this.failure.before) });
    }
    if (this.failure.kind !== "mention-cannot-read") {
      return reason(this.failure, t);
    }
    const { persons, groups = [] } = this.failure.body;
    const names = [...persons, ...groups].map((id) => this.mentions.name(id));
    return t(guest ? "mentionRefusedGuest" : "mentionRefused", {
      n: names.length,
      names: new Intl.ListFormat(this.context.lang).format(names),
      lane: t(this.lane),
    });
  }

  people() {
    const { t } = this.context;
    const { entries } = this.found;
    const stale = this.waiting ? "true" : "false";
    if (entries.length === 0) {
      return html`<ul role="listbox" id="people" aria-label=${t("mentions")} aria-busy=${stale}>
        <li class="nobody" role="option" aria-selected="false" aria-disabled="true">${t("noMention")}</li>
      </ul>`;
    }
    return html`<ul role="listbox" id="people" aria-label=${t("mentions")} aria-busy=${stale}>
      ${entries.map(
        (p, i) => html`<li
          role="option"
          id="p${i}"
          aria-selected=${i === this.chosen && !this.waiting ? "true" : "false"}
          @mousedown=${(e) => {
            e.preventDefault();
            this.mention(p);
          }}
        >
          ${p.group === undefined
            ? html`<causerie-avatar small name=${p.name}></causerie-avatar>${p.name}`
            : html`${icon("people")}<span>${p.name} <span class="reach">${t("reaches", { n: p.reach })}</span></span>`}
        </li>`,
      )}
    </ul>`;
  }
}
customElements.define("causerie-composer", CauserieComposer);
