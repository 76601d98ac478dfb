import { LitElement, html, nothing } from "lit";
import { icon } from "/ui/elements/icons.js";
import "/ui/elements/talk/attachments.js";
import "/ui/elements/talk/body.js";
import "/ui/elements/talk/copies.js";
import "/ui/elements/talk/editor.js";
import "/ui/elements/talk/menu.js";
import "/ui/elements/talk/reactions.js";
import "/ui/elements/talk/readers.js";
import { reason } from "/ui/elements/shared.js";
import "/ui/elements/talk/wordings.js";

/** A few words and nothing else; entities count as what they are written as. */
const SHORT = /^<p>[^<]{1,24}<\/p>\s*$/;
/** So long it is shown that an address was copied. */
const COPIED = 4000;

/**
 * What a post and a comment have in common: it can be reacted to and answered, changed and removed by whom it is
 * of, and it says what went wrong with that. Whoever extends it gives `item`, `path`, `lane`, `canReply`, `link`
 * and `readersPath`, and says by `answerable` how it is answered: `{act, text, run()}`, or null.
 *
 * @fires causerie-changed when it is to be read again
 */
export class Item extends LitElement {
  static properties = {
    context: { attribute: false },
    unread: { type: Boolean },
    editing: { state: true },
    removing: { state: true },
    history: { state: true },
    copied: { state: true },
    failure: { state: true },
  };

  constructor() {
    super();
    this.addEventListener("causerie-failed", (e) => {
      e.stopPropagation();
      this.failure = e.detail;
    });
  }

  changed() {
    this.failure = null;
    this.dispatchEvent(new CustomEvent("causerie-changed", { bubbles: true, composed: true }));
  }

  async attempt(work) {
    this.failure = null;
    try {
      await work();
    } catch (problem) {
      this.failure = problem.status === undefined ? { status: 1, message: problem.message } : problem;
    }
  }

  /** What something is done by with this item itself, and not with one in it. */
  act(name) {
    return this.renderRoot.querySelector(name === "more" ? "causerie-menu" : `[data-act="${name}"]`);
  }

  /** Ends editing or removing; the focus goes back to where it began. */
  async done(act) {
    this.editing = false;
    this.removing = false;
    await this.updateComplete;
    this.act(act)?.focus();
  }

  async askRemove() {
    this.removing = true;
    await this.updateComplete;
    this.act("sure").focus();
  }

  async takeBack() {
    await this.attempt(async () => {
      await this.context.api.delete(this.path, this.item.version);
      this.removing = false;
      this.changed();
    });
  }

  dot() {
    const { t } = this.context;
    return this.unread ? html`<span class="dot" title=${t("unread")}></span><span class="sr">${t("unread")}</span>` : nothing;
  }

  /** Whether what it says stands on the line of its author's name. */
  get short() {
    return SHORT.test(this.item.html ?? "");
  }

  /** @param inline on a line with what stands before it */
  words(inline = false) {
    return this.item.html ? html`<causerie-body .html=${this.item.html} ?inline=${inline}></causerie-body>` : nothing;
  }

  /** Says beside its author's name in which source she said it. */
  source() {
    const { source } = this.item;
    return source ? html` <span class="small">${this.context.t("inSource", { system: source.title })}</span>` : nothing;
  }

  /** Says beside the time that it was edited; on a click what it said before. */
  edited() {
    const { t } = this.context;
    return this.item.edited && !this.item.removed
      ? html`<button class="edited" aria-expanded=${this.history ? "true" : "false"} @click=${() => (this.history = !this.history)}>
          ${t("edited")}
        </button>`
      : nothing;
  }

  wordings() {
    return this.history && this.item.edited && !this.item.removed
      ? html`<causerie-wordings .context=${this.context} path=${this.path} version=${this.item.version}></causerie-wordings>`
      : nothing;
  }

  /** The files that go with it. */
  files() {
    const { attachments, removed } = this.item;
    return attachments && !removed && !this.editing
      ? html`<causerie-attachments .context=${this.context} .files=${attachments}></causerie-attachments>`
      : nothing;
  }

  /** How it stands in the system of the record, where its author chose that. */
  copies() {
    const { copies, removed, mine } = this.item;
    return copies
      ? html`<causerie-copies
          .context=${this.context}
          path=${this.path}
          .copies=${copies}
          ?removed=${removed}
          ?mine=${mine}
        ></causerie-copies>`
      : nothing;
  }

  failed() {
    const { t } = this.context;
    return this.failure
      ? html`<div class="error" role="alert"><span>${t("failed", { reason: reason(this.failure, t) })}</span></div>`
      : nothing;
  }

  /** The reactions it has, and what can be done with it; before it is removed, whether that is meant. */
  acts() {
    const { t } = this.context;
    if (this.removing) {
      return html`<div class="sure" role="group" aria-label=${t("removeSure")}>
        <span class="small">${t("removeSure")}</span>
        <button class="btn" data-act="sure" @click=${this.takeBack}>${t("removeYes")}</button>
        <button class="btn" @click=${() => this.done("more")}>${t("cancel")}</button>
      </div>`;
    }
    const { reactions } = this.item;
    const answer = this.answerable();
    return html`<div class="meta ${reactions.length ? "" : "bare"}">
      <causerie-reactions
        .context=${this.context}
        path=${this.path}
        .reactions=${reactions}
        ?writable=${this.canReply}
      ></causerie-reactions>
      <div class="acts ${this.copied ? "stay" : ""}">
        ${this.canReply
          ? html`<causerie-react .context=${this.context} path=${this.path} .reactions=${reactions}></causerie-react>`
          : nothing}
        ${answer
          ? html`<button class="reply" data-act=${answer.act} aria-label=${answer.text} title=${answer.text} @click=${answer.run}>
              ${icon("answer")}<span class="label">${answer.text}</span>
            </button>`
          : nothing}
        ${this.copied ? html`<span class="small">${t("copied")}</span>` : nothing}
        <causerie-menu label=${t("more")} .entries=${this.entries(answer)}></causerie-menu>
      </div>
    </div>
    <causerie-readers .context=${this.context} path=${this.readersPath} bare></causerie-readers>`;
  }

  get reacting() {
    return this.renderRoot.querySelector("causerie-react");
  }

  entries(answer) {
    const { t } = this.context;
    const { canEdit } = this.item;
    return [
      answer && { ...answer, icon: "answer", touch: true },
      this.canReply && { act: "react", text: t("react"), icon: "smile", touch: true, run: () => this.reacting.pick() },
      { act: "copy", text: t("copyLink"), icon: "link", run: () => this.copy() },
      { act: "readers", text: t("readersTitle"), icon: "people", run: () => this.renderRoot.querySelector("causerie-readers").show() },
      this.mark && { act: "mark", text: t("mark"), icon: "mark", run: () => this.attempt(() => this.mark()) },
      canEdit && { act: "edit", text: t("edit"), icon: "pen", run: () => (this.editing = true) },
      canEdit && { act: "remove", text: t("remove"), icon: "bin", danger: true, run: () => this.askRemove() },
    ];
  }

  async copy() {
    await this.attempt(async () => {
      // Some browsers let a page write there only as long as the click is new.
      await navigator.clipboard.writeText(new URL(this.link, location.href).href);
      await this.hold();
      this.copied = true;
      clearTimeout(this.copying);
      this.copying = setTimeout(() => (this.copied = false), COPIED);
      this.context.say(this.context.t("copied"));
    });
  }

  /** Its address is given out: what it says may have to stay as its giver saw it. */
  async hold() {}

  editor() {
    return html`<causerie-editor
      .context=${this.context}
      path=${this.path}
      .item=${this.item}
      lane=${this.lane}
      @causerie-saved=${() => {
        this.done("more");
        this.changed();
      }}
      @causerie-cancel=${(e) => {
        e.stopPropagation();
        this.done("more");
      }}
    ></causerie-editor>`;
  }
}
