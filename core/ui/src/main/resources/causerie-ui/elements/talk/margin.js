import { LitElement, html, nothing } from "lit";
import { Feed } from "/ui/controllers/feed.js";
import { Head } from "/ui/controllers/head.js";
import { LiveFeed } from "/ui/controllers/live-feed.js";
import { draftsAreKept } from "/ui/drafts.js";
import "/ui/elements/avatar.js";
import "/ui/elements/moment.js";
import "/ui/elements/talk/composer.js";
import "/ui/elements/talk/facts.js";
import "/ui/elements/talk/feed.js";
import "/ui/elements/talk/head.js";
import "/ui/elements/talk/note.js";
import "/ui/elements/talk/reactions.js";
import "/ui/elements/talk/readers.js";
import { marginStyles } from "/ui/elements/talk/margin-styles.js";
import { notice, noticeStyles } from "/ui/elements/talk/notice.js";
import { reason, shared } from "/ui/elements/shared.js";
import { language, translator } from "/ui/i18n.js";
import { Turns } from "/ui/turns.js";

/**
 * The talk about one record: its head, a composer, its feed, live.
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
    failure: { state: true },
    online: { state: true },
    said: { state: true },
    marked: { state: true },
    /** Whether all facts are shown where there is no room for them beside the talk. */
    details: { state: true },
  };

  static styles = [shared, noticeStyles, marginStyles];

  constructor() {
    super();
    this.state = "loading";
    this.lang = language();
    this.online = navigator.onLine;
    this.target = "_self";
    this.details = false;
    this.turns = new Turns();
    this.head = new Head(this, this.turns);
    this.feed = new Feed(this, this.turns);
    this.live = new LiveFeed(this);
    this.addEventListener("causerie-changed", (e) => this.reread(e));
  }

  connectedCallback() {
    super.connectedCallback();
    this.onOnline = () => (this.online = navigator.onLine);
    addEventListener("online", this.onOnline);
    addEventListener("offline", this.onOnline);
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
  }

  /** Whoever waits for the margin waits for the articles in it. */
  async getUpdateComplete() {
    const complete = await super.getUpdateComplete();
    await this.feedElement?.updateComplete;
    return complete;
  }

  get feedElement() {
    return this.renderRoot?.querySelector("causerie-feed");
  }

  get ready() {
    return this.state === "ready";
  }

  get context() {
    const { record } = this.head;
    return {
      api: this.api,
      t: this.t,
      lang: this.lang,
      record: record?.id,
      target: this.target,
      marked: this.marked,
      guest: record?.guest,
      known: record?.known,
      lanes: record?.lanes,
      system: record && { name: record.system, title: record.systemTitle },
      seen: () => this.feed.position,
      isUnread: (id) => this.feed.unread.has(id),
      say: (text) => this.say(text),
      reread: () => this.live.readHead(),
      link: (activity, note) => this.link(activity, note),
      // Whoever follows an address reads what its giver was shown.
      hold: (activity) => this.api.postLeaving(`/activities/${activity}/link`, { upTo: this.feed.position }),
    };
  }

  /** Says something to whoever hears the page. */
  say(text) {
    this.said = text;
  }

  /**
   * The address of a post or comment. From a margin it leads to the source's own page, where colleagues are
   * signed in and the margin beside it goes on to what is named; from Causerie's own page it stays there.
   */
  link(activity, note) {
    const { id, url } = this.head.record;
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
      this.feed.begin(this.api, `/records/${record.id}/activities`);
      this.receive(record, record.activities, turn);
      this.state = "ready";
      this.live.begin();
      this.live.markRead();
      await this.updateComplete;
      this.jump();
    } catch (problem) {
      this.failure = problem;
      this.state = problem.status === 404 ? "missing" : problem.status === 401 ? "ended" : "broken";
    }
  }

  receive(record, page, asked) {
    const turn = this.turns.at(record.position, asked);
    this.head.receive(record, turn);
    this.feed.receive(page, record.position, turn);
    this.live.caughtUp();
    this.dispatchEvent(new CustomEvent("causerie-title", { detail: record.title }));
  }

  /** Does what the reader asked for; what went wrong stands above the feed. */
  async attempt(work) {
    try {
      await work();
      this.failure = null;
    } catch (problem) {
      this.failure = problem;
    }
  }

  async refresh() {
    if (this.head.record) {
      await this.attempt(() => this.readAll());
      if (!this.failure) {
        this.live.markRead();
      }
    }
  }

  async readAll() {
    const turn = this.turns.begin();
    const record = await this.api.get(`/records/${this.head.record.id}?include=activities`);
    this.receive(record, this.feed.show === "all" ? record.activities : await this.feed.page(), turn);
  }

  end() {
    this.state = "ended";
    this.dispatchEvent(new CustomEvent("causerie-ended", { bubbles: true, composed: true }));
  }

  /** The record is gone, or the reader may no longer see it. */
  vanish() {
    this.state = "missing";
  }

  /** Shows what was announced and goes there. */
  async showLatest() {
    const { announced } = this.feed;
    await this.refresh();
    await this.updateComplete;
    const first = this.feed.posts.find((p) => announced.has(p.id)) ?? this.feed.posts[0];
    this.feedElement.article(first?.id)?.focus();
  }

  async showOlder() {
    await this.attempt(async () => {
      const first = await this.feed.older();
      await this.updateComplete;
      this.feedElement.article(first?.id)?.focus();
    });
  }

  /** Whether a comment stands on the page that does not come along with its post. */
  isOlder(activity, note) {
    return this.feedElement?.post(activity)?.isOlder(note);
  }

  /** Shows a comment as it is now that does not come along with its post. */
  replaceNote(activity, note) {
    this.feedElement?.post(activity)?.replaceNote(note);
  }

  async reread(event) {
    const post = event.composedPath().find((e) => e.localName === "causerie-post");
    if (!post) {
      return;
    }
    const id = post.post.id;
    const note = event.composedPath().find((e) => e.localName === "causerie-note");
    const inside = this.renderRoot.activeElement;
    await Promise.all([this.live.renew(id, note?.note.id), this.live.readHead()]);
    await this.updateComplete;
    await post.updateComplete;
    // Who removes something has removed what she stood on.
    if (inside && !this.renderRoot.activeElement) {
      this.feedElement.article(id)?.focus();
    }
  }

  /** Goes to a post, or a comment of it: those that the address names, unless others are. */
  async jump(named = Object.fromEntries(new URLSearchParams(location.hash.slice(1)))) {
    const { activity: id, note } = named;
    if (!id || !this.head.record) {
      return;
    }
    if (!this.feed.find(id)) {
      const turn = this.turns.begin();
      try {
        const post = await this.api.get(`/activities/${id}`);
        if (post.record !== this.head.record.id) {
          return;
        }
        this.feed.merge([post], turn);
      } catch {
        return;
      }
    }
    this.marked = note ?? id;
    await this.updateComplete;
    const article = this.feedElement.article(id);
    const element = note ? await this.feedElement.post(id).reveal(note) : null;
    article.focus({ preventScroll: true });
    (element ?? article).scrollIntoView({ block: "center" });
  }

  render() {
    switch (this.state) {
      case "loading":
        return this.skeleton();
      case "missing":
        return notice(this.t("missingTitle"), this.t("missing"), this.target === "_self");
      case "ended":
        return notice(this.t("ended"), this.api.session ? this.t("endedFrame") : this.signIn(), !this.api.session);
      case "broken":
        return html`${this.target === "_self" ? html`<h1 class="sr">${this.t("unreachableTitle")}</h1>` : nothing}
        ${this.trouble(() => this.load())}`;
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

  signIn() {
    const then = encodeURIComponent(location.pathname + location.search);
    return html`<a href=${`/sign-in?then=${then}`}>${this.t("signInAgain")}</a>`;
  }

  trouble(again) {
    return html`<div class="error" role="alert">
      <span>${this.t("failed", { reason: reason(this.failure, this.t) })}</span>
      <button class="btn" @click=${again}>${this.t("tryAgain")}</button>
    </div>`;
  }

  page() {
    const { t, context, head, feed } = this;
    const { state, related } = head.record;
    const facts = state.length + related.length > 0;
    return html`<div class="grid">
      <causerie-head
        .context=${context}
        .head=${head}
        show=${feed.show}
        .details=${facts ? this.details : undefined}
        @causerie-details=${() => (this.details = !this.details)}
        @causerie-show=${(e) => this.attempt(() => feed.choose(e.detail))}
        @causerie-follow=${() => this.attempt(() => head.toggleFollow())}
      ></causerie-head>
      ${facts ? html`<causerie-facts .context=${context} .record=${head.record} ?open=${this.details}></causerie-facts>` : nothing}
      <div class="main">
        ${this.compose()}
        ${this.online ? nothing : html`<div class="offline" role="status">${t(draftsAreKept() ? "offline" : "offlineOnly")}</div>`}
        ${this.failure ? this.trouble(() => ((this.failure = null), this.refresh())) : nothing}
        <causerie-feed
          .context=${context}
          .feed=${feed}
          @causerie-latest=${this.showLatest}
          @causerie-older=${this.showOlder}
        ></causerie-feed>
        <div class="sr" aria-live="polite">${this.said}</div>
      </div>
    </div>`;
  }

  compose() {
    const { t } = this;
    const { id, lanes } = this.head.record;
    if (lanes.length === 0) {
      return nothing;
    }
    return html`<div class="composer">
      <causerie-composer
        .context=${this.context}
        place=${`record:${id}`}
        .lanes=${lanes}
        .readersPath=${(lane) => `/records/${id}/readers?lane=${lane}`}
        also
        .send=${(content, lane, key, gate, alsoIn, files) =>
          this.api.post(`/records/${id}/activities`, { content, lane, gate, alsoIn, files }, key)}
        @causerie-sent=${(e) => this.sent(e.detail)}
      ></causerie-composer>
      ${draftsAreKept() ? nothing : html`<p class="unkept">${t("draftsNotKept")}</p>`}
    </div>`;
  }

  sent(post) {
    if (!this.feed.find(post.id)) {
      this.feed.merge([post], this.turns.begin());
    }
    this.say(this.t("sent"));
    if (post.lane === "customer") {
      // From now on the record has been talked about outside.
      this.live.readHead();
    }
    if (this.feed.show === "changes") {
      this.attempt(() => this.feed.choose("all"));
    }
  }
}
customElements.define("causerie-margin", CauserieMargin);
