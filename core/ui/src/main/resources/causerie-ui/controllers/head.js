import { Asking } from "/ui/turns.js";

const FOLLOWED = ["following", "automatic"];

/** What lines of the stream tell of it; what is absent is so now. */
const TOLD = ["title", "typeLabel", "systemTitle", "url", "known", "deleted", "state", "type", "key", "system"];

const source = (record) => Object.fromEntries(TOLD.map((name) => [name, record[name]]));

/** The record that is talked about, as its source and its reader have it now. */
export class Head {
  /**
   * @param host the element that shows it; it is drawn anew after each change
   * @param turns puts answers that overtake each other into the order of their questions
   */
  constructor(host, turns) {
    this.host = host;
    this.turns = turns;
    this.asking = new Asking();
    this.record = null;
    host.addController(this);
  }

  /** Shows what was answered, unless something later is shown; of what lines tell too, theirs may be the later. */
  receive(record, turn) {
    if (this.turns.newest("head", turn)) {
      const told = this.turns.newest("told", turn) ? {} : source(this.record);
      this.record = { ...record, ...told, activities: undefined };
      this.host.requestUpdate();
    }
  }

  /** Shows what a line tells: what the source says now. */
  told(head, turn) {
    if (this.turns.newest("told", turn)) {
      this.record = { ...this.record, ...source(head) };
      this.host.requestUpdate();
    }
  }

  /** Words were written in a lane: nobody is asked any more whether she means it. */
  begun(lane) {
    const lanes = this.record.lanes.map((l) => (l.lane === lane ? { ...l, begun: true } : l));
    this.record = { ...this.record, lanes };
    this.host.requestUpdate();
  }

  /** Reads it anew; whoever wants that while it is being read shares one further question. */
  read(failed) {
    return this.asking.run("head", async () => {
      const turn = this.turns.begin();
      try {
        this.receive(await this.host.api.get(`/records/${this.record.id}`), turn);
      } catch (problem) {
        failed(problem);
      }
    });
  }

  get followed() {
    return FOLLOWED.includes(this.record.follow);
  }

  async toggleFollow() {
    const on = this.followed;
    await this.host.api.send(on ? "DELETE" : "PUT", `/records/${this.record.id}/follow`);
    this.record = { ...this.record, follow: on ? "ended" : "following" };
    this.host.requestUpdate();
  }
}
