import { LitElement, html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { Home } from "/ui/controllers/home.js";
import { homeStyles } from "/ui/elements/home/home-styles.js";
import { iconOf, why } from "/ui/elements/home/why.js";
import { icon } from "/ui/elements/icons.js";
import { reason, shared } from "/ui/elements/shared.js";
import { notice, noticeStyles } from "/ui/elements/talk/notice.js";
import "/ui/elements/talk/post.js";
import { dayName, exact } from "/ui/time.js";

/** Keys that go along the feed, as in the talk about a record. */
const STEPS = { PageDown: 1, PageUp: -1, j: 1, k: -1 };
/** What may be shown, and what each is called. */
const SHOWS = { all: (t) => t("all"), talk: (t) => t("talk"), mentions: (t) => t("mentionsOnly") };
/** What one may choose by: how that is called, and what chooses nothing. */
const CHOICES = { system: ["systemFilter", "systemAll"], person: ["personFilter", "personAll"] };

/**
 * A person's home: what happened to what she follows, each with its reason; what came meanwhile is announced
 * above and shown when she asks for it.
 *
 * @fires causerie-title with the title of the page as `detail`
 * @fires causerie-ended when the reader has to sign in again
 */
export class CauserieHome extends LitElement {
  static properties = {
    api: { attribute: false },
    t: { attribute: false },
    lang: {},
    guest: { type: Boolean },
    state: { state: true },
    failure: { state: true },
    said: { state: true },
  };

  static styles = [shared, noticeStyles, homeStyles];

  constructor() {
    super();
    this.state = "loading";
    this.home = new Home(this);
    this.options = { system: new Map(), person: new Map() };
    this.addEventListener("causerie-changed", (e) => this.changed(e));
    this.addEventListener("keydown", (e) => this.walk(e));
  }

  firstUpdated() {
    this.load();
  }

  updated() {
    const { unread } = this.home;
    const title = unread?.count ? `(${this.count(unread)}) ${this.t("home")}` : this.t("home");
    if (title !== this.title) {
      this.title = title;
      this.dispatchEvent(new CustomEvent("causerie-title", { detail: title }));
    }
  }

  count({ count, exact: all }) {
    return all ? this.t("number", { n: count }) : this.t("atLeast", { n: count });
  }

  async load() {
    try {
      await this.home.load();
      this.state = "ready";
      this.failure = null;
      this.home.follow();
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

  end() {
    this.state = "ended";
    this.dispatchEvent(new CustomEvent("causerie-ended", { bubbles: true, composed: true }));
  }

  announce(n) {
    this.said = this.t("newPosts", { n });
  }

  article(id) {
    return this.renderRoot.querySelector(`article[data-id="${id}"]`);
  }

  /** Goes from article to article while the focus is in one, and not where one writes. */
  walk(event) {
    const step = STEPS[event.key];
    const path = event.composedPath();
    if (!step || event.ctrlKey || event.metaKey || event.altKey || ["textarea", "select"].includes(path[0].localName)) {
      return;
    }
    const articles = [...this.renderRoot.querySelectorAll("article")];
    const at = articles.indexOf(path.find((e) => e.localName === "article"));
    if (at >= 0) {
      event.preventDefault();
      articles[at + step]?.focus();
    }
  }

  async changed(event) {
    const post = event.composedPath().find((e) => e.localName === "causerie-post");
    if (post) {
      await this.attempt(() => this.home.renewPost(post.post.id));
    }
  }

  /** What the elements of a talk need to know of where they stand. */
  context(item) {
    const { api, t, lang, guest } = this;
    const { activity } = item;
    const hold = (id) => api.postLeaving(`/activities/${id}/link`, { upTo: item.place });
    return {
      api,
      t,
      lang,
      guest,
      hold,
      record: activity.record,
      target: "_self",
      known: true,
      system: { name: item.system, title: item.systemTitle },
      seen: () => item.place,
      isUnread: () => false,
      say: (text) => (this.said = text),
      reread: () => {},
      link: (post, note) => `/records/${activity.record}#activity=${post}${note ? `&note=${note}` : ""}`,
    };
  }

  async showFresh() {
    const first = this.home.showFresh();
    await this.updateComplete;
    this.article(first?.id)?.focus();
  }

  async showOlder() {
    await this.attempt(async () => {
      const first = await this.home.older();
      await this.updateComplete;
      this.article(first?.id)?.focus();
    });
  }

  async mark(item) {
    await this.attempt(() => this.home.mark(item.id, item.unread));
    this.said = this.t(item.unread ? "markedRead" : "markedUnread");
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
    const { t, home } = this;
    const unread = home.unread?.count ?? 0;
    return html`<div class="head">
        <h1>${t("home")}</h1>
        <p>${unread ? t("homeUnread", { n: unread, count: this.count(home.unread) }) : t("homeAllRead")}</p>
        <span class="grow"></span>
        ${home.items.some((item) => item.unread)
          ? html`<button class="btn" @click=${() => this.attempt(() => home.readAll())}>${t("markAllRead")}</button>`
          : nothing}
      </div>
      ${this.filters()} ${this.failure ? this.trouble(() => ((this.failure = null), this.load())) : nothing}
      ${home.fresh
        ? html`<button class="new" @click=${() => this.showFresh()}>${t("newPosts", { n: home.fresh.count })}</button>`
        : nothing}
      ${home.items.length ? this.feed() : this.empty()}
      ${home.next
        ? html`<div class="end"><button class="btn" @click=${() => this.showOlder()}>${t("older")}</button></div>`
        : nothing}
      <div class="sr" aria-live="polite">${this.said}</div>`;
  }

  filters() {
    const { t, home } = this;
    const { filter } = home;
    for (const { system, systemTitle, activity } of home.items) {
      this.options.system.set(system, systemTitle);
      if (activity.actor.person && !activity.actor.you) {
        this.options.person.set(activity.actor.person, activity.actor.name);
      }
    }
    const chip = (on, text, change) => html`<button
      class="chip"
      aria-pressed=${on ? "true" : "false"}
      @click=${() => this.attempt(() => home.choose(change))}
    >
      ${text}
    </button>`;
    return html`<div class="chips" role="group" aria-label=${t("show")}>
      ${Object.keys(SHOWS).map((show) => chip(filter.show === show, SHOWS[show](t), { show }))}
      ${chip(filter.unread, t("unreadOnly"), { unread: !filter.unread })} ${Object.keys(CHOICES).map((name) => this.choice(name))}
    </div>`;
  }

  /** A choice among what was seen; where there is but one there is nothing to choose. */
  choice(name) {
    const { t, home } = this;
    const options = [...this.options[name]].sort((a, b) => a[1].localeCompare(b[1], this.lang));
    if (options.length < 2 && !home.filter[name]) {
      return nothing;
    }
    return html`<select
      class=${home.filter[name] ? "on" : ""}
      aria-label=${t(CHOICES[name][0])}
      @change=${(e) => this.attempt(() => home.choose({ [name]: e.target.value }))}
    >
      <option value="">${t(CHOICES[name][1])}</option>
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${home.filter[name] === value}>${text}</option>`)}
    </select>`;
  }

  feed() {
    const { t, lang, home } = this;
    let day = "";
    let above = false;
    return html`<div role="feed" aria-label=${t("home")}>
      ${repeat(
        home.items,
        (item) => item.id,
        (item, i) => {
          const name = dayName(item.activity.published, lang, t);
          const separator = name === day ? nothing : html`<h2 class="day"><span>${name}</span></h2>`;
          day = name;
          const here = above && home.here > 0 && item.place <= home.here;
          above = item.place > home.here;
          return html`<article
            tabindex="0"
            data-id=${item.id}
            ?data-unread=${item.unread}
            aria-posinset=${i + 1}
            aria-setsize=${home.next ? -1 : home.items.length}
            aria-label=${`${why(item, t)}: ${item.activity.summary?.text ?? item.activity.actor.name}, ${item.activity.recordTitle}, ${exact(item.activity.published, lang)}`}
          >
            ${here ? html`<p class="here">${t("readUpToHere")}</p>` : nothing} ${separator} ${this.reason(item)}
            <causerie-post .context=${this.context(item)} .post=${item.activity} ?unread=${item.unread}></causerie-post>
          </article>`;
        },
      )}
    </div>`;
  }

  reason(item) {
    const { t } = this;
    return html`<div class="why">
      ${icon(iconOf(item.reason))}<em>${why(item, t)}</em><span aria-hidden="true">·</span>
      <a href=${`/records/${item.activity.record}`}>${item.activity.recordTitle}</a><span>${item.systemTitle}</span>
      <span class="grow"></span>
      <button @click=${() => this.mark(item)}>${t(item.unread ? "markRead" : "markUnread")}</button>
    </div>`;
  }

  empty() {
    const { t, home } = this;
    return home.filtered
      ? notice(t("homeNothing"), t("homeNothingHelp"))
      : notice(t("homeEmpty"), t(this.guest ? "homeEmptyGuest" : "homeEmptyHelp"));
  }
}
customElements.define("causerie-home", CauserieHome);
