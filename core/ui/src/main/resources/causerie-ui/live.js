import { fromCauserie } from "/ui/api.js";

const FIRST_WAIT = 1000, LONGEST_WAIT = 30000;
/** The server says something every 15 s: a connection on which nothing came for so long is dead, whatever the browser thinks. */
const SILENT = 40000;
/** Whoever comes back to a page does not wait for that: a heartbeat that is overdue is enough. */
const OVERDUE = 20000;

/**
 * Follows a topic of the journal over `fetch`, which sends a bearer where EventSource cannot. Goes on
 * after a break from the last position it saw: at once when the network or the reader is back, else after
 * a wait that grows. While nobody looks at the page it rests, and catches up afterwards. It ends only when it is told to.
 */
export class Live {
  /**
   * @param topic `record:` with an id, or `connectors`
   * @param position from where on; null for a topic without
   * @param on `{change(item), reset(), end(), state(connected)}`; `reset` reads all anew and gives the
   *   position to go on from; `end` is asked whether it is over when the server lets nobody in any more
   */
  constructor(api, topic, position, on) {
    this.api = api;
    this.topic = topic;
    this.position = position;
    this.on = on;
    this.wait = FIRST_WAIT;
    this.stopped = false;
    this.heard = Date.now();
    this.onOnline = () => this.again();
    this.onVisible = () => {
      if (document.visibilityState === "hidden") {
        // Whoever has many pages open looks at few: the others keep no connection.
        this.break();
      } else if (this.hurry || Date.now() - this.heard > OVERDUE) {
        // An attempt that is under way is left alone; a wait between two is cut short.
        this.again();
      }
    };
    addEventListener("online", this.onOnline);
    document.addEventListener("visibilitychange", this.onVisible);
    this.run();
  }

  stop() {
    this.stopped = true;
    removeEventListener("online", this.onOnline);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.break();
    this.hurry?.();
  }

  /** Leaves the connection there is, and makes another one without waiting. */
  again() {
    this.wait = FIRST_WAIT;
    this.hurried = true;
    this.break();
    this.hurry?.();
  }

  break() {
    clearTimeout(this.watch);
    this.abort?.abort();
  }

  async run() {
    if (document.visibilityState === "hidden") {
      await this.pause();
    }
    while (!this.stopped) {
      const ended = await this.read().catch((problem) => (problem.status === 401 ? "end" : "broken"));
      clearTimeout(this.watch);
      if (this.stopped) {
        return;
      }
      this.on.state(false);
      if (ended === "reset" && (await this.reset())) {
        continue;
      }
      if (ended === "end" && (await this.on.end())) {
        this.stop();
        return;
      }
      await this.pause();
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    }
  }

  async reset() {
    try {
      this.position = (await this.on.reset()) ?? this.position;
      return true;
    } catch {
      return false;
    }
  }

  async pause() {
    if (document.visibilityState === "hidden" || !this.hurried) {
      await new Promise((done) => {
        this.hurry = done;
        if (document.visibilityState !== "hidden") {
          setTimeout(done, this.wait * (0.5 + Math.random()));
        }
      });
    }
    this.hurried = false;
    this.hurry = null;
  }

  /** Notices when nothing comes any more. */
  listen() {
    this.heard = Date.now();
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.again(), SILENT);
  }

  /** Reads until the connection breaks, or the server says how it goes on: by `reset` or `end`. */
  async read() {
    this.abort = new AbortController();
    this.listen();
    const response = await fetch(`/api/v1/live?topic=${this.topic}`, {
      headers: await this.api.headers({
        Accept: "text/event-stream",
        ...(this.position === null ? {} : { "Last-Event-ID": String(this.position) }),
      }),
      credentials: this.api.session ? "omit" : "same-origin",
      signal: this.abort.signal,
    });
    if (!response.ok || !response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      return this.refused(response);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return "broken";
      }
      this.listen();
      buffer += value;
      const frames = buffer.split("\n\n");
      buffer = frames.pop();
      for (const frame of frames) {
        const ended = this.frame(frame);
        if (ended) {
          this.abort.abort();
          return ended;
        }
      }
    }
  }

  /** Whatever stands between may answer as it likes; only Causerie itself ends anything. */
  async refused(response) {
    if (!fromCauserie(response) || ![401, 403, 404].includes(response.status)) {
      return "broken";
    }
    if (response.status === 401 && this.api.session) {
      await this.api.session.renew();
      return "broken";
    }
    return "end";
  }

  frame(text) {
    const fields = {};
    for (const line of text.split("\n")) {
      const colon = line.indexOf(":");
      if (colon > 0) {
        fields[line.slice(0, colon)] = line.slice(colon + 1).trim();
      }
    }
    switch (fields.event) {
      case "ready":
        this.wait = FIRST_WAIT;
        this.on.state(true);
        return null;
      case "change": {
        const item = JSON.parse(fields.data);
        this.position = item.position ?? this.position;
        this.on.change(item);
        return null;
      }
      case "reset":
      case "end":
        return fields.event;
      default:
        return null;
    }
  }
}
