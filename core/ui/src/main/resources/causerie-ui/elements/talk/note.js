import { LitElement, css, html, nothing } from "lit";
import "/ui/elements/talk/body.js";
import "/ui/elements/talk/editor.js";
import { reason, shared } from "/ui/elements/shared.js";
import "/ui/elements/talk/wordings.js";

/**
 * A comment.
 *
 * @fires causerie-changed after it was edited, removed or reacted to
 * @fires causerie-reply when somebody wants to answer it
 */
export class CauserieNote extends LitElement {
  static properties = {
    context: { attribute: false },
    note: { attribute: false },
    canReply: { type: Boolean },
    outside: { type: Boolean },
    unread: { type: Boolean },
    editing: { state: true },
    removing: { state: true },
    more: { state: true },
    failure: { state: true },
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

  changed() {
    this.dispatchEvent(new CustomEvent("causerie-changed", { bubbles: true, composed: true }));
  }

  get path() {
    return `/notes/${this.note.id}`;
  }

  /** Ends editing or removing; the focus goes back to where it began. */
  async done(button) {
    this.editing = false;
    this.removing = false;
    await this.updateComplete;
    this.renderRoot.querySelector(`[data-act="${button}"]`)?.focus();
  }

  async askRemove() {
    this.removing = true;
    await this.updateComplete;
    this.renderRoot.querySelector('[data-act="sure"]').focus();
  }

  async takeBack() {
    try {
      await this.context.api.delete(this.path, this.note.version);
      this.removing = false;
      this.changed();
    } catch (problem) {
      this.failure = problem;
    }
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
      ${this.unread ? html`<span class="dot" title=${t("unread")}></span><span class="sr">${t("unread")}</span>` : nothing}
      <causerie-avatar small name=${n.author.name} kind=${n.author.kind}></causerie-avatar>
      <div>
        <div class="who">
          <span><b>${n.author.name}</b>${n.author.kind === "guest" && !this.context.guest ? html` <span class="guest">${t("guest")}</span>` : nothing}</span>
          <span
            ><causerie-moment at=${n.created} lang=${lang} target=${this.context.target} href=${this.context.link(n.activity, n.id)}></causerie-moment></span
          >
        </div>
        ${n.inReplyToAuthor ? html`<div class="small">${t("replyTo", { name: n.inReplyToAuthor.name })}</div>` : nothing}
        ${this.editing ? this.editor() : html`<causerie-body .html=${n.html}></causerie-body>`}
        ${n.edited
          ? html`<causerie-wordings .context=${this.context} path=${this.path} version=${n.version}></causerie-wordings>`
          : nothing}
        ${this.failed()}
        ${this.editing ? nothing : this.meta()}
      </div>
    </div>`;
  }

  failed() {
    const { t } = this.context;
    return this.failure
      ? html`<div class="error" role="alert"><span>${t("failed", { reason: reason(this.failure, t) })}</span></div>`
      : nothing;
  }

  meta() {
    const { t } = this.context;
    if (this.removing) {
      return html`<div class="meta" role="group" aria-label=${t("removeSure")}>
        <span class="small">${t("removeSure")}</span>
        <button data-act="sure" @click=${this.takeBack}>${t("removeYes")}</button>
        <button @click=${() => this.done("remove")}>${t("cancel")}</button>
      </div>`;
    }
    return html`<div class="meta">
      <causerie-reactions
        .context=${this.context}
        path=${this.path}
        .reactions=${this.note.reactions}
        ?writable=${this.canReply}
      ></causerie-reactions>
      ${this.canReply
        ? html`<button
            data-act="reply"
            @click=${() => this.dispatchEvent(new CustomEvent("causerie-reply", { detail: this.note, bubbles: true, composed: true }))}
          >
            ${t("reply")}
          </button>`
        : nothing}
      ${this.note.canEdit
        ? html`<button
              data-act="more"
              aria-label=${t("more")}
              aria-expanded=${this.more ? "true" : "false"}
              @click=${() => (this.more = !this.more)}
            >
              ⋯
            </button>
            ${this.more
              ? html`<button data-act="edit" @click=${() => (this.editing = true)}>${t("edit")}</button>
                  <button data-act="remove" @click=${this.askRemove}>${t("remove")}</button>`
              : nothing}`
        : nothing}
    </div>`;
  }

  editor() {
    return html`<causerie-editor
      .context=${this.context}
      path=${this.path}
      .item=${this.note}
      lane=${this.outside ? "customer" : "internal"}
      @causerie-saved=${() => {
        this.done("edit");
        this.changed();
      }}
      @causerie-cancel=${(e) => {
        e.stopPropagation();
        this.done("edit");
      }}
    ></causerie-editor>`;
  }
}
customElements.define("causerie-note", CauserieNote);
