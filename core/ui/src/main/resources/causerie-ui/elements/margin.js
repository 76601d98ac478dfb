import { LitElement, html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import "/ui/elements/avatar.js";
import "/ui/elements/composer.js";
import { icon } from "/ui/elements/icons.js";
import "/ui/elements/moment.js";
import "/ui/elements/note.js";
import "/ui/elements/post.js";
import "/ui/elements/reactions.js";
import "/ui/elements/readers.js";
import { marginStyles } from "/ui/elements/margin-styles.js";
import { reason, shared } from "/ui/elements/shared.js";
import { language, translator } from "/ui/i18n.js";
import { Live } from "/ui/live.js";
import { dayName, exact } from "/ui/time.js";

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
    this.fresh = new Set();
    this.online = navigator.onLine;
    this.target = "_self";
    this.position = 0;
    this.unreadFrom = new Set();
    this.addEventListener("keydown", (e) => this.walk(e));
    this.addEventListener("causerie-changed", (e) => this.reread(e));
  }

  connectedCallback() {
    super.connectedCallback();
    this.onOnline = () => (this.online = navigator.onLine);
    this.onVisible = () => document.visibilityState === "visible" && this.markRead();
    addEventListener("online", this.onOnline);
    addEventListener("offline", this.onOnline);
    document.addEventListener("visibilitychange", this.onVisible);
    this.onHash = () => this.jump();
    addEventListener("hashchange", this.onHash);
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
    document.removeEventListener("visibilitychange", this.onVisible);
    this.live?.stop();
  }

  get context() {
    return {
      api: this.api,
      t: this.t,
      lang: this.lang,
      record: this.record?.id,
      target: this.target,
      marked: this.marked,
      seen: () => this.position,
      say: (text) => (this.said = text),
      link: (activity, note) =>
        `/records/${this.record.id}#activity=${activity}${note ? `&note=${note}` : ""}`,
    };
  }

  async load() {
    this.state = "loading";
    try {
      const path =
        typeof this.find === "string"
          ? `/records/${this.find}?include=activities`
          : `/records?${new URLSearchParams({ ...this.find, include: "activities" })}`;
      const record = await this.api.get(path);
      this.take(record, record.activities);
      this.state = "ready";
      this.follow();
      this.markRead();
      await this.updateComplete;
      this.jump();
    } catch (problem) {
      this.failure = problem;
      this.state = problem.status === 404 ? "missing" : problem.status === 401 ? "ended" : "broken";
    }
  }

  take(record, page) {
    this.record = record;
    const known = new Set(this.items.map((p) => p.id));
    if (page.items.some((p) => known.has(p.id))) {
      // What was loaded further down stays where it is.
      this.merge(page.items);
    } else {
      this.items = page.items;
      this.next = page.next;
    }
    this.fresh = new Set();
    this.position = Math.max(this.position, record.position);
    // The reader's mark says how many are new, not which; they are the newest of others.
    const others = page.items.filter((p) => !p.mine).map((p) => p.id);
    this.unreadFrom = new Set(record.unread.count > 0 && record.unread.count < 30 ? others.slice(0, record.unread.count) : []);
    this.dispatchEvent(new CustomEvent("causerie-title", { detail: record.title }));
  }

  /** Puts posts in their places; those on the page are renewed. */
  merge(posts) {
    const renewed = new Set(posts.map((p) => p.id));
    this.items = [...posts, ...this.items.filter((p) => !renewed.has(p.id))].sort(
      (a, b) => Date.parse(b.published) - Date.parse(a.published) || (a.id < b.id ? 1 : -1),
    );
  }

  async refresh() {
    if (!this.record) {
      return;
    }
    try {
      const record = await this.api.get(`/records/${this.record.id}?include=activities`);
      const page =
        this.show === "all"
          ? record.activities
          : await this.api.get(`/records/${record.id}/activities?show=${this.show}`);
      this.take(record, page);
      this.markRead();
    } catch (problem) {
      this.failure = problem;
    }
  }

  follow() {
    this.live?.stop();
    this.live = new Live(this.api, `record:${this.record.id}`, this.position, {
      change: (item) => this.happened(item),
      reset: () => this.refresh().then(() => this.follow()),
      end: () => this.end(),
      state: () => {},
    });
  }

  end() {
    this.state = "ended";
    this.dispatchEvent(new CustomEvent("causerie-ended", { bubbles: true, composed: true }));
  }

  /** Something became visible: what stands on the page is renewed in its place, what is new announced. */
  async happened(item) {
    if (item.what === "record") {
      this.readHead();
      return;
    }
    const shown = this.items.some((p) => p.id === item.activity);
    if (shown) {
      await this.renew(item.activity, item.note);
      this.position = Math.max(this.position, item.position);
    } else if (item.what === "posted" || item.what === "updated") {
      await this.arrived(item);
    }
  }

  async arrived(item) {
    const post = await this.api.get(`/activities/${item.activity}`).catch(() => null);
    const talk = post && (post.kind === "post" || post.notes.count > 0);
    if (!post || (this.show !== "all" && (this.show === "talk") !== talk)) {
      return;
    }
    if (item.mine) {
      this.merge([post]);
    } else {
      this.fresh = new Set([...this.fresh, item.activity]);
      this.said = this.t("newPosts", { n: this.fresh.size });
    }
    this.readHead();
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

  async readHead() {
    try {
      const record = await this.api.get(`/records/${this.record.id}`);
      this.record = { ...record, activities: undefined };
    } catch (problem) {
      if (problem.status === 404) {
        this.state = "missing";
      }
    }
  }

  async renew(id, note) {
    try {
      if (note) {
        await this.article(id)?.querySelector("causerie-post").renewNote(note);
      }
      const post = await this.api.get(`/activities/${id}`);
      const before = this.items.find((p) => p.id === id);
      this.items = this.items.map((p) => (p.id === id ? post : p));
      const news = post.notes.items.filter((n) => !n.mine && !before.notes.items.some((b) => b.id === n.id));
      if (news.length && post.notes.count > before.notes.count) {
        this.said = this.t("liveNote", { name: news.at(-1).author.name });
      }
    } catch (problem) {
      if (problem.status === 404) {
        this.items = this.items.filter((p) => p.id !== id);
      }
    }
  }

  async reread(event) {
    const post = event.composedPath().find((e) => e.localName === "causerie-post");
    if (!post) {
      return;
    }
    const id = post.post.id;
    const note = event.composedPath().find((e) => e.localName === "causerie-note");
    const inside = this.renderRoot.activeElement;
    await Promise.all([this.renew(id, note?.note.id), this.readHead()]);
    await this.updateComplete;
    await post.updateComplete;
    // Who removes something has removed what she stood on.
    if (inside && !this.renderRoot.activeElement) {
      this.article(id)?.focus();
    }
  }

  async markRead() {
    if (document.visibilityState !== "visible" || this.state !== "ready") {
      return;
    }
    try {
      await this.api.put(`/records/${this.record.id}/read`, { upTo: this.position });
    } catch {
      // The mark is moved again with the next look.
    }
  }

  async choose(show) {
    this.show = show;
    try {
      const page = await this.api.get(`/records/${this.record.id}/activities?show=${show}`);
      this.items = page.items;
      this.next = page.next;
      this.fresh = new Set();
      this.failure = null;
    } catch (problem) {
      this.failure = problem;
    }
  }

  async older() {
    const before = new Set(this.items.map((p) => p.id));
    try {
      const query = new URLSearchParams({ show: this.show, cursor: this.next });
      const page = await this.api.get(`/records/${this.record.id}/activities?${query}`);
      this.merge(page.items);
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

  /** Goes to the post or comment that the address names. */
  async jump() {
    const named = new URLSearchParams(location.hash.slice(1));
    const id = named.get("activity");
    if (!id || !this.record) {
      return;
    }
    if (!this.items.some((p) => p.id === id)) {
      try {
        this.merge([await this.api.get(`/activities/${id}`)]);
      } catch {
        return;
      }
    }
    const note = named.get("note");
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
        return this.notice(this.t("missingTitle"), this.t("missing"));
      case "ended":
        return this.notice(this.t("ended"), this.api.session ? this.t("endedFrame") : this.signIn());
      case "broken":
        return html`<div class="error" role="alert">
          <span>${this.t("failed", { reason: reason(this.failure, this.t) })}</span>
          <button class="btn" @click=${this.load}>${this.t("tryAgain")}</button>
        </div>`;
      default:
        return this.page();
    }
  }

  skeleton() {
    return html`<div role="status">
      <span class="sr">${this.t("loading")}</span>
      <div class="sk head"><i></i><i></i><i></i></div>
      ${[0, 1, 2].map(() => html`<div class="sk"><i></i><div><i></i><i></i><i></i></div></div>`)}
    </div>`;
  }

  notice(title, text) {
    return html`<div class="empty">${icon("talk")}<b>${title}</b>${text}</div>`;
  }

  signIn() {
    const then = encodeURIComponent(location.pathname + location.search);
    return html`<a href=${`/sign-in?then=${then}`}>${this.t("signInAgain")}</a>`;
  }

  page() {
    const { t } = this;
    return html`<div class="grid">
      <div class="main">
        ${this.head()} ${this.compose()}
        ${this.online ? nothing : html`<div class="offline" role="status">${t("offline")}</div>`}
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
      ${this.side()}
    </div>`;
  }

  head() {
    const { t, record: r } = this;
    const on = ["following", "automatic"].includes(r.follow);
    const facts = r.state.slice(0, 3).map((f) => f.value);
    return html`<header>
      <div class="src">
        ${icon("box")}<span>${r.systemTitle} · ${r.typeLabel}</span><span class="grow"></span>
        ${r.url
          ? html`<a href=${r.url} target="_blank" rel="noopener"><span class="words">${t("openIn", { system: r.systemTitle })} </span>${icon("out")}<span class="sr"> ${t("opensNew")}</span></a>`
          : nothing}
      </div>
      <h2>${r.title}</h2>
      ${facts.length ? html`<div class="facts">${facts.join(" · ")}</div>` : nothing}
      ${r.deleted ? html`<div class="facts gone">${t("deleted", { date: exact(r.deleted, this.lang) })}</div>` : nothing}
      <div class="bar">
        <div role="group" class="tabs" aria-label=${t("show")}>
          ${["all", "talk", "changes"].map(
            (s) => html`<button class="tab" aria-pressed=${this.show === s ? "true" : "false"} @click=${() => this.choose(s)}>${t(s)}</button>`,
          )}
        </div>
        <span class="grow"></span>
        <button
          class="follow ${on ? "on" : ""}"
          aria-pressed=${on ? "true" : "false"}
          title=${on ? t("unfollow") : t("follow")}
          @click=${this.toggleFollow}
        >
          ${on ? t("following") : t("follow")}
        </button>
      </div>
    </header>`;
  }

  compose() {
    const { t, record: r } = this;
    if (r.lanes.length === 0) {
      return nothing;
    }
    const customerOnly = r.lanes.length === 1 && r.lanes[0].lane === "customer";
    return html`<div class="composer">
      <causerie-composer
        .context=${this.context}
        place=${`record:${r.id}`}
        label=${customerOnly ? t("writeCustomer") : t("write")}
        action=${t("post")}
        .lanes=${r.lanes}
        .readersPath=${(lane) => `/records/${r.id}/readers?lane=${lane}`}
        .send=${(content, lane, key) => this.api.post(`/records/${r.id}/activities`, { content, lane }, key)}
        @causerie-sent=${(e) => this.sent(e.detail)}
      ></causerie-composer>
    </div>`;
  }

  sent(post) {
    if (!this.items.some((p) => p.id === post.id)) {
      this.merge([post]);
    }
    this.said = this.t("sent");
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
          ? t("emptyTalk")
          : this.show === "changes"
            ? t("emptyChanges")
            : t("empty");
      return this.notice(this.show === "changes" ? t("emptyChangesTitle") : t("emptyTitle"), text);
    }
    let day = "";
    const size = this.next ? -1 : this.items.length;
    return html`<div role="feed" aria-label=${t("feed")}>
      ${repeat(
        this.items,
        (p) => p.id,
        (p, i) => {
          const name = dayName(p.published, this.lang, t);
          const separator = name === day ? nothing : html`<div class="day" role="presentation"><span>${name}</span></div>`;
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
            <causerie-post .context=${this.context} .post=${p} ?unread=${this.unreadFrom.has(p.id)}></causerie-post>
          </article>`;
        },
      )}
    </div>`;
  }

  side() {
    const { t, record: r } = this;
    if (r.state.length === 0 && r.related.length === 0) {
      return nothing;
    }
    return html`<aside>
      ${r.state.length
        ? html`<h3>${t("facts")}</h3>
            <dl>
              ${r.state.map((f) => html`<dt>${f.label}</dt><dd>${f.value}</dd>`)}
            </dl>`
        : nothing}
      ${r.related.length
        ? html`<h3>${t("relatedRecords")}</h3>
            <ul>
              ${r.related.map(
                (x) => html`<li>${x.record && this.target === "_self" ? html`<a href=${`/records/${x.record}`}>${x.title}</a>` : x.title}</li>`,
              )}
            </ul>`
        : nothing}
    </aside>`;
  }
}
customElements.define("causerie-margin", CauserieMargin);
