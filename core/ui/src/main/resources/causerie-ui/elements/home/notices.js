import { LitElement, html, nothing, render } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import { Inbox, UnreadNotices, short } from "/ui/controllers/inbox.js";
import "/ui/elements/avatar.js";
import { noticesStyles } from "/ui/elements/home/notices-styles.js";
import { iconOf, why } from "/ui/elements/home/why.js";
import { icon } from "/ui/elements/icons.js";
import "/ui/elements/moment.js";
import { reason, shared } from "/ui/elements/shared.js";
import { notice, noticeStyles } from "/ui/elements/talk/notice.js";

/** So much of what was said is put on two lines at most. */
const EXCERPT = 300;

/** What sanitised HTML says, without its shape. */
function plain(sanitised) {
  const nowhere = document.createElement("template").content.ownerDocument.createElement("div");
  render(html`${unsafeHTML(sanitised.replace(/<\/(p|li|h\d|pre|td|blockquote)>|<br>/g, "$& "))}`, nowhere);
  return nowhere.textContent.replace(/\s+/g, " ").trim().slice(0, EXCERPT);
}

/**
 * What one was told: who, what, on which record and why, the last first. Whoever opens one has read it. It stands on the
 * page of the inbox, and in whatever else shows it.
 *
 * @fires causerie-unread with `{count, exact}` as `detail` whenever that is another number
 * @fires causerie-ended when the reader has to sign in again
 */
export class CauserieNotices extends LitElement {
  static properties = {
    api: { attribute: false },
    t: { attribute: false },
    lang: {},
    /** Where links are opened, and what gives the address of one; absent: on Causerie's own pages. */
    target: {},
    link: { attribute: false },
    state: { state: true },
    failure: { state: true },
    said: { state: true },
  };

  static styles = [shared, noticeStyles, noticesStyles];

  constructor() {
    super();
    this.state = "loading";
    this.inbox = new Inbox(this);
    this.notices = new UnreadNotices(this);
    this.link = ({ activity, note }) =>
      `/records/${activity.record}#activity=${activity.id}${note ? `&note=${note.id}` : ""}`;
  }

  firstUpdated() {
    this.load();
  }

  async load() {
    try {
      await this.inbox.load();
      this.state = "ready";
      this.failure = null;
      this.notices.follow();
    } catch (problem) {
      this.failure = problem;
      this.state = problem.status === 401 ? "ended" : "broken";
    }
  }

  async attempt(work) {
    try {
      await work();
      this.failure = null;
    } catch (problem) {
      this.failure = problem;
    }
  }

  unreadChanged(unread) {
    this.dispatchEvent(new CustomEvent("causerie-unread", { detail: unread }));
    this.inbox.renew();
  }

  end() {
    this.state = "ended";
    this.dispatchEvent(new CustomEvent("causerie-ended", { bubbles: true, composed: true }));
  }

  async mark(item) {
    await this.attempt(() => this.inbox.mark(item.id, item.unread));
    this.said = this.t(item.unread ? "markedRead" : "markedUnread");
  }

  async showOlder() {
    await this.attempt(async () => {
      const first = await this.inbox.older();
      await this.updateComplete;
      this.renderRoot.querySelector(`li[data-id="${first?.id}"] a`)?.focus();
    });
  }

  render() {
    switch (this.state) {
      case "loading":
        return html`<h1 class="sr" role="status">${this.t("loading")}</h1>`;
      case "ended":
        return notice(
          this.t("ended"),
          html`<a href=${`/sign-in?then=${encodeURIComponent(location.pathname)}`}>${this.t("signInAgain")}</a>`,
          true,
        );
      case "broken":
        return html`<h1 class="sr">${this.t("unreachableTitle")}</h1>
          ${this.trouble(() => this.load())}`;
      default:
        return this.page();
    }
  }

  trouble(again) {
    return html`<div class="error" role="alert">
      <span>${this.t("failed", { reason: reason(this.failure, this.t) })}</span>
      <button class="btn" @click=${again}>${this.t("tryAgain")}</button>
    </div>`;
  }

  page() {
    const { t, inbox } = this;
    const { unread } = this.notices;
    return html`<div class="head">
        <h1>${t("inbox")}</h1>
        <p>${unread?.count ? t("homeUnread", { n: unread.count, count: short(unread, t) }) : t("inboxAllRead")}</p>
        <span class="grow"></span>
        ${inbox.items.some((item) => item.unread)
          ? html`<button @click=${() => this.attempt(() => inbox.readAll())}>${t("markAllRead")}</button>`
          : nothing}
      </div>
      <div class="seg" role="group" aria-label=${t("show")}>
        ${this.choice(true, t("unreadOnly"))} ${this.choice(false, t("inboxAll"))}
      </div>
      ${this.failure ? this.trouble(() => ((this.failure = null), this.load())) : nothing}
      ${inbox.items.length
        ? html`<ol>
            ${repeat(
              inbox.items,
              (item) => item.id,
              (item) => this.row(item),
            )}
          </ol>`
        : inbox.onlyUnread
          ? notice(t("inboxNothing"), t("inboxNothingHelp"))
          : notice(t("inboxEmpty"), t("inboxEmptyHelp"))}
      ${inbox.next
        ? html`<div class="end"><button class="btn" @click=${() => this.showOlder()}>${t("older")}</button></div>`
        : nothing}
      <div class="sr" aria-live="polite">${this.said}</div>`;
  }

  choice(onlyUnread, text) {
    return html`<button
      aria-pressed=${this.inbox.onlyUnread === onlyUnread ? "true" : "false"}
      @click=${() => this.attempt(() => this.inbox.choose(onlyUnread))}
    >
      ${text}
    </button>`;
  }

  row(item) {
    const { t, lang } = this;
    const { activity, note } = item;
    const who = note?.author ?? activity.actor;
    // Whoever is nobody known here has her name in the source alone.
    const known = { ...item, reason: { by: who, ...item.reason } };
    const outside = activity.lane === "customer";
    const text = note
      ? plain(note.html)
      : activity.kind === "post"
        ? plain(activity.html ?? "")
        : (activity.summary?.text ?? "");
    return html`<li data-id=${item.id} ?data-unread=${item.unread} class=${outside ? "outside" : ""}>
      <causerie-avatar name=${who.name} kind=${who.kind}></causerie-avatar>
      <a class="what" href=${this.link(item)} target=${this.target ?? "_self"} rel="noopener" @click=${() => this.inbox.leave(item.id)}>
        <h2>${activity.recordTitle} <span>· ${item.typeLabel}, ${item.systemTitle}</span></h2>
        <p class="said">${note || activity.kind === "post" ? html`<b>${who.name}:</b> ` : nothing}${text}</p>
        <p class="why">
          <span class="first">${icon(iconOf(item.reason))}${why(known, t)}</span>
          ${item.more ? html`<span>${t("inboxMore", { n: item.more })}</span>` : nothing}
          ${outside ? html`<span class="lane">${icon("globe")}${t("inboxOutside")}</span>` : nothing}
        </p>
      </a>
      <div class="side">
        <causerie-moment at=${item.at} lang=${lang}></causerie-moment>
        <button aria-label=${`${t(item.unread ? "markRead" : "markUnread")}: ${activity.recordTitle}`} @click=${() => this.mark(item)}>
          ${t(item.unread ? "markRead" : "markUnread")}
        </button>
      </div>
    </li>`;
  }
}
customElements.define("causerie-notices", CauserieNotices);
