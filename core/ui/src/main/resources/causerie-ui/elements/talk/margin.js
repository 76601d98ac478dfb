import { LitElement, html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { draftsAreKept } from "/ui/drafts.js";
import "/ui/elements/avatar.js";
import "/ui/elements/talk/composer.js";
import { icon } from "/ui/elements/icons.js";
import "/ui/elements/moment.js";
import "/ui/elements/talk/note.js";
import "/ui/elements/talk/post.js";
import "/ui/elements/talk/reactions.js";
import "/ui/elements/talk/readers.js";
import { Following } from "/ui/elements/talk/margin-following.js";
import { side, top } from "/ui/elements/talk/margin-parts.js";
import { marginStyles } from "/ui/elements/talk/margin-styles.js";
import { reason, shared } from "/ui/elements/shared.js";
import { language, translator } from "/ui/i18n.js";
import { Turns } from "/ui/turns.js";
import { dayName, exact, untilTomorrow } from "/ui/time.js";

/** Keys that go along the feed: as its pattern asks, and as readers of long lists like it. */
const STEPS = { PageDown: 1, PageUp: -1, j: 1, k: -1 };

/**
 * The talk about one record: its head, a composer, its posts, live.
 *
 * @fires causerie-title with the record's title as `detail`, once it is known
 * @fires causerie-ended when the reader has to sign in again
 */
export class CauserieMargin extends LitElement {
  static properties = {
    api: { attribute: false },
    /** How to find the record: its id, or `{system, type, id}`; until it is set, the margin is loading. */
    find: { attribute: false },
    lang: {},
    /** Where links to posts open; a frame opens a new tab. */
    target: {},
    state: { state: true },
    record: { state: true },
    items: { state: true },
    next: { state: true },
    show: { state: true },
    fresh: { state: true },
    failure: { state: true },
    online: { state: true },
    said: { state: true },
    marked: { state: true },
  };

  static styles = [shared, marginStyles];

  constructor() {
    super();
    this.state = "loading";
    this.lang = language();
    this.show = "all";
    this.items = [];
    this.turns = new Turns();
    this.following = new Following(this);
    this.fresh = new Map();
    this.online = navigator.onLine;
    this.target = "_self";
    this.position = 0;
    this.news = new Set();
    this.addEventListener("keydown", (e) => this.walk(e));
    this.addEventListener("causerie-changed", (e) => this.reread(e));
  }

  connectedCallback() {
    super.connectedCallback();
    this.onOnline = () => (this.online = navigator.onLine);
    addEventListener("online", this.onOnline);
    addEventListener("offline", this.onOnline);
    this.tomorrow();
    this.onHash = () => this.jump();
    addEventListener("hashchange", this.onHash);
  }

  /** At midnight what was of today is of yesterday. */
  tomorrow() {
    this.midnight = setTimeout(() => (this.requestUpdate(), this.tomorrow()), untilTomorrow() + 1000);
  }

  willUpdate(changed) {
    if (changed.has("lang")) {
      this.lang = language(this.lang);
      this.t = translator(this.lang);
    }
  }

  updated(changed) {
    if (changed.has("find") && this.find) {
      this.load();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("online", this.onOnline);
    removeEventListener("offline", this.onOnline);
    removeEventListener("hashchange", this.onHash);
    clearTimeout(this.midnight);
  }

  get context() {
    return {
      api: this.api,
      t: this.t,
      lang: this.lang,
      record: this.record?.id,
      target: this.target,
      marked: this.marked,
      guest: this.record?.guest,
      lanes: this.record?.lanes,
      seen: () => this.position,
      isNew: (id) => this.news.has(id),
      say: (text) => (this.said = text),
      reread: () => this.following.readHead(),
      link: (activity, note) => this.link(activity, note),
      // Whoever follows an address reads what its giver was shown.
      hold: (activity) => this.api.postLeaving(`/activities/${activity}/link`, { upTo: this.position }),
    };
  }

  /**
   * The address of a post or comment. From a margin it leads to the source's own page, where colleagues are
   * signed in and the margin beside it goes on to what is named; from Causerie's own page it stays there.
   */
  link(activity, note) {
    const { id, url } = this.record;
    if (this.target === "_self" || !url) {
      return `/records/${id}#activity=${activity}${note ? `&note=${note}` : ""}`;
    }
    return `${url}${url.includes("#") ? "&" : "#"}causerie=${activity}${note ? `.${note}` : ""}`;
  }

  async load() {
    this.state = "loading";
    try {
      const path =
        typeof this.find === "string"
          ? `/records/${this.find}?include=activities`
          : `/records?${new URLSearchParams({ ...this.find, include: "activities" })}`;
      const turn = this.turns.begin();
      const record = await this.api.get(path);
      this.take(record, record.activities, turn);
      this.state = "ready";
      this.following.begin();
      this.following.markRead();
      await this.updateComplete;
      this.jump();
    } catch (problem) {
      this.failure = problem;
      this.state = problem.status === 404 ? "missing" : problem.status === 401 ? "ended" : "broken";
    }
  }

  take(record, page, turn) {
    this.head(record, turn);
    const known = new Set(this.items.map((p) => p.id));
    this.news = new Set();
    if (page.items.some((p) => known.has(p.id))) {
      // What was loaded further down stays where it is.
      this.merge(page.items, turn);
    } else {
      this.items = [];
      this.merge(page.items, turn);
      this.next = page.next;
    }
    const listed = new Set(page.items.map((p) => p.id));
    this.fresh = new Map([...this.fresh].filter(([id, at]) => at > record.position && !listed.has(id)));
    this.position = record.position;
    this.following.caughtUp();
    this.dispatchEvent(new CustomEvent("causerie-title", { detail: record.title }));
  }

  /** Takes what the source says now, unless something later is shown. */
  head(record, turn) {
    if (this.turns.newest("head", turn)) {
      this.record = { ...record, activities: undefined };
    }
  }

  /** Puts posts in their places; those on the page are renewed, unless something later is shown of them. */
  merge(posts, turn) {
    const later = posts.filter((p) => this.turns.newest(p.id, turn));
    const renewed = new Set(later.map((p) => p.id));
    this.items = [...later, ...this.items.filter((p) => !renewed.has(p.id))].sort(
      (a, b) => Date.parse(b.published) - Date.parse(a.published) || (a.id < b.id ? 1 : -1),
    );
    // The server knows what is new to the reader; it stays marked while she looks at it.
    const items = later.flatMap((p) => [p, ...p.notes.items]);
    this.news = new Set([...this.news, ...items.filter((i) => i.unread).map((i) => i.id)]);
  }

  async refresh() {
    if (!this.record) {
      return;
    }
    try {
      await this.readAll();
      this.failure = null;
      this.following.markRead();
    } catch (problem) {
      this.failure = problem;
    }
  }

  async readAll() {
    const turn = this.turns.begin();
    const record = await this.api.get(`/records/${this.record.id}?include=activities`);
    const page =
      this.show === "all"
        ? record.activities
        : await this.api.get(`/records/${record.id}/activities?show=${this.show}`);
    this.take(record, page, turn);
  }

  end() {
    this.state = "ended";
    this.dispatchEvent(new CustomEvent("causerie-ended", { bubbles: true, composed: true }));
  }

  /** Shows what was announced and goes there. */
  async showFresh() {
    const fresh = this.fresh;
    await this.refresh();
    await this.updateComplete;
    const first = this.items.find((p) => fresh.has(p.id)) ?? this.items[0];
    this.article(first?.id)?.focus();
  }

  article(id) {
    return this.renderRoot.querySelector(`article[data-id="${id}"]`);
  }

  async reread(event) {
    const post = event.composedPath().find((e) => e.localName === "causerie-post");
    if (!post) {
      return;
    }
    const id = post.post.id;
    const note = event.composedPath().find((e) => e.localName === "causerie-note");
    const inside = this.renderRoot.activeElement;
    await Promise.all([this.following.renew(id, note?.note.id), this.following.readHead()]);
    await this.updateComplete;
    await post.updateComplete;
    // Who removes something has removed what she stood on.
    if (inside && !this.renderRoot.activeElement) {
      this.article(id)?.focus();
    }
  }

  async choose(show) {
    this.show = show;
    const turn = this.turns.begin();
    try {
      const page = await this.api.get(`/records/${this.record.id}/activities?show=${show}`);
      if (!this.turns.newest("list", turn)) {
        return;
      }
      const wanted = new Set(page.items.map((p) => p.id));
      this.items = this.items.filter((p) => wanted.has(p.id));
      this.merge(page.items, turn);
      this.next = page.next;
      this.fresh = new Map();
      this.failure = null;
    } catch (problem) {
      this.failure = problem;
    }
  }

  async older() {
    const before = new Set(this.items.map((p) => p.id));
    const turn = this.turns.begin();
    try {
      const query = new URLSearchParams({ show: this.show, cursor: this.next });
      const page = await this.api.get(`/records/${this.record.id}/activities?${query}`);
      this.merge(page.items, turn);
      this.next = page.next;
      await this.updateComplete;
      this.article(page.items.find((p) => !before.has(p.id))?.id)?.focus();
    } catch (problem) {
      this.failure = problem;
    }
  }

  async toggleFollow() {
    const on = ["following", "automatic"].includes(this.record.follow);
    try {
      await this.api.send(on ? "DELETE" : "PUT", `/records/${this.record.id}/follow`);
      this.record = { ...this.record, follow: on ? "ended" : "following" };
    } catch (problem) {
      this.failure = problem;
    }
  }

  /** Goes to a post, or a comment of it: those that the address names, unless others are. */
  async jump(named = Object.fromEntries(new URLSearchParams(location.hash.slice(1)))) {
    const { activity: id, note } = named;
    if (!id || !this.record) {
      return;
    }
    if (!this.items.some((p) => p.id === id)) {
      const turn = this.turns.begin();
      try {
        const post = await this.api.get(`/activities/${id}`);
        if (post.record !== this.record.id) {
          return;
        }
        this.merge([post], turn);
      } catch {
        return;
      }
    }
    this.marked = note ?? id;
    await this.updateComplete;
    const article = this.article(id);
    const element = note ? await article.querySelector("causerie-post").reveal(note) : null;
    article.focus({ preventScroll: true });
    (element ?? article).scrollIntoView({ block: "center" });
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

  render() {
    switch (this.state) {
      case "loading":
        return this.skeleton();
      case "missing":
        return this.notice(this.t("missingTitle"), this.t("missing"), this.target === "_self");
      case "ended":
        return this.notice(this.t("ended"), this.api.session ? this.t("endedFrame") : this.signIn(), !this.api.session);
      case "broken":
        return html`${this.target === "_self" ? html`<h1 class="sr">${this.t("unreachableTitle")}</h1>` : nothing}
        <div class="error" role="alert">
          <span>${this.t("failed", { reason: reason(this.failure, this.t) })}</span>
          <button class="btn" @click=${this.load}>${this.t("tryAgain")}</button>
        </div>`;
      default:
        return this.page();
    }
  }

  skeleton() {
    return html`<div role="status">
      ${this.target === "_self" ? html`<h1 class="sr">${this.t("loading")}</h1>` : html`<span class="sr">${this.t("loading")}</span>`}
      <div class="sk head"><i></i><i></i><i></i></div>
      ${[0, 1, 2].map(() => html`<div class="sk"><i></i><div><i></i><i></i><i></i></div></div>`)}
    </div>`;
  }

  /** @param alone whether it is all there is on the page */
  notice(title, text, alone) {
    return html`<div class="empty">${icon("talk")}${alone ? html`<h1>${title}</h1>` : html`<b>${title}</b>`}${text}</div>`;
  }

  signIn() {
    const then = encodeURIComponent(location.pathname + location.search);
    return html`<a href=${`/sign-in?then=${then}`}>${this.t("signInAgain")}</a>`;
  }

  page() {
    const { t } = this;
    return html`<div class="grid">
      <div class="main">
        ${top(this)} ${this.compose()}
        ${this.online ? nothing : html`<div class="offline" role="status">${t(draftsAreKept() ? "offline" : "offlineOnly")}</div>`}
        ${this.failure
          ? html`<div class="error" role="alert">
              <span>${t("failed", { reason: reason(this.failure, t) })}</span>
              <button class="btn" @click=${() => ((this.failure = null), this.refresh())}>${t("tryAgain")}</button>
            </div>`
          : nothing}
        ${this.fresh.size
          ? html`<button class="new" @click=${this.showFresh}>${t("newPosts", { n: this.fresh.size })}</button>`
          : nothing}
        ${this.feed()}
        ${this.next ? html`<div class="end"><button class="btn" @click=${this.older}>${t("older")}</button></div>` : nothing}
        <div class="sr" aria-live="polite">${this.said}</div>
      </div>
      ${side(this)}
    </div>`;
  }

  compose() {
    const { t, record: r } = this;
    if (r.lanes.length === 0) {
      return nothing;
    }
    return html`<div class="composer">
      <causerie-composer
        .context=${this.context}
        place=${`record:${r.id}`}
        .lanes=${r.lanes}
        .readersPath=${(lane) => `/records/${r.id}/readers?lane=${lane}`}
        .send=${(content, lane, key, gate) => this.api.post(`/records/${r.id}/activities`, { content, lane, gate }, key)}
        @causerie-sent=${(e) => this.sent(e.detail)}
      ></causerie-composer>
      ${draftsAreKept() ? nothing : html`<p class="unkept">${t("draftsNotKept")}</p>`}
    </div>`;
  }

  sent(post) {
    if (!this.items.some((p) => p.id === post.id)) {
      this.merge([post], this.turns.begin());
    }
    this.said = this.t("sent");
    if (post.lane === "customer") {
      // From now on the record has been talked about outside.
      this.following.readHead();
    }
    if (this.show === "changes") {
      this.choose("all");
    }
  }

  feed() {
    const { t } = this;
    if (this.items.length === 0) {
      const text = !this.record.known
        ? t("emptyUnknown")
        : this.show === "talk"
          ? t(this.record.guest ? "emptyGuest" : "emptyTalk")
          : this.show === "changes"
            ? t("emptyChanges")
            : t(this.record.guest ? "emptyGuest" : "empty");
      return this.notice(this.show === "changes" ? t("emptyChangesTitle") : t("emptyTitle"), text);
    }
    let day = "";
    const size = this.next ? -1 : this.items.length;
    return html`${this.target === "_self" ? html`<h2 class="sr">${t("feed")}</h2>` : nothing}
    <div role="feed" aria-label=${t("feed")}>
      ${repeat(
        this.items,
        (p) => p.id,
        (p, i) => {
          const name = dayName(p.published, this.lang, t);
          const separator = name === day ? nothing : html`<h3 class="day"><span>${name}</span></h3>`;
          day = name;
          return html`<article
            tabindex="0"
            data-id=${p.id}
            aria-posinset=${i + 1}
            aria-setsize=${size}
            aria-label=${`${p.summary?.text ?? p.actor.name}, ${exact(p.published, this.lang)}`}
            class=${this.marked === p.id ? "marked" : ""}
          >
            ${separator}
            <causerie-post .context=${this.context} .post=${p} ?unread=${this.news.has(p.id)}></causerie-post>
          </article>`;
        },
      )}
    </div>`;
  }
}
customElements.define("causerie-margin", CauserieMargin);
