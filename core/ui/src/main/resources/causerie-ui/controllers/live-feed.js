import { Live } from "/ui/live.js";

/** So long a reader has looked at what changed under her eyes before it counts as read. */
const MARK_AFTER = 2000;
/** Lines that change what the record itself is shown as. */
const OF_HEAD = ["record", "posted", "updated", "removed"];

/**
 * Keeps a margin as its record is now: each line of the stream is applied to its feed and head, and the reader's
 * mark moves along. What could not be read is read when the server answers again.
 */
export class LiveFeed {
  /** @param margin its host: `{api, feed, head, turns, t}`, and what happens to a margin as a whole */
  constructor(margin) {
    this.margin = margin;
    this.behind = false;
    margin.addController(this);
  }

  hostConnected() {
    this.onVisible = () => document.visibilityState === "visible" && this.markRead();
    document.addEventListener("visibilitychange", this.onVisible);
  }

  hostDisconnected() {
    document.removeEventListener("visibilitychange", this.onVisible);
    clearTimeout(this.marking);
    this.live?.stop();
  }

  /** All was read. */
  caughtUp() {
    this.behind = false;
  }

  /** Begins with the record that was read. */
  begin() {
    this.live?.stop();
    const { api, head, feed } = this.margin;
    this.live = new Live(api, `record:${head.record.id}`, feed.position, {
      change: (line) => this.apply(line),
      reset: async () => {
        await this.margin.readAll();
        this.markRead();
        return feed.position;
      },
      end: () => this.over(),
      state: (connected) => connected && this.behind && this.margin.refresh(),
    });
  }

  /** Whether there is nothing to hear any more; the record says so itself. */
  async over() {
    try {
      await this.margin.api.get(`/records/${this.margin.head.record.id}`);
      return false;
    } catch (problem) {
      if (problem.status === 404) {
        this.margin.vanish();
      } else if (problem.status === 401) {
        this.margin.end();
      }
      return problem.status === 404 || problem.status === 401;
    }
  }

  /**
   * Applies a line of the stream; nothing else does. What stands on the page is renewed in its place, what is
   * new announced.
   */
  async apply(line) {
    if (OF_HEAD.includes(line.what)) {
      this.readHead();
    }
    if (line.what === "record") {
      return;
    }
    if (this.margin.feed.find(line.activity)) {
      await this.renew(line.activity, line.note);
      this.margin.feed.reached(line.position);
      this.markSoon();
    } else if (line.what === "posted" || line.what === "updated") {
      await this.arrived(line);
    }
  }

  async arrived({ activity, position, mine }) {
    const { feed, api } = this.margin;
    const turn = feed.turns.begin();
    const post = await api.get(`/activities/${activity}`).catch((problem) => this.missed(problem));
    if (!post || !feed.wants(post)) {
      return;
    }
    if (mine) {
      feed.merge([post], turn);
    } else if (!feed.find(activity)) {
      feed.announce(activity, position);
      this.margin.say(this.margin.t("newPosts", { n: feed.announced.size }));
    }
  }

  /** What could not be read is read with all the rest as soon as the server answers again. */
  missed(problem) {
    this.behind ||= problem.status !== 404;
    return null;
  }

  readHead() {
    return this.margin.head.read((problem) => {
      if (problem.status === 404) {
        this.margin.vanish();
      }
      this.missed(problem);
    });
  }

  /** Reads a post anew that stands on the page, and a comment of it that does not come along with it. */
  async renew(id, note) {
    const { feed, api } = this.margin;
    if (note) {
      await this.margin.renewNote(id, note);
    }
    const turn = feed.turns.begin();
    try {
      const post = await api.get(`/activities/${id}`);
      const before = feed.find(id);
      if (!before) {
        return;
      }
      feed.merge([post], turn);
      const news = post.notes.items.filter((n) => !n.mine && !before.notes.items.some((b) => b.id === n.id));
      if (news.length && post.notes.count > before.notes.count) {
        this.margin.say(this.margin.t("liveNote", { name: news.at(-1).author.name }));
      }
    } catch (problem) {
      this.missed(problem);
      if (problem.status === 404) {
        feed.drop(id, turn);
      }
    }
  }

  /** Many changes under the reader's eyes move her mark once. */
  markSoon() {
    clearTimeout(this.marking);
    this.marking = setTimeout(() => this.markRead(), MARK_AFTER);
  }

  /** Moves the reader's mark up to what she was shown: not past what is announced only. */
  async markRead() {
    const { api, feed, head } = this.margin;
    if (document.visibilityState !== "visible" || !this.margin.ready) {
      return;
    }
    try {
      await api.put(`/records/${head.record.id}/read`, { upTo: feed.read });
    } catch {
      // The mark is moved again with the next look.
    }
  }
}
