/** While somebody types, each letter is not asked for. */
const PAUSE = 120;

/**
 * What is found of what somebody types. An answer to anything else than what stands there now is not shown, and what
 * was found stays until something else is.
 */
export class Finding {
  /** @param host an element: `{api, open(entry)}` */
  constructor(host) {
    this.host = host;
    this.query = "";
    /** A type or a system in which is looked alone. */
    this.within = null;
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
  look(query, pause = PAUSE) {
    this.query = query;
    this.chosen = -1;
    this.done = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), pause);
    this.host.requestUpdate();
  }

  /** Looks in a type or a system alone; without one everywhere. */
  narrow(within) {
    this.within = within;
    this.entries = [];
    this.look("", 0);
  }

  async ask() {
    const { query, within } = this;
    const asked = new URLSearchParams({ q: query, limit: 8 });
    if (within) {
      asked.set("system", within.system);
      if (within.type) {
        asked.set("type", within.type);
      }
    }
    let found = [];
    let problem = null;
    try {
      found = entries(await this.host.api.get(`/find?${asked}`));
    } catch (e) {
      problem = e;
    }
    if (this.query !== query || this.within !== within) {
      return;
    }
    const { hasty } = this;
    Object.assign(this, { entries: found, problem, done: true, hasty: false, chosen: -1 });
    this.host.requestUpdate();
    if (hasty && found.length) {
      this.host.open(found[0]);
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

function entries({ records, types, systems, persons }) {
  return [
    ...records.items.map((record) => ({ kind: "record", ...record })),
    ...types.items.map((type) => ({ kind: "type", ...type })),
    ...systems.items.map((system) => ({ kind: "system", ...system })),
    ...persons.items.map((person) => ({ kind: "person", ...person })),
  ];
}
