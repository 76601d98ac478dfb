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

  /** @param mappings `[{file, text}]` */
  begin(connector, mappings) {
    this.connector = connector;
    this.mappings = mappings;
    this.pick(mappings[0]?.file);
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

  write(text) {
    this.text = text;
    keepDraft(this.host.context.api.person, this.place, this.changed ? text : "");
    this.host.requestUpdate();
  }
}
