import { LitElement, css, html, nothing } from "lit";
import { UnreadNotices, short } from "/ui/controllers/inbox.js";
import { icon } from "/ui/elements/icons.js";
import { shared } from "/ui/elements/shared.js";

/**
 * The way to one's inbox, with how much of it is unread.
 *
 * @fires causerie-unread with `{count, exact}` as `detail` whenever that is another number
 */
export class CauserieBell extends LitElement {
  static shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static properties = { api: { attribute: false }, t: { attribute: false }, href: {}, target: {}, current: { type: Boolean } };

  static styles = [
    shared,
    css`
      :host {
        display: inline-block;
      }
      a {
        position: relative;
        display: grid;
        place-items: center;
        width: 32px;
        height: 32px;
        border-radius: var(--r1);
        color: var(--ink-2);
      }
      a:hover,
      a[aria-current] {
        color: var(--ink);
        background: var(--raised);
      }
      a:focus-visible {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
      }
      .icon {
        width: 18px;
        height: 18px;
      }
      .count {
        position: absolute;
        top: -1px;
        left: 17px;
        min-width: 16px;
        padding: 0 4px;
        border-radius: 8px;
        background: var(--accent);
        color: var(--accent-ink);
        font: 600 10px/16px var(--font);
        font-variant-numeric: tabular-nums;
        text-align: center;
        white-space: nowrap;
      }
      @media (pointer: coarse) {
        a {
          width: 44px;
          height: 44px;
        }
        .count {
          top: 5px;
          left: 23px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.notices = new UnreadNotices(this);
  }

  firstUpdated() {
    this.notices.follow();
  }

  unreadChanged(unread) {
    this.dispatchEvent(new CustomEvent("causerie-unread", { detail: unread }));
  }

  render() {
    const { t } = this;
    const { unread } = this.notices;
    const count = unread?.count ? short(unread, t) : "";
    const name = count ? t("inboxUnread", { n: unread.count, count }) : t("inbox");
    return html`<a
      href=${this.href ?? "/inbox"}
      target=${this.target ?? "_self"}
      rel="noopener"
      aria-label=${name}
      title=${name}
      aria-current=${this.current ? "true" : nothing}
      >${icon("bell")}${count ? html`<span class="count" aria-hidden="true">${count}</span>` : nothing}</a
    >`;
  }
}
customElements.define("causerie-bell", CauserieBell);
