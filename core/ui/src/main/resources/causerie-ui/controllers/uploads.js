import { size } from "/ui/size.js";

const AT_ONCE = 3;

/**
 * Files that are sent while somebody writes. Each is sent at once, says how far it is, and can be taken back; what
 * was written for one lane goes with the words of that lane.
 */
export class Uploads {
  /** @param host a composer: `{context, initial, writing}` */
  constructor(host) {
    this.host = host;
    /** `[{lane, name, size, progress, id, kept, failure}]` */
    this.all = [];
    this.refusal = null;
    this.sending = 0;
    this.waiting = [];
    host.addController(this);
  }

  hostConnected() {
    const { initial, writing } = this.host;
    if (initial?.attachments && this.all.length === 0) {
      this.all = initial.attachments.map((f) => ({ lane: writing.lane, name: f.name, size: f.size, id: f.id, kept: true }));
    }
  }

  /** What is taken; null where nothing is. */
  get limits() {
    return this.host.context.api.files;
  }

  /** Those of the lane that is open. */
  get here() {
    return this.all.filter((f) => f.lane === this.host.writing.lane);
  }

  get ids() {
    return this.here.filter((f) => f.id).map((f) => f.id);
  }

  /** Whether one is still on its way. */
  get busy() {
    return this.here.some((f) => !f.id && !f.failure);
  }

  choose = () => {
    const input = Object.assign(document.createElement("input"), { type: "file", multiple: true });
    input.addEventListener("change", () => this.add(input.files));
    input.click();
  };

  over = (event) => {
    if (this.limits && event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    }
  };

  dropped = (event) => {
    if (this.limits && event.dataTransfer?.files.length) {
      event.preventDefault();
      this.add(event.dataTransfer.files);
    }
  };

  /** A picture beside a text, as spreadsheets give one, is not what is meant. */
  pasted = (event) => {
    const { files, types } = event.clipboardData ?? {};
    if (this.limits && files?.length && !types.includes("text/plain")) {
      event.preventDefault();
      this.add(files);
    }
  };

  add(files) {
    const { t, lang } = this.host.context;
    this.refusal = null;
    for (const file of files) {
      if (this.here.length >= this.limits.count) {
        this.refusal = t("filesTooMany", { n: this.limits.count });
      } else if (file.size > this.limits.size) {
        this.refusal = t("fileTooLarge", { name: file.name, size: size(this.limits.size, lang) });
      } else {
        this.send(file);
      }
    }
    this.changed();
  }

  async send(file) {
    const { context, writing } = this.host;
    const abort = new AbortController();
    const entry = { lane: writing.lane, name: file.name, size: file.size, progress: 0, abort };
    this.all = [...this.all, entry];
    await this.turn();
    try {
      abort.signal.throwIfAborted();
      const progress = (part) => {
        entry.progress = part;
        this.host.requestUpdate();
      };
      const taken = await context.api.sendFile(file, { progress, signal: abort.signal });
      entry.id = taken.id;
      context.say(context.t("fileAdded", { name: file.name }));
    } catch (problem) {
      entry.failure = problem;
    } finally {
      this.next();
    }
    this.changed();
  }

  /** Few at once: a server takes no more of one person. */
  async turn() {
    if (this.sending < AT_ONCE) {
      this.sending++;
    } else {
      await new Promise((go) => this.waiting.push(go));
    }
  }

  next() {
    const go = this.waiting.shift();
    if (go) {
      go();
    } else {
      this.sending--;
    }
  }

  /** Nobody else has it, and it goes with nothing: what is not sent is forgotten by itself. */
  takeBack(entry) {
    entry.abort?.abort();
    this.all = this.all.filter((f) => f !== entry);
    this.refusal = null;
    this.forget([entry]);
    this.changed();
  }

  forget(entries) {
    const { api } = this.host.context;
    entries.filter((f) => f.id && !f.kept).forEach((f) => api.delete(`/files/${f.id}`).catch(() => {}));
  }

  /** The writer gave up. */
  giveUp() {
    this.all.forEach((f) => f.abort?.abort());
    this.forget(this.all);
    this.all = [];
  }

  /** They have gone with what was written. */
  sent(lane) {
    this.all = this.all.filter((f) => f.lane !== lane);
    this.refusal = null;
  }

  /** What was meant for one lane is for another. */
  bring(from, to) {
    this.all.filter((f) => f.lane === from).forEach((f) => (f.lane = to));
  }

  changed() {
    // Other files are another wish.
    this.host.writing.again();
    this.host.requestUpdate();
  }
}
