/** How often is looked for what comes. */
const PAUSE = 1000;
/** As many of the first events as are looked at and posted. */
const FIRST = 50;

/** Waits until a connector is there, until its first events come, and until its mapping is in force. */
export class FirstEvents {
  /** @param host the element; drawn anew when something is new. `{context}` */
  constructor(host) {
    this.host = host;
    /** The connector, once the server has it; null while it has not, unknown at first. */
    this.there = undefined;
    /** What came, the newest first. */
    this.events = [];
    /** The connector's mappings as the server goes by them. */
    this.mappings = [];
    this.failure = null;
    host.addController(this);
  }

  begin(connector) {
    this.connector = connector;
    this.stopped = false;
    this.look();
  }

  hostDisconnected() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  get path() {
    return `/connectors/${encodeURIComponent(this.connector)}`;
  }

  async look() {
    clearTimeout(this.timer);
    const { api } = this.host.context;
    try {
      const [connector, events, mappings] = await Promise.all([
        api.get(this.path),
        api.get(`${this.path}/events?limit=${FIRST}`),
        api.get(`${this.path}/mappings`),
      ]);
      this.there = connector;
      this.events = events.items;
      this.mappings = mappings.items;
      this.failure = null;
    } catch (problem) {
      // Until its files are in force there is none; while the server takes them up it may not answer.
      if (problem.status === 404) {
        this.there = null;
      } else if (problem.status !== 0 && problem.status !== 503) {
        this.failure = problem;
      }
    }
    this.host.requestUpdate();
    if (!this.stopped) {
      this.timer = setTimeout(() => this.look(), PAUSE);
    }
  }

  /** Posts what came before there was a mapping, the oldest first; tells how many of them were posted. */
  async post() {
    let posted = 0;
    for (const event of this.events.toReversed().filter((e) => e.fate !== "posted")) {
      const { fate } = await this.host.context.api.post(`${this.path}/events/${encodeURIComponent(event.id)}/replay`, {});
      posted += fate === "posted" ? 1 : 0;
    }
    await this.look();
    return posted;
  }
}
