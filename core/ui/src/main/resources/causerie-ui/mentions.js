/** `[@Ada Lovelace](person:ada)`, as mentions are sent and kept. */
const FORM = /\[@((?:[^\]\\\n]|\\.)+)\]\(person:([A-Za-z0-9._@-]{1,64})\)/gu;

/**
 * The people mentioned in a text: its writer sees "@Ada Lovelace" where the Markdown has a person's id.
 * What she breaks apart while she types is no mention any more; it is what it looks like.
 */
export class Mentions {
  constructor() {
    this.ids = new Map();
  }

  /** Notes a person and gives what to write for her; of two with one name the second keeps her id in sight. */
  write(name, id) {
    if ((this.ids.get(name) ?? id) !== id) {
      return form(name, id);
    }
    this.ids.set(name, id);
    return `@${name}`;
  }

  /** What is shown for a Markdown text. */
  read(markdown) {
    return markdown.replace(FORM, (all, name, id) => this.write(name.replace(/\\(.)/gu, "$1"), id));
  }

  /** The Markdown of what is shown. */
  markdown(text) {
    if (this.ids.size === 0) {
      return text;
    }
    return text.replace(this.pattern(), (all, name) => form(name, this.ids.get(name)));
  }

  pattern() {
    const names = [...this.ids.keys()].sort((a, b) => b.length - a.length);
    const either = names.map((n) => n.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
    return new RegExp(`(?<![\\p{L}\\p{N}\\[])@(${either})(?![\\p{L}\\p{N}])`, "gu");
  }

  /** Whether a text ends in a mention that is complete. */
  endsIn(text) {
    return [...this.ids.keys()].some((name) => text.endsWith(`@${name}`) || text.includes(`@${name} `, text.lastIndexOf("@")));
  }

  /** A person's name, if she is mentioned. */
  name(id) {
    return [...this.ids].find(([, known]) => known === id)?.[0] ?? id;
  }
}

function form(name, id) {
  return `[@${name.replace(/[\\[\]]/g, "\\$&")}](person:${id})`;
}
