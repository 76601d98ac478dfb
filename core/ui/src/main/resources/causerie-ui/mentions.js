/** How many earlier texts are remembered, so that undoing brings their mentions back. */
const REMEMBERED = 100;

/** What may stand in a name, as far as people type it; marks carry the vowels of Thai and Hindi. */
const NAME = "[\\p{L}\\p{M}\\p{N}._'’()\\[\\]&-]";

/** A name being typed at the end of a text: "@", not behind a Latin letter or digit as in an address, nor behind what makes Markdown of a link, and up to four words. */
const TYPED = new RegExp(`(?<![\\p{Script=Latin}\\p{N}._%+@!\\\\-])@((?:${NAME}+(?: ${NAME}+){0,3} ?)?)$`, "u");

/**
 * The mentions in a text while it is written. Its writer sees "@Ada Lovelace"; each mention is kept as the
 * place where that stands, so it stays one whatever is written before or behind it, and is none any more as soon
 * as it is broken apart itself. Which of them count is decided by the server alone.
 */
export class Mentions {
  /** @param pieces `[{start, name, person | group, reach}]` in the order of the text */
  constructor(pieces = []) {
    this.pieces = pieces;
    this.past = new Map();
  }

  /** A text that the server gave, as its writer sees it: `{text, mentions}`. */
  static of(content, placed = []) {
    let text = "";
    let from = 0;
    const pieces = [];
    for (const m of placed) {
      text += content.slice(from, m.start);
      pieces.push({ start: text.length, name: m.name, person: m.person, group: m.group });
      text += `@${m.name}`;
      from = m.start + m.length;
    }
    return { text: text + content.slice(from), mentions: new Mentions(pieces) };
  }

  /** Follows an edit. */
  typed(before, after) {
    this.remember(before);
    const known = this.past.get(after);
    if (known) {
      this.pieces = known;
      return;
    }
    let head = 0;
    const most = Math.min(before.length, after.length);
    while (head < most && before[head] === after[head]) {
      head++;
    }
    let tail = 0;
    while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
      tail++;
    }
    const end = before.length - tail;
    const moved = after.length - before.length;
    this.pieces = this.pieces.flatMap((p) => {
      if (p.start + p.name.length + 1 <= head) {
        return [p];
      }
      return p.start >= end ? [{ ...p, start: p.start + moved }] : [];
    });
  }

  remember(text) {
    this.past.delete(text);
    this.past.set(text, this.pieces);
    if (this.past.size > REMEMBERED) {
      this.past.delete(this.past.keys().next().value);
    }
  }

  /** Notes that "@name" was written at a place of the text. */
  add(start, who) {
    this.pieces = [...this.pieces.filter((p) => p.start !== start), { ...who, start }].sort((a, b) => a.start - b.start);
  }

  /** Those that will be mentions when it is sent: inside code nothing is one. */
  whole(text) {
    return this.pieces.filter((p) => !insideCode(text.slice(0, p.start)));
  }

  /** The Markdown of the text. */
  markdown(text) {
    let markdown = "";
    let from = 0;
    for (const p of this.whole(text)) {
      markdown += text.slice(from, p.start) + form(p);
      from = p.start + p.name.length + 1;
    }
    return markdown + text.slice(from);
  }

  /** The name that is being typed where the text ends: `{start, query}`, or null. */
  asked(before) {
    const match = TYPED.exec(before);
    if (!match || insideCode(before)) {
      return null;
    }
    const start = match.index;
    return this.pieces.some((p) => p.start <= start && start < p.start + p.name.length + 1)
      ? null
      : { start, query: match[1] };
  }

  /** The name under which somebody is mentioned. */
  name(id) {
    return this.pieces.find((p) => p.person === id || p.group === id)?.name ?? id;
  }
}

/** Whether a text ends inside code, as far as one can tell while it is typed. */
function insideCode(before) {
  const fences = before.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0;
  const ticks = before.split(/\n[ \t]*\n/).at(-1).match(/`+/g)?.length ?? 0;
  return fences % 2 === 1 || (fences === 0 && ticks % 2 === 1);
}

function form(piece) {
  const name = piece.name.replace(/[\\[\]`<>&*_~!]/g, "\\$&").replaceAll("|", "&#124;");
  const address = piece.group === undefined ? `person:${piece.person}` : `group:${encoded(piece.group)}`;
  return `[@${name}](${address})`;
}

/** As in an address, without the signs that end one in Markdown. */
function encoded(text) {
  return encodeURIComponent(text).replace(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
