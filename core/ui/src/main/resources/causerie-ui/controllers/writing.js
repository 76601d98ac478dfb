import { keepDraft, readDraft } from "/ui/drafts.js";
import { Mentions } from "/ui/mentions.js";

/** So many of those outside are named. */
const MANY = 2;

/**
 * What somebody writes before she sends it: the text with its mentions, the lane it is for, those it was begun
 * for. What was typed is never lost: each lane has a draft that outlives an error, a broken connection and a reload.
 */
export class Writing {
  /** @param host a composer: `{context, place, lanes, initial, uploads}` */
  constructor(host) {
    this.host = host;
    this.text = "";
    this.mentions = new Mentions();
    this.wish = another();
    host.addController(this);
  }

  hostConnected() {
    // Never the lane that was used last: what is meant for colleagues must not go outside by habit.
    this.open(this.first ?? "internal");
  }

  get first() {
    return this.host.lanes[0]?.lane;
  }

  /** Goes to a lane. */
  open(lane) {
    this.lane = lane;
    const kept = this.draft(lane);
    this.text = kept.text;
    this.mentions = kept.mentions;
    /** The gate of those who were shown when the text was begun. */
    this.meant = kept.meant;
    this.wish = another();
    this.host.requestUpdate();
  }

  place(lane) {
    return lane === (this.first ?? lane) ? this.host.place : `${this.host.place}:${lane}`;
  }

  /** Whether something was written in a lane and not sent. */
  hasDraft(lane) {
    return Boolean(readDraft(this.host.context.api.person, this.place(lane)));
  }

  draft(lane) {
    const kept = readDraft(this.host.context.api.person, this.place(lane));
    if (!kept) {
      const { initial } = this.host;
      return Mentions.of(initial?.content ?? "", initial?.mentions);
    }
    try {
      const { text, mentions, meant } = JSON.parse(kept);
      return { text: String(text), mentions: new Mentions(mentions), meant };
    } catch {
      return { text: kept, mentions: new Mentions() };
    }
  }

  keep() {
    const draft = { text: this.text, mentions: this.mentions.pieces, meant: this.meant };
    keepDraft(this.host.context.api.person, this.place(this.lane), this.text ? JSON.stringify(draft) : "");
  }

  forget(lane = this.lane) {
    keepDraft(this.host.context.api.person, this.place(lane), "");
  }

  /** Whether nothing is said, and no file goes with it. */
  get empty() {
    return this.wordless && !this.host.uploads.ids.length;
  }

  get wordless() {
    return !this.text.trim();
  }

  /** The text as it is sent. */
  get markdown() {
    return this.mentions.markdown(this.text);
  }

  /** Follows an edit. */
  write(text) {
    this.mentions.typed(this.text, text);
    this.text = text;
    this.meant = text ? (this.meant ?? this.here.gate) : undefined;
    this.keep();
    // Another text is another wish; the same text sent again is the same.
    this.wish = another();
    this.host.requestUpdate();
  }

  /** Notes that "@name" was written at a place of the text. */
  mention(start, who) {
    this.mentions.add(start, who);
    this.keep();
  }

  /** Whether people outside the writer's house will read it. To them it is nothing special. */
  get outside() {
    return this.lane === "customer" && !this.host.context.guest;
  }

  /** What is known of the lane; a comment is written in the lane of its post, to those who read that. */
  get here() {
    const { context, lanes } = this.host;
    const known = (of) => of?.find((l) => l.lane === this.lane);
    const own = known(lanes);
    return own?.gate ? own : { readers: known(context.lanes)?.readers, ...own };
  }

  /** Those outside who will read it, by name. */
  names({ outside = [], more = 0 } = this.here) {
    const { t, lang } = this.host.context;
    const names = more ? [...outside, t("moreOutside", { n: more })] : outside;
    return names.length ? new Intl.ListFormat(lang).format(names) : t("theCustomer");
  }

  /** Those outside whom the writer is to be asked about: nobody has written to them here, or she was shown others. */
  async strangers() {
    const { context, lanes, readersPath } = this.host;
    const { begun, gate } = this.here;
    if (lanes.some((l) => l.gate)) {
      return begun && (!this.meant || this.meant === gate) ? null : this.here;
    }
    if (begun || !readersPath) {
      return null;
    }
    try {
      const readers = await context.api.get(readersPath(this.lane));
      const now = context.lanes?.find((l) => l.gate === readers.gate);
      const names = readers.persons.filter((p) => p.guest).map((p) => p.name);
      return now?.begun ? null : { outside: names.slice(0, MANY), more: Math.max(0, names.length - MANY) };
    } catch {
      return {};
    }
  }

  /** Makes what was meant for outside a note for colleagues, behind what is written there already. */
  bringInside() {
    const { text, mentions, lane } = this;
    this.forget();
    this.open(this.first);
    this.host.uploads.bring(lane, this.lane);
    const start = this.text ? this.text.length + 2 : 0;
    this.mentions.pieces = [
      ...this.mentions.pieces,
      ...mentions.pieces.map((p) => ({ ...p, start: p.start + start })),
    ];
    this.text = start ? `${this.text}\n\n${text}` : text;
    this.keep();
  }

  /** The system in which what is written here may stand as well: `{name, title}`, or null. */
  get system() {
    const { context, also, initial } = this.host;
    const lane = context.lanes?.find((l) => l.lane === this.lane);
    return also && !initial && lane?.alsoIn ? context.system : null;
  }

  /** What she chose last for a lane of a system stands beside her drafts, in this browser alone. */
  get alsoPlace() {
    return `also:${this.system.name}:${this.lane}`;
  }

  /** Whether it is to stand there; off until she chooses it. */
  get also() {
    return Boolean(this.system) && readDraft(this.host.context.api.person, this.alsoPlace) === "yes";
  }

  set also(wanted) {
    keepDraft(this.host.context.api.person, this.alsoPlace, wanted ? "yes" : "");
    this.wish = another();
    this.host.requestUpdate();
  }

  /** What is sent is for those who were shown when it was first sent, and done once. */
  async send() {
    const { lane, wish } = this;
    wish.gate ??= this.here.gate;
    wish.alsoIn ??= this.also ? [this.system.name] : [];
    wish.files ??= this.host.uploads.ids;
    const answer = await this.host.send(this.markdown, lane, wish.key, wish.gate, wish.alsoIn, wish.files);
    this.forget(lane);
    this.host.uploads.sent(lane);
    return answer;
  }

  /** What is sent next is another wish, though it may say the same. */
  again() {
    this.wish = another();
  }
}

/** One wish is done once, and for those who were shown when it was first sent. */
function another() {
  return { key: crypto.randomUUID() };
}
