import { css, html, nothing } from "lit";
import { named } from "/ui/elements/named.js";
import { Item } from "/ui/elements/talk/item.js";
import { itemStyles } from "/ui/elements/talk/item-styles.js";
import { shared } from "/ui/elements/shared.js";

/**
 * A comment.
 *
 * @fires causerie-reply when somebody wants to answer it
 */
export class CauserieNote extends Item {
  static properties = {
    note: { attribute: false },
    canReply: { type: Boolean },
    outside: { type: Boolean },
  };

  static styles = [
    shared,
    itemStyles,
    css`
      :host {
        /* That its post has the focus says nothing of it. */
        --acts: 0;
      }
      .item {
        grid-template-columns: 20px minmax(0, 1fr);
        column-gap: 8px;
      }
      :host([marked]) .item {
        background: var(--accent-soft);
        border-radius: var(--r1);
        outline: 4px solid var(--accent-soft);
      }
      causerie-avatar {
        margin: 2px 0 0;
      }
      .dot {
        left: -16px;
        top: 9px;
      }
      .guest {
        color: var(--outside);
        font: 600 var(--text-xs) var(--font);
      }
      .acts {
        right: 0;
      }
      .item:hover .acts,
      .item:focus-within .acts {
        --acts: 1;
        pointer-events: auto;
      }
    `,
  ];

  get item() {
    return this.note;
  }

  get path() {
    return `/notes/${this.note.id}`;
  }

  get lane() {
    return this.outside ? "customer" : "internal";
  }

  get link() {
    return this.context.link(this.note.activity, this.note.id);
  }

  get readersPath() {
    return `/activities/${this.note.activity}/readers`;
  }

  render() {
    const { t, lang, target, guest } = this.context;
    const n = this.note;
    if (n.removed) {
      return html`<div class="item">
        <causerie-avatar small name=${n.removed.by.name}></causerie-avatar>
        <div class="tomb">
          ${t("removedNote", { name: n.removed.by.name })} ·
          <causerie-moment at=${n.removed.at} lang=${lang} href=${this.link}></causerie-moment>
          ${this.copies()}
        </div>
      </div>`;
    }
    const short = !this.editing && !n.inReplyToAuthor && this.short;
    return html`<div class="item talk">
      ${this.dot()}
      <causerie-avatar small name=${n.author.name} kind=${n.author.kind}></causerie-avatar>
      <div>
        <div class="who">
          <span
            >${named(n.author, target)}${n.author.kind === "guest" && !guest ? html` <span class="guest">${t("guest")}</span>` : nothing}${this.source()}${short
              ? html` ${this.words(true)}`
              : nothing}</span
          >
          <span class="when"><causerie-moment at=${n.created} lang=${lang} target=${target} href=${this.link}></causerie-moment>${this.edited()}</span>
        </div>
        ${n.inReplyToAuthor ? html`<div class="small">${t("replyTo", { name: n.inReplyToAuthor.name })}</div>` : nothing}
        ${this.editing ? this.editor() : short ? nothing : this.words()} ${this.files()} ${this.copies()} ${this.wordings()} ${this.failed()}
        ${this.editing ? nothing : this.acts()}
      </div>
    </div>`;
  }

  answerable() {
    const reply = () => this.dispatchEvent(new CustomEvent("causerie-reply", { detail: this.note, bubbles: true, composed: true }));
    return this.canReply ? { act: "reply", text: this.context.t("reply"), run: reply } : null;
  }
}
customElements.define("causerie-note", CauserieNote);
