/** While somebody types, each letter is not asked for. */
const PAUSE = 120;

/**
 * What is found of what somebody types. An answer to anything else than what stands there now is not shown, and what
 * was found stays until something else is.
 */
export class Finding {
  /** @param host an element: `{api}` */
  constructor(host) {
    this.host = host;
    this.query = "";
    /** What can be chosen, in order: `{kind, ...}`. */
    this.entries = [];
    /** Whether what is shown is what was found for what stands there. */
    this.done = true;
    this.problem = null;
    this.chosen = -1;
    host.addController(this);
  }

  hostDisconnected() {
    clearTimeout(this.timer);
  }

  /** Looks for other words, once nothing has been typed for a moment. */
  look(query) {
    this.query = query;
    this.chosen = -1;
    clearTimeout(this.timer);
    if (!query.trim()) {
      this.entries = [];
      this.problem = null;
      this.done = true;
      this.host.requestUpdate();
      return;
    }
    this.done = false;
    this.timer = setTimeout(() => this.ask(), PAUSE);
    this.host.requestUpdate();
  }

  async ask() {
    const asked = this.query;
    try {
      const found = await this.host.api.get(`/find?${new URLSearchParams({ q: asked, limit: 10 })}`);
      if (this.query === asked) {
        this.entries = found.records.items.map((record) => ({ kind: "record", ...record }));
        this.problem = null;
      }
    } catch (problem) {
      if (this.query === asked) {
        this.entries = [];
        this.problem = problem;
      }
    }
    if (this.query === asked) {
      this.done = true;
      this.chosen = this.hasty && this.entries.length ? 0 : -1;
      this.host.requestUpdate();
      if (this.hasty && this.entries.length) {
        this.host.open(this.entries[0]);
      }
      this.hasty = false;
    }
  }

  /** Moves the choice; past an end it begins at the other. */
  step(by) {
    const n = this.entries.length;
    if (n) {
      this.chosen = this.chosen < 0 ? (by > 0 ? 0 : n - 1) : (this.chosen + by + n) % n;
      this.host.requestUpdate();
    }
  }

  /** What Enter opens: what was chosen, or the first; who is faster than the answer gets the first of it. */
  take() {
    if (!this.done) {
      this.hasty = true;
      return null;
    }
    return this.entries[Math.max(0, this.chosen)] ?? null;
  }
}
