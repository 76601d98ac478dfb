const byTime = (a, b) => Date.parse(a.created) - Date.parse(b.created) || (a.id < b.id ? -1 : 1);

/**
 * The posts about a record as its reader has them before her: newest first, those further down on demand, and
 * what came meanwhile announced until she asks for it.
 */
export class Feed {
  /**
   * @param host the element that shows them; it is drawn anew after each change
   * @param turns puts answers that overtake each other into the order of their questions
   */
  constructor(host, turns) {
    this.host = host;
    this.turns = turns;
    this.posts = [];
    /** The cursor of what is further down; absent: that is all. */
    this.next = null;
    this.show = "all";
    /** Up to where the reader was shown everything. */
    this.position = 0;
    this.unread = new Set();
    /** Posts that came and are not shown yet, by the position each came at. */
    this.announced = new Map();
    host.addController(this);
  }

  /** @param path where the posts are read, in the API */
  begin(api, path) {
    this.api = api;
    this.path = path;
  }

  find(id) {
    return this.posts.find((p) => p.id === id);
  }

  /** Whether a post belongs to what its reader chose to be shown. */
  wants(post) {
    const talk = post.kind === "post" || post.notes.count > 0;
    return this.show === "all" || (this.show === "talk") === talk;
  }

  /** Puts the newest posts on top; what was loaded further down stays if it goes on from there. */
  receive(page, position, turn) {
    const shown = new Set(this.posts.map((p) => p.id));
    this.unread = new Set();
    if (!page.items.some((p) => shown.has(p.id))) {
      this.posts = [];
      this.next = page.next;
    }
    this.merge(page.items, turn);
    const listed = new Set(page.items.map((p) => p.id));
    this.announced = new Map([...this.announced].filter(([id, at]) => at > position && !listed.has(id)));
    this.position = position;
  }

  /** Puts posts in their places; those on the page are renewed, unless something later is shown of them. */
  merge(posts, turn) {
    const later = posts.filter((p) => this.turns.newest(p.id, turn, p.version)).map((p) => this.withTalk(p, turn));
    const renewed = new Set(later.map((p) => p.id));
    this.posts = [...later, ...this.posts.filter((p) => !renewed.has(p.id))].sort(
      (a, b) => Date.parse(b.published) - Date.parse(a.published) || (a.id < b.id ? 1 : -1),
    );
    // The server knows what is new to the reader; it stays marked while she looks at it.
    const items = later.flatMap((p) => [p, ...p.notes.items]);
    this.unread = new Set([...this.unread, ...items.filter((i) => i.unread).map((i) => i.id)]);
    this.host.requestUpdate();
  }

  /** A post whose comments are none older than those on the page. */
  withTalk(post, turn) {
    const before = this.find(post.id)?.notes;
    const came = post.notes.items.map((note) =>
      this.turns.newest(note.id, turn, note.version) ? note : (before?.items.find((n) => n.id === note.id) ?? note),
    );
    const ids = new Set(came.map((note) => note.id));
    const later = before?.items.filter((note) => !ids.has(note.id) && this.turns.isBehind(note.id, turn)) ?? [];
    const counted = this.turns.newest(`${post.id}/notes`, turn);
    return {
      ...post,
      notes: {
        ...post.notes,
        items: [...came, ...later].sort(byTime),
        count: counted || !before ? post.notes.count : before.count,
      },
    };
  }

  /**
   * Puts a comment in its place, unless something later is shown of it.
   *
   * @param count how many comments its post has
   * @param isNew whether it belongs on the page where it does not stand there yet
   */
  comment(note, { count, isNew }, turn) {
    const post = this.find(note.activity);
    const notes = { ...post.notes };
    if (this.turns.newest(`${post.id}/notes`, turn)) {
      notes.count = count;
    }
    const shown = notes.items.some((n) => n.id === note.id);
    if ((shown || isNew) && this.turns.newest(note.id, turn, note.version)) {
      notes.items = [...notes.items.filter((n) => n.id !== note.id), note].sort(byTime);
    }
    if (note.unread) {
      this.unread = new Set([...this.unread, note.id]);
    }
    this.posts = this.posts.map((p) => (p.id === post.id ? { ...p, notes } : p));
    this.host.requestUpdate();
  }

  /** Takes a post off the page, unless something later is shown of it. */
  drop(id, turn) {
    if (this.turns.newest(id, turn)) {
      this.posts = this.posts.filter((p) => p.id !== id);
      this.host.requestUpdate();
    }
  }

  /** Tells the reader of a post that came, without moving what she reads. */
  announce(id, position) {
    this.announced = new Map([[id, position], ...this.announced]);
    this.host.requestUpdate();
  }

  /** All that was shown, and nothing that was announced only. */
  get read() {
    return Math.min(this.position, ...[...this.announced.values()].map((position) => position - 1));
  }

  reached(position) {
    this.position = Math.max(this.position, position);
  }

  page(query) {
    return this.api.get(`${this.path}?${new URLSearchParams({ show: this.show, ...query })}`);
  }

  async choose(show) {
    this.show = show;
    this.host.requestUpdate();
    const turn = this.turns.begin();
    const page = await this.page();
    if (!this.turns.newest("list", turn)) {
      return;
    }
    const wanted = new Set(page.items.map((p) => p.id));
    this.posts = this.posts.filter((p) => wanted.has(p.id));
    this.next = page.next;
    this.announced = new Map();
    this.merge(page.items, turn);
  }

  /** Reads what is further down; gives the first post that was not there before. */
  async older() {
    const before = new Set(this.posts.map((p) => p.id));
    const turn = this.turns.begin();
    const page = await this.page({ cursor: this.next });
    this.next = page.next;
    this.merge(page.items, turn);
    return page.items.find((p) => !before.has(p.id));
  }
}
