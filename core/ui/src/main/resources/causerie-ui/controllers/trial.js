/** How long typing must rest before the mapping is tried. */
const REST = 350;

/** Tries a mapping on an event while both are written; nothing is stored on the server. */
export class Trial {
  /**
   * @param host a workbench; it is drawn anew after each answer
   * @param written gives `{mapping, event, before, connector, own}` as they stand there, texts all; `own`: without a
   *   mapping the connector's own are tried
   */
  constructor(host, written) {
    this.host = host;
    this.written = written;
    this.turn = 0;
    /** What the server made of it. */
    this.preview = null;
    /** Whether there was an event to try it on. */
    this.done = false;
    /** What is no JSON, by what it should be. */
    this.bad = {};
    this.failure = null;
    host.addController(this);
  }

  hostDisconnected() {
    clearTimeout(this.timer);
  }

  soon(milliseconds = REST) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), milliseconds);
  }

  json(text, name) {
    const { t } = this.host.context;
    if (!text.trim()) {
      return undefined;
    }
    try {
      const value = JSON.parse(text);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        return value;
      }
      this.bad = { ...this.bad, [name]: t("jsonObject") };
    } catch (e) {
      this.bad = { ...this.bad, [name]: t("jsonBad", { reason: e.message }) };
    }
    return undefined;
  }

  /** An answer to an earlier question that comes later is dropped. */
  async run() {
    this.bad = {};
    this.host.requestUpdate();
    const written = this.written();
    const event = this.json(written.event, "event");
    const before = this.json(written.before, "before");
    if (!written.mapping.trim() && !written.own) {
      this.preview = null;
      return;
    }
    const turn = ++this.turn;
    try {
      // Errors of the mapping are shown without an event too.
      const preview = await this.host.context.api.post("/mappings/preview", {
        ...(written.mapping.trim() ? { mapping: written.mapping } : {}),
        event: event ?? {},
        ...(before ? { before } : {}),
        ...(written.connector ? { connector: written.connector } : {}),
      });
      if (turn === this.turn) {
        this.preview = event ? preview : { problems: preview.problems, unseen: preview.unseen };
        this.done = Boolean(event);
        this.failure = null;
      }
    } catch (problem) {
      if (turn === this.turn) {
        this.failure = problem;
      }
    }
    this.host.requestUpdate();
  }
}

/** What must come of an event from now on: a preview without what is about the mapping alone. */
export function expectedOf({ problems: _, unseen: __, accepts: ___, ...expected }) {
  return expected;
}
