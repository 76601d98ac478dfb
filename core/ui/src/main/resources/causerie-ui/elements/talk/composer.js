import { LitElement, html, nothing } from "lit";
import { Completion } from "/ui/controllers/completion.js";
import { Uploads } from "/ui/controllers/uploads.js";
import { Writing } from "/ui/controllers/writing.js";
import { icon } from "/ui/elements/icons.js";
import "/ui/elements/talk/body.js";
import { composerStyles } from "/ui/elements/talk/composer-styles.js";
import { away, mentionList } from "/ui/elements/talk/mention-list.js";
import { reason, shared } from "/ui/elements/shared.js";
import "/ui/elements/talk/uploads.js";

/**
 * Where one writes: Markdown with preview, completion of mentions, the lane and its readers before one
 * sends. Where colleagues and people outside read, there are two doors, and the one for colleagues is open.
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
    /**
     * Sends: `(content, lane, key, gate, alsoIn, files) => promise`; `gate` is that of the lane as it was shown,
     * `alsoIn` names the systems in which it is to stand as well, `files` the ids of what goes with it.
     */
    send: { attribute: false },
    /** What is changed: `{content, mentions}`; absent where something new is written. */
    initial: { attribute: false },
    /** What the field and the button are called; absent: as the lane says. */
    label: {},
    action: {},
    cancellable: { type: Boolean },
    /** Whether what is written may stand in the record's system as well, where the lane may. */
    also: { type: Boolean },
    busy: { state: true },
    failure: { state: true },
    preview: { state: true },
    asking: { state: true },
  };

  static styles = [shared, composerStyles];

  constructor() {
    super();
    this.lanes = [];
    this.writing = new Writing(this);
    this.completion = new Completion(this, this.writing);
    this.uploads = new Uploads(this);
  }

  willUpdate(changed) {
    // A record may lose its customer while somebody writes.
    if (changed.has("lanes") && this.lanes.length && !this.lanes.some((l) => l.lane === this.writing.lane)) {
      this.open(this.lanes[0].lane);
    }
    // Whoever was about to say yes was asked about others.
    if (this.asking?.gate && this.asking.gate !== this.writing.here.gate) {
      this.asking = null;
    }
  }

  open(lane) {
    this.writing.open(lane);
    this.preview = null;
    this.asking = null;
    this.completion.stop();
  }

  get area() {
    return this.renderRoot.querySelector("textarea");
  }

  focus() {
    const { area } = this;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }

  /** Field, button and door of the lane; all words about it come from here, so that they agree. */
  words() {
    const { t } = this.context;
    const names = this.writing.outside ? this.writing.names() : "";
    if (this.context.guest) {
      return { label: this.label ?? t("writeGuest"), action: this.action ?? t("send") };
    }
    if (this.writing.outside) {
      return { label: this.label ?? t("writeTo", { names }), action: this.action ?? t("sendTo", { names }) };
    }
    return { label: this.label ?? t("write"), action: this.action ?? t("post") };
  }

  typed(event) {
    this.wrote(event.target.value);
    this.completion.complete();
  }

  wrote(text) {
    this.writing.write(text);
    if (this.writing.empty) {
      this.failure = null;
    }
    this.preview = null;
    this.asking = null;
  }

  pressed(event) {
    // A key that an input method is using is not pressed at us.
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.submit();
    } else if (!this.completion.pressed(event) && event.key === "Escape" && this.cancellable) {
      this.cancel();
    }
  }

  cancel() {
    this.writing.forget();
    this.uploads.giveUp();
    this.dispatchEvent(new CustomEvent("causerie-cancel", { bubbles: true, composed: true }));
  }

  async submit() {
    const { writing } = this;
    if (this.busy || writing.empty || this.uploads.busy) {
      return;
    }
    if (writing.outside && !this.asking) {
      this.busy = true;
      const strangers = await writing.strangers().finally(() => (this.busy = false));
      if (strangers) {
        await this.ask(strangers);
        return;
      }
    }
    this.busy = true;
    this.failure = null;
    const shown = writing.here;
    try {
      const answer = await writing.send();
      this.initial = null;
      this.open(this.lanes[0]?.lane ?? writing.lane);
      this.dispatchEvent(new CustomEvent("causerie-sent", { detail: answer, bubbles: true, composed: true }));
    } catch (problem) {
      this.asking = null;
      if (problem.kind === "readers-changed") {
        writing.again();
        problem.before = shown;
        await this.context.reread();
      }
      this.failure = problem;
    } finally {
      this.busy = false;
    }
  }

  /** The first words to people outside are asked for once. */
  async ask(strangers) {
    this.failure = null;
    this.asking = strangers;
    this.completion.stop();
    await this.updateComplete;
    this.renderRoot.querySelector('[data-act="outside"]').focus();
  }

  async keepInside() {
    this.writing.bringInside();
    this.preview = null;
    this.asking = null;
    this.completion.stop();
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
      this.preview = (await this.context.api.post("/preview", { content: this.writing.markdown, record: this.context.record })).html;
    } catch (problem) {
      this.failure = problem;
    }
  }

  render() {
    const { t } = this.context;
    const { label, action } = this.words();
    const { writing, completion, uploads } = this;
    const listed = completion.found !== null;
    const chosen = !completion.waiting && completion.found?.entries.length;
    return html`${this.doors()}
      <div
        class="box ${writing.outside ? "outside" : ""}"
        @paste=${uploads.pasted}
        @dragover=${uploads.over}
        @drop=${uploads.dropped}
      >
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
          aria-activedescendant=${chosen ? `p${completion.chosen}` : nothing}
          .value=${writing.text}
          @input=${this.typed}
          @keydown=${this.pressed}
          @blur=${() => completion.stop()}
        ></textarea>
        ${listed ? mentionList(completion, t) : nothing} ${this.called()}
        <causerie-uploads .context=${this.context} .uploads=${uploads} .files=${uploads.here}></causerie-uploads>
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
    const { empty, wordless, lane, here } = this.writing;
    const { uploads } = this;
    return html`<footer>
      ${this.readersPath
        ? html`<causerie-readers
            .context=${this.context}
            path=${this.readersPath(lane)}
            .count=${this.context.guest ? undefined : here.readers}
          ></causerie-readers>`
        : nothing}
      ${uploads.limits
        ? html`<button class="attach" aria-label=${t("attach")} title=${t("attachHint")} @click=${uploads.choose}>${icon("clip")}</button>`
        : nothing}
      ${this.choice()}
      <span class="grow"></span>
      ${wordless
        ? nothing
        : html`<button aria-pressed=${this.preview ? "true" : "false"} @click=${this.togglePreview}>
            ${t("preview")}
          </button>`}
      ${this.cancellable ? html`<button @click=${this.cancel}>${t("cancel")}</button>` : nothing}
      <button class="post" aria-disabled=${this.busy || empty || uploads.busy ? "true" : "false"} @click=${this.submit}>${action}</button>
    </footer>`;
  }

  /** Whether it is to stand in the record's system as well; off unless she chose it. */
  choice() {
    const { t } = this.context;
    const { system, also } = this.writing;
    return system
      ? html`<label class="also" title=${t("alsoInHint", { system: system.title })}>
          <input type="checkbox" .checked=${also} @change=${(e) => (this.writing.also = e.target.checked)} />
          ${t("alsoIn", { system: system.title })}${also && this.uploads.here.length ? ` · ${t("filesStay")}` : nothing}
        </label>`
      : nothing;
  }

  /** Two doors where there are two lanes: different in word, colour and sign. */
  doors() {
    const { t } = this.context;
    const { writing } = this;
    if (this.lanes.length < 2) {
      return nothing;
    }
    return html`<div class="doors" role="group" aria-label=${t("lane")}>
      ${this.lanes.map((l) => {
        const out = l.lane === "customer";
        const kept = l.lane !== writing.lane && writing.hasDraft(l.lane);
        return html`<button
          class="door ${out ? "out" : ""}"
          aria-pressed=${l.lane === writing.lane ? "true" : "false"}
          @click=${() => this.enter(l.lane)}
        >
          ${icon(out ? "globe" : "lock")}<span
            >${out ? t("replyToParties", { names: writing.names(l) }) : t("internalNote")}${kept ? ` · ${t("draft")}` : ""}</span
          >
        </button>`;
      })}
    </div>`;
  }

  async enter(lane) {
    if (lane !== this.writing.lane) {
      this.failure = null;
      this.open(lane);
    }
    await this.updateComplete;
    this.focus();
  }

  question() {
    const { t } = this.context;
    const names = this.writing.names(this.asking);
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
    const whole = this.writing.mentions.whole(this.writing.text);
    return whole.length
      ? html`<div class="called" role="group" aria-label=${t("called")}>
          ${whole.map(
            (p) => html`<span><b>@${p.name}</b>${p.reach === undefined ? nothing : html` ${t("reaches", { n: p.reach })}`}${away(p.absence, t)}</span>`,
          )}
        </div>`
      : nothing;
  }

  why() {
    const { t, guest } = this.context;
    const { writing } = this;
    if (this.failure.kind === "readers-changed" && writing.outside) {
      return t("othersRead", { now: writing.names(), before: writing.names(this.failure.before) });
    }
    if (this.failure.kind !== "mention-cannot-read") {
      return reason(this.failure, t);
    }
    const { persons, groups = [] } = this.failure.body;
    const names = [...persons, ...groups].map((id) => writing.mentions.name(id));
    return t(guest ? "mentionRefusedGuest" : "mentionRefused", {
      n: names.length,
      names: new Intl.ListFormat(this.context.lang).format(names),
      lane: t(writing.lane),
    });
  }
}
customElements.define("causerie-composer", CauserieComposer);
