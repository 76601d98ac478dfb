const FIRST_WAIT = 1000, LONGEST_WAIT = 30000;

/**
 * Follows a topic of the live log over `fetch`, which sends a bearer where EventSource cannot. Goes on
 * after a break from the last position it saw.
 */
export class Live {
  /**
   * @param topic `record:` with an id, or `connectors`
   * @param position from where on; null for a topic without
   * @param on `{change(item), reset(), end(), state(connected)}`
   */
  constructor(api, topic, position, on) {
    this.api = api;
    this.topic = topic;
    this.position = position;
    this.on = on;
    this.wait = FIRST_WAIT;
    this.stopped = false;
    this.run();
  }

  stop() {
    this.stopped = true;
    this.abort?.abort();
  }

  async run() {
    while (!this.stopped) {
      try {
        await this.read();
      } catch {
        // A broken connection is what this loop is for.
      }
      if (this.stopped) {
        return;
      }
      this.on.state(false);
      await new Promise((done) => setTimeout(done, this.wait * (0.5 + Math.random())));
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    }
  }

  async read() {
    this.abort = new AbortController();
    const response = await fetch(`/api/v1/live?topic=${this.topic}`, {
      headers: await this.api.headers({
        Accept: "text/event-stream",
        ...(this.position === null ? {} : { "Last-Event-ID": String(this.position) }),
      }),
      credentials: this.api.session ? "omit" : "same-origin",
      signal: this.abort.signal,
    });
    if (response.status === 401 && this.api.session) {
      await this.api.session.renew();
      return;
    }
    if (response.status === 401 || response.status === 403 || response.status === 404) {
      this.stopped = true;
      this.on.end();
      return;
    }
    if (!response.ok) {
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      buffer += value;
      const frames = buffer.split("\n\n");
      buffer = frames.pop();
      frames.forEach((frame) => this.frame(frame));
    }
  }

  frame(text) {
    const fields = {};
    for (const line of text.split("\n")) {
      const colon = line.indexOf(":");
      if (colon > 0) {
        fields[line.slice(0, colon)] = line.slice(colon + 1).trim();
      }
    }
    if (fields.event === "ready") {
      this.wait = FIRST_WAIT;
      this.on.state(true);
    } else if (fields.event === "change") {
      const item = JSON.parse(fields.data);
      this.position = item.position ?? this.position;
      this.on.change(item);
    } else if (fields.event === "reset") {
      this.stop();
      this.on.reset();
    } else if (fields.event === "end" && !this.api.session) {
      this.stop();
      this.on.end();
    }
  }
}
