import { Asking } from "/ui/turns.js";

const FOLLOWED = ["following", "automatic"];

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

  /** Shows what the source says now, unless something later is shown. */
  receive(record, turn) {
    if (this.turns.newest("head", turn)) {
      this.record = { ...record, activities: undefined };
      this.host.requestUpdate();
    }
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
