import { Live } from "/ui/live.js";

/** No more often is asked, however much happens. */
const LEAST = 1000;
/** While the server tells of changes, this alone is asked by the clock. */
const SLOW = 15000;

/**
 * Asks for something again and again while its element is on the page and the page is looked at: when
 * the server tells of a change, seldom by the clock, and more often while it does not tell; what was read last stays when the server does not answer.
 */
export class Refresh {
  /**
   * @param host the element; it is drawn anew after each answer
   * @param read gives a promise of what is asked for
   * @param live gives `{api, topic}`: what tells of changes
   */
  constructor(host, read, live, milliseconds = 4000) {
    this.host = host;
    this.read = read;
    this.topic = live;
    this.milliseconds = milliseconds;
    this.told = false;
    this.at = 0;
    this.failure = null;
    this.value = null;
    this.looked = () => {
      if (document.visibilityState === "visible") {
        this.follow();
        this.now();
      } else {
        this.leave();
      }
    };
    host.addController(this);
  }

  hostConnected() {
    this.stopped = false;
    document.addEventListener("visibilitychange", this.looked);
    this.now();
  }

  hostDisconnected() {
    this.stopped = true;
    this.leave();
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.looked);
  }

  /** Begins to hear of changes, once the host knows of whom. */
  follow() {
    if (this.live || this.stopped || document.visibilityState !== "visible") {
      return;
    }
    const { api, topic } = this.topic();
    this.live = new Live(api, topic, null, {
      change: () => this.soon(),
      reset: () => this.now(),
      // The questions by the clock go on, and say what is wrong.
      end: () => false,
      state: (connected) => {
        this.told = connected;
        this.later();
      },
    });
  }

  leave() {
    this.live?.stop();
    this.live = null;
    this.told = false;
  }

  /** Many changes are one question. */
  soon() {
    if (!this.stopped) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.now(), Math.max(0, this.at + LEAST - Date.now()));
    }
  }

  later() {
    clearTimeout(this.timer);
    if (!this.stopped && document.visibilityState === "visible") {
      this.timer = setTimeout(() => this.now(), this.told ? SLOW : this.milliseconds);
    }
  }

  /** Asks at once; an answer to an earlier question that comes later is dropped. */
  async now() {
    clearTimeout(this.timer);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.at = Date.now();
    await null;
    this.follow();
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
    this.later();
  }
}
