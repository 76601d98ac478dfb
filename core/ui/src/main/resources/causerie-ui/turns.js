/**
 * Puts answers into the order of their questions: what is asked for again and again never shows an
 * answer to an earlier question in place of one to a later.
 */
export class Turns {
  constructor() {
    this.last = 0;
    this.shown = new Map();
  }

  /** Begins a question. */
  begin() {
    return ++this.last;
  }

  /** Whether what was answered in a turn may be shown; then no earlier answer about the same may be. */
  newest(what, turn) {
    if (turn < (this.shown.get(what) ?? 0)) {
      return false;
    }
    this.shown.set(what, turn);
    return true;
  }
}

/** Asks once at a time: whoever wants the same while it is being asked shares one further question. */
export class Asking {
  constructor() {
    this.now = new Map();
    this.next = new Map();
  }

  /** @param ask gives a promise that is never refused */
  run(what, ask) {
    const running = this.now.get(what);
    if (!running) {
      return this.begin(what, ask);
    }
    if (!this.next.has(what)) {
      this.next.set(
        what,
        running.then(() => {
          this.next.delete(what);
          return this.begin(what, ask);
        }),
      );
    }
    return this.next.get(what);
  }

  begin(what, ask) {
    const asked = ask().finally(() => this.now.delete(what));
    this.now.set(what, asked);
    return asked;
  }
}
