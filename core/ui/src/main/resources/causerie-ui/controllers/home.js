import { Live } from "/ui/live.js";

const PAGE = 30;
const NOTHING = { show: "all", unread: false, system: "", type: "", person: "" };

/**
 * A person's home as it is before her: newest first, what is further down on demand, and what came meanwhile
 * announced until she asks for it.
 */
export class Home {
  /** @param host the element that shows it; it is drawn anew after each change */
  constructor(host) {
    this.host = host;
    this.items = [];
    /** The cursor of what is further down; absent: that is all. */
    this.next = null;
    this.filter = { ...NOTHING };
    /** `{count, exact}` of all of it that is unread, whatever the filter. */
    this.unread = null;
    /** A page with what came, which is not shown yet. */
    this.fresh = null;
    /** Up to where all was read when the page was opened. */
    this.here = 0;
    this.asked = 0;
    host.addController(this);
  }

  hostDisconnected() {
    this.live?.stop();
  }

  get filtered() {
    return Object.keys(NOTHING).some((name) => this.filter[name] !== NOTHING[name]);
  }

  get top() {
    return this.items.reduce((place, item) => Math.max(place, item.place), 0);
  }

  query(more) {
    const query = new URLSearchParams({ limit: PAGE });
    for (const [name, value] of Object.entries({ ...this.filter, ...more })) {
      if (value && value !== "all") {
        query.set(name, value);
      }
    }
    return `/home?${query}`;
  }

  /** Reads it from the top; what a question asked later answers is never replaced. */
  async load() {
    const asked = ++this.asked;
    const [page, counts] = await Promise.all([this.host.api.get(this.query()), this.host.api.get("/counts")]);
    if (asked !== this.asked) {
      return;
    }
    this.items = page.items;
    this.next = page.next ?? null;
    this.fresh = null;
    this.unread = counts.home;
    const unread = page.items.filter((item) => item.unread);
    this.here = unread.length ? Math.max(0, ...page.items.filter((item) => !item.unread).map((item) => item.place)) : 0;
    this.host.requestUpdate();
  }

  async choose(filter) {
    this.filter = { ...this.filter, ...filter };
    this.host.requestUpdate();
    await this.load();
  }

  /** Reads what is further down; gives the first that was not there before. */
  async older() {
    const asked = this.asked;
    const page = await this.host.api.get(this.query({ cursor: this.next }));
    if (asked !== this.asked) {
      return null;
    }
    const shown = new Set(this.items.map((item) => item.id));
    const more = page.items.filter((item) => !shown.has(item.id));
    this.items = [...this.items, ...more];
    this.next = page.next ?? null;
    this.host.requestUpdate();
    return more[0];
  }

  /** Listens; the server tells how much is unread whenever that is another number. */
  follow() {
    this.live?.stop();
    this.live = new Live(this.host.api, "home", null, {
      change: (line) => line.what === "home" && this.told(line.unread),
      reset: async () => null,
      end: async () => this.over(),
      state: () => {},
    });
  }

  async over() {
    try {
      await this.host.api.get("/counts");
      return false;
    } catch (problem) {
      if (problem.status === 401) {
        this.host.end();
      }
      return problem.status === 401;
    }
  }

  async told(unread) {
    this.unread = unread;
    this.host.requestUpdate();
    const asked = this.asked;
    const page = await this.host.api.get(this.query()).catch(() => null);
    if (!page || asked !== this.asked) {
      return;
    }
    this.renew(page);
    const news = page.items.filter((item) => item.place > this.top);
    this.fresh = news.length ? { page, count: news.length } : null;
    if (news.length) {
      this.host.announce(news.length);
    }
    this.host.requestUpdate();
  }

  /** What stands on the page already is read or unread as it is now, and gone where it may not be read any more. */
  renew(page) {
    const now = new Map(page.items.map((item) => [item.id, item]));
    const lowest = page.next ? Math.min(...page.items.map((item) => item.place)) : 0;
    this.items = this.items
      .filter((item) => now.has(item.id) || item.place < lowest)
      .map((item) => ({ ...item, unread: now.get(item.id)?.unread ?? item.unread }));
  }

  /** Shows what was announced; gives the first of it. */
  showFresh() {
    const { page } = this.fresh;
    const newer = new Set(page.items.map((item) => item.id));
    const lowest = Math.min(...page.items.map((item) => item.place));
    const below = this.items.filter((item) => !newer.has(item.id) && item.place < lowest);
    if (below.length === 0) {
      this.next = page.next ?? null;
    }
    this.items = [...page.items, ...below];
    this.fresh = null;
    this.host.requestUpdate();
    return this.items[0];
  }

  /** All that was shown is read; what was announced only is not. */
  async readAll() {
    const upTo = this.top;
    await this.host.api.put("/home/read", { upTo });
    this.items = this.items.map((item) => ({ ...item, unread: item.unread && item.place > upTo }));
    await this.count();
  }

  async mark(id, read) {
    await this.host.api.put("/home/read", { ids: [id], read });
    this.items = this.items.map((item) => (item.id === id ? { ...item, unread: !read } : item));
    await this.count();
  }

  async count() {
    this.host.requestUpdate();
    this.unread = (await this.host.api.get("/counts")).home;
    this.host.requestUpdate();
  }

  /** Reads a post anew that was written to. */
  async renewPost(id) {
    try {
      const activity = await this.host.api.get(`/activities/${id}`);
      this.items = this.items.map((item) => (item.id === id ? { ...item, activity } : item));
    } catch (problem) {
      if (problem.status !== 404) {
        throw problem;
      }
      this.items = this.items.filter((item) => item.id !== id);
    }
    this.host.requestUpdate();
  }
}
