import { Live } from "/ui/live.js";
import { Asking } from "/ui/turns.js";

/** So long a reader has looked at what changed under her eyes before it counts as read. */
const MARK_AFTER = 2000;

/**
 * Keeps a margin as the record is now: hears of what happens, renews what is shown, announces what is new,
 * and moves the reader's mark along. What could not be read is read when the server answers again.
 */
export class Following {
  /** @param margin its host, by whose turns answers come into order */
  constructor(margin) {
    this.margin = margin;
    this.asking = new Asking();
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

  /** Begins to follow the record that was read. */
  begin() {
    this.live?.stop();
    this.live = new Live(this.margin.api, `record:${this.margin.record.id}`, this.margin.position, {
      change: (item) => this.happened(item),
      reset: async () => {
        await this.margin.readAll();
        this.markRead();
        return this.margin.position;
      },
      end: () => this.over(),
      state: (connected) => connected && this.behind && this.margin.refresh(),
    });
  }

  /** Whether there is nothing to follow any more; the record says so itself. */
  async over() {
    try {
      await this.margin.api.get(`/records/${this.margin.record.id}`);
      return false;
    } catch (problem) {
      if (problem.status === 404) {
        this.margin.state = "missing";
      } else if (problem.status === 401) {
        this.margin.end();
      }
      return problem.status === 404 || problem.status === 401;
    }
  }

  /** Something became visible: what stands on the page is renewed in its place, what is new announced. */
  async happened(item) {
    if (item.what === "record") {
      this.readHead();
      return;
    }
    if (["posted", "updated", "removed"].includes(item.what)) {
      this.readHead();
    }
    const shown = this.margin.items.some((p) => p.id === item.activity);
    if (shown) {
      await this.renew(item.activity, item.note);
      this.margin.position = Math.max(this.margin.position, item.position);
      this.markSoon();
    } else if (item.what === "posted" || item.what === "updated") {
      await this.arrived(item);
    }
  }

  async arrived(item) {
    const turn = this.margin.turns.begin();
    const post = await this.margin.api.get(`/activities/${item.activity}`).catch((problem) => this.missed(problem));
    const talk = post && (post.kind === "post" || post.notes.count > 0);
    if (!post || (this.margin.show !== "all" && (this.margin.show === "talk") !== talk)) {
      return;
    }
    if (item.mine) {
      this.margin.merge([post], turn);
    } else if (!this.margin.items.some((p) => p.id === item.activity)) {
      this.margin.fresh = new Map([[item.activity, item.position], ...this.margin.fresh]);
      this.margin.said = this.margin.t("newPosts", { n: this.margin.fresh.size });
    }
  }

  /** What could not be read is read with all the rest as soon as the server answers again. */
  missed(problem) {
    this.behind ||= problem.status !== 404;
    return null;
  }

  readHead() {
    return this.asking.run("head", async () => {
      const turn = this.margin.turns.begin();
      try {
        this.margin.head(await this.margin.api.get(`/records/${this.margin.record.id}`), turn);
      } catch (problem) {
        if (problem.status === 404) {
          this.margin.state = "missing";
        }
        this.missed(problem);
      }
    });
  }

  async renew(id, note) {
    if (note) {
      await this.margin.article(id)?.querySelector("causerie-post").renewNote(note);
    }
    const turn = this.margin.turns.begin();
    try {
      const post = await this.margin.api.get(`/activities/${id}`);
      const before = this.margin.items.find((p) => p.id === id);
      if (!before) {
        return;
      }
      this.margin.merge([post], turn);
      const news = post.notes.items.filter((n) => !n.mine && !before.notes.items.some((b) => b.id === n.id));
      if (news.length && post.notes.count > before.notes.count) {
        this.margin.said = this.margin.t("liveNote", { name: news.at(-1).author.name });
      }
    } catch (problem) {
      this.missed(problem);
      if (problem.status === 404 && this.margin.turns.newest(id, turn)) {
        this.margin.items = this.margin.items.filter((p) => p.id !== id);
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
    if (document.visibilityState !== "visible" || this.margin.state !== "ready") {
      return;
    }
    const upTo = Math.min(this.margin.position, ...[...this.margin.fresh.values()].map((position) => position - 1));
    try {
      await this.margin.api.put(`/records/${this.margin.record.id}/read`, { upTo });
    } catch {
      // The mark is moved again with the next look.
    }
  }
}
