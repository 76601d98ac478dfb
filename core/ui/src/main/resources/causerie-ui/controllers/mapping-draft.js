import { keepDraft, readDraft } from "/ui/drafts.js";

/** The mappings of a connector as the server goes by them, and what an operator made here of one of them. */
export class MappingDraft {
  /** @param host a workbench: `{context}` */
  constructor(host) {
    this.host = host;
    this.mappings = [];
    this.text = "";
    host.addController(this);
  }

  /**
   * @param mappings `[{file, text}]`
   * @param type of events for which there is none: begins a file for it
   */
  begin(connector, mappings, type) {
    this.connector = connector;
    this.added = type ? { file: fileFor(type, mappings), text: "", type } : undefined;
    this.mappings = this.added ? [...mappings, this.added] : mappings;
    this.pick((this.added ?? mappings[0])?.file);
  }

  /** Whether the server has no such file. */
  get isNew() {
    return this.added !== undefined && this.file === this.added.file;
  }

  /** The type of events it is begun for. */
  get type() {
    return this.isNew ? this.added.type : undefined;
  }

  get place() {
    return `workbench:${this.connector ?? ""}:${this.file ?? ""}`;
  }

  /** What the server goes by. */
  get running() {
    return this.mappings.find((m) => m.file === this.file)?.text ?? "";
  }

  get changed() {
    return this.text !== this.running;
  }

  get empty() {
    return !this.text.trim();
  }

  /** Shows a mapping of the connector, or what was made of it here. */
  pick(file) {
    this.file = file;
    this.text = readDraft(this.host.context.api.person, this.place) || this.running;
    this.host.requestUpdate();
  }

  /** The server has been given what stands here. */
  written() {
    this.mappings = this.mappings.map((m) => (m.file === this.file ? { file: m.file, text: this.text } : m));
    this.added = undefined;
    this.write(this.text);
  }

  write(text) {
    this.text = text;
    keepDraft(this.host.context.api.person, this.place, this.changed ? text : "");
    this.host.requestUpdate();
  }
}

/** A file's name that tells the type, and that no mapping has. */
function fileFor(type, mappings) {
  const name = type.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "mapping";
  const taken = new Set(mappings.map((m) => m.file));
  const free = ["", ...mappings.map((_, i) => `-${i + 2}`), "-new"];
  return free.map((end) => `mappings/${name}${end}.yaml`).find((file) => !taken.has(file));
}
