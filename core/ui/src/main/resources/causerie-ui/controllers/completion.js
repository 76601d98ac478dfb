/**
 * Completes the name behind an "@" while it is typed. An answer to anything else than what stands there now is not
 * shown, and whoever types on is not held up.
 */
export class Completion {
  /**
   * @param host a composer: `{context, area}`
   * @param writing what is written there
   */
  constructor(host, writing) {
    this.host = host;
    this.writing = writing;
    /** What fits: `{start, query, entries}`, or null while nothing is looked for. */
    this.found = null;
    /** What is being asked for. */
    this.waiting = null;
    this.chosen = 0;
    host.addController(this);
  }

  /** Asks who fits what is typed. */
  async complete() {
    const { area, context } = this.host;
    const asked = this.writing.mentions.asked(area.value.slice(0, area.selectionStart));
    this.hasty = null;
    if (!asked || this.isSentence(asked)) {
      this.stop();
      return;
    }
    this.waiting = asked;
    this.host.requestUpdate();
    const query = new URLSearchParams({ q: asked.query, record: context.record, lane: this.writing.lane });
    let entries = [];
    try {
      const page = await context.api.get(`/people?${query}`);
      entries = [
        ...page.groups.map((g) => ({ name: g.title, group: g.group, reach: g.reach })),
        ...page.items.map((p) => ({ name: p.name, person: p.id, absence: p.absence })),
      ];
    } catch {
      asked.failed = true;
    }
    if (this.waiting !== asked) {
      return;
    }
    this.waiting = null;
    this.chosen = 0;
    this.nobody = entries.length ? null : asked;
    // After a space that nobody's name has, it is a sentence that goes on.
    this.found = entries.length || !(asked.failed || asked.query.includes(" ")) ? { ...asked, entries } : null;
    this.host.requestUpdate();
    this.answerHaste();
  }

  /** Who pressed Enter before the answer was there gets the first that fits, or the Enter. */
  answerHaste() {
    const { area } = this.host;
    const key = this.hasty;
    this.hasty = null;
    if (key && this.found?.entries.length) {
      this.mention(this.found.entries[0]);
    } else if (key === "Enter") {
      area.setRangeText("\n", area.selectionStart, area.selectionEnd, "end");
      this.host.wrote(area.value);
      this.found = null;
    }
  }

  isSentence({ start, query }) {
    const none = this.nobody;
    return none?.start === start && none.query.includes(" ") && query.startsWith(none.query);
  }

  stop() {
    this.waiting = null;
    this.hasty = null;
    this.found = null;
    this.host.requestUpdate();
  }

  mention(who) {
    const { area } = this.host;
    const { start } = this.found;
    area.setRangeText(`@${who.name} `, start, area.selectionStart, "end");
    this.host.wrote(area.value);
    this.writing.mention(start, who);
    this.stop();
    area.focus();
  }

  /** Whether a key is for the names that are shown or asked for, and no other use is to be made of it. */
  pressed(event) {
    const entries = this.found?.entries ?? [];
    const picks = !event.shiftKey && (event.key === "Enter" || event.key === "Tab");
    if (this.waiting && picks && (event.key === "Enter" || this.found)) {
      this.hasty = event.key;
    } else if (entries.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.chosen = (this.chosen + step + entries.length) % entries.length;
      this.host.requestUpdate();
    } else if (entries.length && picks) {
      this.mention(entries[this.chosen]);
    } else if (event.key === "Escape" && (this.found || this.waiting)) {
      event.stopPropagation();
      this.stop();
    } else {
      return false;
    }
    if (event.key !== "Escape") {
      event.preventDefault();
    }
    return true;
  }
}
