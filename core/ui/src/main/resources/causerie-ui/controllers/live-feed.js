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
   * new announced. A line brings what it is about, unless that is long or differs from reader to reader.
   */
  async apply(line) {
    const { feed, head, turns } = this.margin;
    const turn = turns.at(line.position);
    if (line.head) {
      head.told(line.head, turn);
    } else if (line.what === "record" || (OF_HEAD.includes(line.what) && line.post?.kind !== "post")) {
      this.readHead();
    }
    if (line.what === "record") {
      return;
    }
    if (line.what === "posted" && line.post?.lane === "customer") {
      head.begun("customer");
    }
    if (feed.find(line.activity)) {
      await (line.note ? this.commented(line, turn) : this.changed(line, turn));
      feed.reached(line.position);
      this.markSoon();
    } else if (line.what === "posted" || line.what === "updated") {
      await this.arrived(line, turn);
    }
  }

  async arrived(line, turn) {
    const { feed } = this.margin;
    const { activity, position, mine } = line;
    const post = line.post ?? (await this.ask(`/activities/${activity}`));
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

  async changed(line, turn) {
    if (line.post) {
      this.margin.feed.merge([line.post], turn);
    } else {
      await this.renew(line.activity);
    }
  }

  async commented(line, turn) {
    const { feed } = this.margin;
    const note = line.comment ?? (await this.ask(`/notes/${line.note}`));
    const before = note && feed.find(line.activity);
    if (!before) {
      return;
    }
    const isNew = line.what === "noted";
    feed.comment(note, { count: line.comments, isNew }, turn);
    this.margin.replaceNote(line.activity, note);
    if (isNew && !note.mine && !before.notes.items.some((n) => n.id === note.id)) {
      this.margin.say(this.margin.t("liveNote", { name: note.author.name }));
    }
  }

  ask(path) {
    return this.margin.api.get(path).catch((problem) => this.missed(problem));
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
    if (note && this.margin.isOlder(id, note)) {
      await this.ask(`/notes/${note}`).then((answer) => answer && this.margin.replaceNote(id, answer));
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
