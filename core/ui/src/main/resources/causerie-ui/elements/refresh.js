/**
 * Asks for something again and again while its element is on the page and the page is looked at; what
 * was read last stays when the server does not answer.
 */
export class Refresh {
  /**
   * @param host the element; it is drawn anew after each answer
   * @param read gives a promise of what is asked for
   */
  constructor(host, read, milliseconds = 4000) {
    this.host = host;
    this.read = read;
    this.milliseconds = milliseconds;
    this.failure = null;
    this.value = null;
    this.looked = () => document.visibilityState === "visible" && this.now();
    host.addController(this);
  }

  hostConnected() {
    this.stopped = false;
    document.addEventListener("visibilitychange", this.looked);
    this.now();
  }

  hostDisconnected() {
    this.stopped = true;
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.looked);
  }

  /** Asks at once; an answer to an earlier question that comes later is dropped. */
  async now() {
    clearTimeout(this.timer);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    await null;
    try {
      const value = await this.read();
      if (turn !== this.turn) {
        return;
      }
      this.value = value;
      this.failure = null;
    } catch (problem) {
      if (turn !== this.turn) {
        return;
      }
      this.failure = problem;
    }
    this.host.requestUpdate();
    if (!this.stopped && document.visibilityState === "visible") {
      this.timer = setTimeout(() => this.now(), this.milliseconds);
    }
  }
}
