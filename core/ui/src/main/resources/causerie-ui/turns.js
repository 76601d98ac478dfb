/**
 * Decides which of two states of one thing is the later, in whatever order they come. A line of the stream is at
 * least as new as its position, an answer at least as new as what was known when it was asked for; where a thing
 * counts its versions, they come first.
 */
export class Turns {
  constructor() {
    this.last = 0;
    /** Up to here all is known. */
    this.position = 0;
    this.shown = new Map();
  }

  /** Begins a question; whatever is answered is of this turn. */
  begin() {
    return { position: this.position, number: ++this.last };
  }

  /** The turn of what says itself up to where it is up to date. */
  at(position, turn = this.begin()) {
    this.position = Math.max(this.position, position);
    return { ...turn, position: Math.max(position, turn.position) };
  }

  /** Whether what is of a turn may be shown; then nothing earlier about the same may be. */
  newest(what, turn, version) {
    const shown = this.shown.get(what);
    if (shown && isEarlier(turn, version, shown)) {
      return false;
    }
    this.shown.set(what, { turn, version });
    return true;
  }

  /** Whether what is shown is newer than all of a turn. */
  isBehind(what, turn) {
    return (this.shown.get(what)?.turn.position ?? 0) > turn.position;
  }
}

function isEarlier(turn, version, shown) {
  if (version !== undefined && shown.version !== undefined && version !== shown.version) {
    return version < shown.version;
  }
  return turn.position === shown.turn.position ? turn.number < shown.turn.number : turn.position < shown.turn.position;
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
