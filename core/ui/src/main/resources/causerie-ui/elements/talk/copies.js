import { LitElement, css, html, nothing } from "lit";
import { icon } from "/ui/elements/icons.js";
import { reason, shared } from "/ui/elements/shared.js";
import { said } from "/ui/phrases.js";
import { exact, relative } from "/ui/time.js";

/**
 * How a post or a comment stands in the system of its record, where its author chose that.
 *
 * @fires causerie-changed when it was tried again
 */
export class CauserieCopies extends LitElement {
  static properties = {
    context: { attribute: false },
    /** Of the post or the comment. */
    path: {},
    /** `[{system, state, since, differs, reason, canRetry}]` */
    copies: { attribute: false },
    removed: { type: Boolean },
    /** Whether the reader wrote it: then she may try again. */
    mine: { type: Boolean },
    busy: { state: true },
    failure: { state: true },
  };

  static styles = [
    shared,
    css`
      .copy {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 8px;
        align-items: center;
        margin-top: 2px;
        font: var(--text-xs) var(--font);
        color: var(--ink-3);
        overflow-wrap: anywhere;
      }
      .copy .icon {
        width: 14px;
        height: 14px;
        flex: none;
      }
      .copy > span {
        min-width: 0;
      }
      .refused,
      .doubt {
        color: var(--bad);
      }
    `,
  ];

  get system() {
    return this.context.system?.title ?? "";
  }

  async again(copy) {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.failure = null;
    try {
      await this.context.api.post(`${this.path}/deliveries/${encodeURIComponent(copy.system)}/retry`);
      this.dispatchEvent(new CustomEvent("causerie-changed", { bubbles: true, composed: true }));
    } catch (problem) {
      this.failure = problem;
    } finally {
      this.busy = false;
    }
  }

  /** Why it is not there; in the reader's language where that is known. */
  why(copy) {
    if (!copy.reason) {
      return nothing;
    }
    const { text, lang } = said(copy.reason, copy.phrases?.reason, this.context.lang);
    return html`<span lang=${lang}>${text}</span>`;
  }

  /** One sentence, with the time it speaks of. */
  words(copy) {
    const { t, lang } = this.context;
    const { system } = this;
    const time = copy.since ? relative(copy.since, lang) : "";
    switch (copy.state) {
      case "there":
        return t("copyThere", { system, time });
      case "gone":
        return t("copyGone", { system });
      case "refused":
        return copy.since ? t("copyNotFollowed", { system }) : t("copyRefused", { system });
      case "doubt":
        return t("copyDoubt", { system });
      default:
        return t("copyWaiting", { system });
    }
  }

  render() {
    const { t, lang } = this.context;
    return html`${this.copies.map(
      (copy) => html`<div class="copy ${copy.state}">
        ${icon("out")}<span title=${copy.since ? exact(copy.since, lang) : nothing}>${this.words(copy)}</span>
        ${copy.differs && copy.state === "there" ? html`<span>${t(this.removed ? "copyStays" : "copyDiffers")}</span>` : nothing}
        ${copy.state === "there" ? nothing : this.why(copy)}
        ${copy.canRetry && this.mine
          ? html`<button class="btn" data-act="again" aria-disabled=${this.busy ? "true" : "false"} @click=${() => this.again(copy)}>
              ${t("tryAgain")}
            </button>`
          : nothing}
      </div>`,
    )}
    ${this.failure
      ? html`<div class="error" role="alert"><span>${t("failed", { reason: reason(this.failure, t) })}</span></div>`
      : nothing}`;
  }
}
customElements.define("causerie-copies", CauserieCopies);
