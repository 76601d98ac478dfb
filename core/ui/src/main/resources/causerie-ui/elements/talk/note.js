import { css, html, nothing } from "lit";
import { Item } from "/ui/elements/talk/item.js";
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
    css`
      .note {
        position: relative;
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr);
        gap: 8px;
      }
      :host([marked]) .note {
        background: var(--accent-soft);
        border-radius: var(--r1);
        outline: 4px solid var(--accent-soft);
      }
      causerie-avatar {
        margin: 2px 0 0;
      }
      .dot {
        position: absolute;
        left: -16px;
        top: 9px;
        width: 6px;
        height: 6px;
        border-radius: 50%;
        background: var(--accent);
      }
      .who {
        display: flex;
        flex-wrap: wrap;
        gap: 0 10px;
        align-items: baseline;
        justify-content: space-between;
      }
      .who b {
        font-weight: 600;
      }
      .small {
        font: var(--text-xs) var(--font);
        color: var(--ink-3);
      }
      .guest {
        color: var(--outside);
        font: 600 var(--text-xs) var(--font);
      }
      .meta {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        align-items: center;
        margin: 2px 0 0 -6px;
      }
      @media (hover: hover) {
        .quiet {
          position: relative;
        }
        .quiet .meta {
          position: absolute;
          top: -3px;
          right: 72px;
          z-index: 2;
          margin: 0;
          padding: 0 2px;
          border: 1px solid var(--line);
          border-radius: var(--r1);
          background: var(--paper);
          opacity: 0;
          transition: opacity var(--fast);
        }
        :host(:hover) .quiet .meta,
        :host(:focus-within) .quiet .meta {
          opacity: 1;
        }
      }
      .tomb {
        color: var(--ink-3);
        font-style: italic;
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

  render() {
    const { t, lang } = this.context;
    const n = this.note;
    if (n.removed) {
      return html`<div class="note">
        <causerie-avatar small name=${n.removed.by.name}></causerie-avatar>
        <div class="tomb">
          ${t("removedNote", { name: n.removed.by.name })} ·
          <causerie-moment at=${n.removed.at} lang=${lang} href=${this.context.link(n.activity, n.id)}></causerie-moment>
        </div>
      </div>`;
    }
    const quiet = !n.reactions.length && !this.removing && !this.failure;
    return html`<div class="note ${quiet ? "quiet" : ""}">
      ${this.dot()}
      <causerie-avatar small name=${n.author.name} kind=${n.author.kind}></causerie-avatar>
      <div>
        <div class="who">
          <span><b>${n.author.name}</b>${n.author.kind === "guest" && !this.context.guest ? html` <span class="guest">${t("guest")}</span>` : nothing}</span>
          <span
            ><causerie-moment at=${n.created} lang=${lang} target=${this.context.target} href=${this.context.link(n.activity, n.id)}></causerie-moment></span
          >
        </div>
        ${n.inReplyToAuthor ? html`<div class="small">${t("replyTo", { name: n.inReplyToAuthor.name })}</div>` : nothing}
        ${this.editing ? this.editor() : this.words()} ${this.wordings()} ${this.failed()}
        ${this.editing ? nothing : this.acts()}
      </div>
    </div>`;
  }

  answerable() {
    return this.canReply
      ? html`<button
          data-act="reply"
          @click=${() => this.dispatchEvent(new CustomEvent("causerie-reply", { detail: this.note, bubbles: true, composed: true }))}
        >
          ${this.context.t("reply")}
        </button>`
      : nothing;
  }
}
customElements.define("causerie-note", CauserieNote);
