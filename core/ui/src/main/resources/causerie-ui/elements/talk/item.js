import { LitElement, html, nothing } from "lit";
import "/ui/elements/talk/body.js";
import "/ui/elements/talk/editor.js";
import "/ui/elements/talk/reactions.js";
import { reason } from "/ui/elements/shared.js";
import "/ui/elements/talk/wordings.js";

/**
 * What a post and a comment have in common: it can be reacted to and answered, changed and removed by whom it is
 * of, and it says what went wrong with that. Whoever extends it gives `item`, `path`, `lane` and `canReply`,
 * and says by `answerable` how it is answered.
 *
 * @fires causerie-changed when it is to be read again
 */
export class Item extends LitElement {
  static properties = {
    context: { attribute: false },
    unread: { type: Boolean },
    editing: { state: true },
    removing: { state: true },
    more: { state: true },
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

  /** A button of this item itself, and of nothing in it. */
  act(name) {
    return this.renderRoot.querySelector(`[data-act="${name}"]`);
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

  words() {
    return this.item.html ? html`<causerie-body .html=${this.item.html}></causerie-body>` : nothing;
  }

  wordings() {
    return this.item.edited && !this.item.removed
      ? html`<causerie-wordings .context=${this.context} path=${this.path} version=${this.item.version}></causerie-wordings>`
      : nothing;
  }

  failed() {
    const { t } = this.context;
    return this.failure
      ? html`<div class="error" role="alert"><span>${t("failed", { reason: reason(this.failure, t) })}</span></div>`
      : nothing;
  }

  /** What can be done with it; before it is removed, whether that is meant. */
  acts() {
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
        .reactions=${this.item.reactions}
        ?writable=${this.canReply}
      ></causerie-reactions>
      ${this.answerable()} ${this.moreActs()}
    </div>`;
  }

  moreActs(also = nothing) {
    const { t } = this.context;
    if (!this.item.canEdit && also === nothing) {
      return nothing;
    }
    return html`<button
        data-act="more"
        aria-label=${t("more")}
        aria-expanded=${this.more ? "true" : "false"}
        @click=${() => (this.more = !this.more)}
      >
        ⋯
      </button>
      ${this.more && this.item.canEdit
        ? html`<button data-act="edit" @click=${() => (this.editing = true)}>${t("edit")}</button>
            <button data-act="remove" @click=${this.askRemove}>${t("remove")}</button>`
        : nothing}
      ${this.more ? also : nothing}`;
  }

  editor() {
    return html`<causerie-editor
      .context=${this.context}
      path=${this.path}
      .item=${this.item}
      lane=${this.lane}
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
