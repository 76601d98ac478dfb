import { Live } from "/ui/live.js";

const PAGE = 30;

/** How much is unread, as it is written in few characters. */
export const short = ({ count, exact }, t) => (exact ? t("number", { n: count }) : t("atLeast", { n: count }));

/**
 * How much one was told and has not read, whenever that is another number; for whatever shows it.
 */
export class UnreadNotices {
  /** @param host the element that shows it; it is drawn anew after each change */
  constructor(host) {
    this.host = host;
    /** `{count, exact}`; null: not known yet. */
    this.unread = null;
    host.addController(this);
  }

  hostDisconnected() {
    this.live?.stop();
    this.live = null;
  }

  follow() {
    this.live?.stop();
    this.live = new Live(this.host.api, "notifications", null, {
      change: (line) => line.what === "notifications" && this.told(line.unread),
      reset: () => null,
      end: () => this.over(),
      state: () => {},
    });
  }

  told(unread) {
    this.unread = unread;
    this.host.requestUpdate();
    this.host.unreadChanged?.(unread);
  }

  async over() {
    try {
      await this.host.api.get("/counts");
      return false;
    } catch (problem) {
      if (problem.status === 401) {
        this.host.end?.();
      }
      return problem.status === 401;
    }
  }
}

/** What one was told, the last first; it is as the server has it whenever that says that it is another. */
export class Inbox {
  /** @param host the element that shows it; it is drawn anew after each change */
  constructor(host) {
    this.host = host;
    this.items = [];
    /** The cursor of what is further down; absent: that is all. */
    this.next = null;
    this.onlyUnread = true;
    this.asked = 0;
    host.addController(this);
  }

  query(more = {}) {
    return `/notifications?${new URLSearchParams({ limit: PAGE, ...(this.onlyUnread ? { unread: true } : {}), ...more })}`;
  }

  /** Reads it from the top; what a question asked later answers is never replaced. */
  async load() {
    const asked = ++this.asked;
    const page = await this.host.api.get(this.query());
    if (asked === this.asked) {
      this.items = page.items;
      this.next = page.next ?? null;
      this.host.requestUpdate();
    }
  }

  async choose(onlyUnread) {
    this.onlyUnread = onlyUnread;
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

  /** Reads the top anew; what was read on demand below it stays. What one has read just now stays until one comes back. */
  async renew() {
    const asked = this.asked;
    const page = await this.host.api.get(this.query()).catch(() => null);
    if (!page || asked !== this.asked) {
      return;
    }
    const now = new Map(page.items.map((item) => [item.id, item]));
    const lowest = page.next && page.items.length ? page.items[page.items.length - 1].place : 0;
    const kept = this.items
      .filter((item) => !now.has(item.id) && (item.place < lowest || (this.onlyUnread && !item.unread)))
      .filter((item) => !page.items.some((one) => one.activity.id === item.activity.id));
    this.items = [...page.items, ...kept].sort((a, b) => b.place - a.place);
    this.next = kept.some((item) => item.place < lowest) ? this.next : (page.next ?? null);
    this.host.requestUpdate();
  }

  /** All that was shown is read; what came meanwhile is not. */
  async readAll() {
    const upTo = this.items.reduce((place, item) => Math.max(place, item.place), 0);
    await this.host.api.put("/notifications/read", { upTo });
    this.items = this.items.map((item) => ({ ...item, unread: item.unread && item.place > upTo }));
    this.host.requestUpdate();
  }

  async mark(id, read) {
    await this.host.api.put("/notifications/read", { ids: [id], read });
    this.read(id, read);
  }

  /** The same, for a page that is being left. */
  leave(id) {
    this.host.api.putLeaving("/notifications/read", { ids: [id] }).catch(() => {});
    this.read(id, true);
  }

  read(id, read) {
    this.items = this.items.map((item) => (item.id === id ? { ...item, unread: !read } : item));
    this.host.requestUpdate();
  }
}
