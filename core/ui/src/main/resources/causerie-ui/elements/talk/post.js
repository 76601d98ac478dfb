import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { icon } from "/ui/elements/icons.js";
import { named } from "/ui/elements/named.js";
import { Item } from "/ui/elements/talk/item.js";
import { itemStyles } from "/ui/elements/talk/item-styles.js";
import { postStyles } from "/ui/elements/talk/post-styles.js";
import { shared } from "/ui/elements/shared.js";

/** So many changed fields are shown before the rest is asked for. */
const CHANGES = 5;

/** A post with its discussion: a person's words at full size, a change as one compact line. */
export class CauseriePost extends Item {
  static properties = {
    post: { attribute: false },
    steps: { state: true },
    answering: { state: true },
    olderNotes: { state: true },
    olderNext: { state: true },
    allChanges: { state: true },
  };

  static styles = [shared, itemStyles, postStyles];

  constructor() {
    super();
    this.olderNotes = [];
    this.addEventListener("causerie-reply", (e) => {
      e.stopPropagation();
      this.answer(e.detail);
    });
  }

  get item() {
    return this.post;
  }

  get path() {
    return `/activities/${this.post.id}`;
  }

  get lane() {
    return this.post.lane;
  }

  /** Marks it for oneself. */
  async mark() {
    await this.context.api.put(`${this.path}/bookmark`);
    this.context.say(this.context.t("marked"));
  }

  get canReply() {
    return this.post.canReply;
  }

  get link() {
    return this.context.link(this.post.id);
  }

  get readersPath() {
    return `${this.path}/readers`;
  }

  get outside() {
    return this.post.lane === "customer" && !this.context.guest;
  }

  /** A post comes with its last comments; those that stood before them stay on the page. */
  willUpdate(changed) {
    const before = changed.get("post")?.notes;
    if (!before) {
      return;
    }
    const ids = new Set(this.post.notes.items.map((n) => n.id));
    const kept = before.items.filter((n) => !ids.has(n.id));
    if (kept.length && kept.length < before.items.length) {
      this.olderNotes = [...this.olderNotes, ...kept];
      this.olderNext ??= before.next ?? "";
    } else if (kept.length) {
      // More came than a post brings along: what lies between is fetched when it is asked for.
      this.olderNotes = [];
      this.olderNext = null;
    }
  }

  /** Whether a comment stands here that does not come with the post any more. */
  isOlder(id) {
    return this.olderNotes.some((n) => n.id === id);
  }

  /** Shows a comment as it is now. */
  replaceNote(note) {
    if (this.isOlder(note.id)) {
      this.olderNotes = this.olderNotes.map((n) => (n.id === note.id ? note : n));
    }
  }

  /** What was folded in while the fold stands open is shown in it. */
  updated(changed) {
    const before = changed.get("post");
    if (this.steps && before && before.steps !== this.post.steps) {
      this.readSteps();
    }
  }

  /** Ends answering; the focus goes back to where it began. */
  async answered() {
    const to = this.answering;
    this.answering = null;
    await this.updateComplete;
    const note = to?.id && this.noteElement(to.id);
    (note ? note.act("reply") : this.act("comment"))?.focus();
  }

  noteElement(id) {
    return this.renderRoot.querySelector(`causerie-note[data-id="${id}"]`);
  }

  /** Gives the element of a comment, after earlier ones were fetched as far back as it stands. */
  async reveal(id) {
    await this.updateComplete;
    while (!this.noteElement(id) && (this.olderNext ?? this.post.notes.next)) {
      await this.loadOlder();
      if (this.failure) {
        return null;
      }
      await this.updateComplete;
    }
    return this.noteElement(id);
  }

  async answer(note) {
    this.answering = note ?? {};
    await this.updateComplete;
    const composer = this.renderRoot.querySelector(".answer causerie-composer");
    await composer.updateComplete;
    composer.focus();
  }

  reply(content, key, alsoIn, files) {
    const body = { content, upTo: this.context.seen(), alsoIn, files };
    if (this.answering?.id) {
      body.inReplyTo = this.answering.id;
    }
    return this.context.api.post(`${this.path}/notes`, body, key);
  }

  async unfold() {
    if (this.steps) {
      this.steps = null;
      return;
    }
    await this.readSteps();
  }

  async readSteps() {
    await this.attempt(async () => {
      this.steps = (await this.context.api.get(`${this.path}/changes`)).items;
    });
  }

  async loadOlder() {
    await this.attempt(async () => {
      const cursor = this.olderNext ?? this.post.notes.next;
      const page = await this.context.api.get(`${this.path}/notes?cursor=${encodeURIComponent(cursor)}&limit=50`);
      this.olderNotes = [...page.items, ...this.olderNotes];
      this.olderNext = page.next ?? "";
      await this.updateComplete;
      const first = this.noteElement(page.items[0]?.id);
      await first?.updateComplete;
      first?.renderRoot.querySelector("causerie-moment")?.focus();
    });
  }

  /** Its address is given out: what changes later is told in a post of its own. Words never fold. */
  async hold() {
    if (this.post.kind === "post") {
      return;
    }
    try {
      await this.context.hold(this.post.id);
    } catch (problem) {
      // Who may only read changes nothing; she has the address all the same.
      if (problem.status !== 403) {
        throw problem;
      }
    }
  }

  /** The browser has ways of its own to take an address: it is opened, dragged, or copied from a menu. */
  givenOut() {
    this.hold().catch(() => {});
  }

  render() {
    const { t, lang } = this.context;
    const p = this.post;
    const talk = p.kind === "post" && !p.removed;
    const short = talk && !this.editing && !p.summary && this.short;
    return html`<div class="item ${talk ? "talk" : "change"} ${this.outside ? "outside" : ""}">
      ${this.dot()}
      <causerie-avatar ?small=${!talk} name=${p.actor.name} kind=${p.actor.kind}></causerie-avatar>
      <div>
        ${this.outside ? html`<div class="tag">${icon("globe")}${t("laneOutside")}</div>` : nothing}
        <div class="who">
          <span id="headline">${this.headline()}${short ? html` ${this.words(true)}` : nothing}</span>
          <span class="when">
            ${p.late ? html`<span class="small">${t("late")} · </span>` : nothing}<causerie-moment
              at=${p.published}
              lang=${lang}
              target=${this.context.target}
              href=${this.link}
              @click=${this.givenOut}
              @auxclick=${this.givenOut}
              @contextmenu=${this.givenOut}
              @dragstart=${this.givenOut}
            ></causerie-moment
            >${this.edited()}
          </span>
        </div>
        ${p.removed ? nothing : this.content(short)} ${this.files()} ${this.copies()} ${this.wordings()} ${this.failed()}
        ${p.removed || this.editing ? nothing : this.acts()} ${this.notes()} ${this.answerBox()}
      </div>
    </div>`;
  }

  headline() {
    const { t } = this.context;
    const p = this.post;
    if (p.removed) {
      return html`<span class="tomb">${t("removed", { name: p.removed.by.name })}</span>`;
    }
    if (!p.summary) {
      return html`${named(p.actor, this.context.target)}${this.source()}`;
    }
    return p.summary.parts.map((part) => {
      if (part.kind === "actor") {
        return named(p.actor, this.context.target, part.text);
      }
      if (part.kind === "changes" && p.changes.length === 1) {
        return html`${p.changes[0].label} ${this.change(p.changes[0])}`;
      }
      if (part.kind === "changes") {
        return t("fields", { n: p.changes.length });
      }
      return part.text;
    });
  }

  change(c) {
    const { t } = this.context;
    if (c.from === c.to) {
      return html`<span class="now">${t("backTo", { value: c.to })}</span>`;
    }
    return c.from === undefined
      ? html`<span class="now">${c.to}</span>`
      : html`<span class="pair"
          ><span class="sr">${t("from")}</span> <span class="was">${c.from}</span
          ><span class="arrow" aria-hidden="true">→</span><span class="sr"> ${t("to")} </span
          ><span class="now">${c.to}</span></span
        >`;
  }

  content(short) {
    const { t, lang } = this.context;
    const p = this.post;
    const inHeadline = p.changes.length === 1 && p.summary?.parts.some((part) => part.kind === "changes");
    return html`${p.changes.length && !inHeadline ? this.changeList(p.changes) : nothing}
      ${p.hiddenChanges ? html`<div class="small">${t("hidden", { n: p.hiddenChanges })}</div>` : nothing}
      ${p.steps > 1
        ? html`<button class="more" aria-expanded=${this.steps ? "true" : "false"} @click=${this.unfold}>
            ${this.steps ? t("fold") : t("unfold", { n: p.steps })}
          </button>`
        : nothing}
      ${this.steps
        ? html`<ol class="steps">
            ${this.steps.map(
              (s) => html`<li>
                <span
                  >${s.changes.map(
                    (c) => html`<span class="step">${c.label}${t("colon")}${this.change(c)}</span> `,
                  )}</span
                >
                <causerie-moment at=${s.published} lang=${lang}></causerie-moment>
              </li>`,
            )}
          </ol>`
        : nothing}
      ${this.editing ? this.editor() : short ? nothing : this.words()}`;
  }

  changeList(changes) {
    const { t } = this.context;
    const more = changes.length - CHANGES;
    const cut = more > 1 && !this.allChanges;
    return html`<dl>
        ${(cut ? changes.slice(0, CHANGES) : changes).map((c) => html`<dt>${c.label}</dt><dd>${this.change(c)}</dd>`)}
      </dl>
      ${more > 1
        ? html`<button class="more" aria-expanded=${cut ? "false" : "true"} @click=${() => (this.allChanges = cut)}>
            ${cut ? t("moreFields", { n: more }) : t("showLess")}
          </button>`
        : nothing}`;
  }

  answerable() {
    return this.post.canReply && !this.answering
      ? { act: "comment", text: this.context.t("comment"), run: () => this.answer() }
      : null;
  }

  notes() {
    const { t } = this.context;
    const last = this.post.notes.items;
    const lastIds = new Set(last.map((n) => n.id));
    const all = [...this.olderNotes.filter((n) => !lastIds.has(n.id)), ...last];
    if (all.length === 0) {
      return nothing;
    }
    const older = this.olderNext ?? this.post.notes.next;
    return html`<div class="notes">
      ${older ? html`<div><button class="more" @click=${this.loadOlder}>${t("olderNotes")}</button></div>` : nothing}
      ${repeat(
        all,
        (n) => n.id,
        (n) => html`<causerie-note
          data-id=${n.id}
          .context=${this.context}
          .note=${n}
          ?canReply=${this.post.canReply}
          ?outside=${this.outside}
          ?marked=${this.context.marked === n.id}
          ?unread=${n.unread || this.context.isUnread(n.id)}
        ></causerie-note>`,
      )}
    </div>`;
  }

  answerBox() {
    const { t } = this.context;
    if (!this.answering) {
      return nothing;
    }
    const to = this.answering.author ? t("replyTo", { name: this.answering.author.name }) : t("writeComment");
    return html`<div class="answer">
      <causerie-composer
        .context=${this.context}
        place=${`note:${this.post.id}`}
        label=${to}
        action=${t("comment")}
        cancellable
        .lanes=${[{ lane: this.post.lane, begun: this.post.kind === "post" || this.post.notes.count > 0 }]}
        .readersPath=${() => this.readersPath}
        ?also=${this.post.readAsRecord}
        .send=${(content, lane, key, gate, alsoIn, files) => this.reply(content, key, alsoIn, files)}
        @causerie-sent=${(e) => {
          e.stopPropagation();
          this.answered();
          this.changed();
        }}
        @causerie-cancel=${(e) => {
          e.stopPropagation();
          this.answered();
        }}
      ></causerie-composer>
    </div>`;
  }
}
customElements.define("causerie-post", CauseriePost);
