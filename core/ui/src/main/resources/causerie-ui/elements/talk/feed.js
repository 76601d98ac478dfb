import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { notice, noticeStyles } from "/ui/elements/talk/notice.js";
import "/ui/elements/talk/post.js";
import { shared } from "/ui/elements/shared.js";
import { dayName, exact, untilTomorrow } from "/ui/time.js";

/** Keys that go along the feed: as its pattern asks, and as readers of long lists like it. */
const STEPS = { PageDown: 1, PageUp: -1, j: 1, k: -1 };

/**
 * Posts by the day, newest first; those that came meanwhile are announced above.
 *
 * @fires causerie-latest when the reader wants to see what was announced
 * @fires causerie-older when she wants to see what is further down
 */
export class CauserieFeed extends LitElement {
  static properties = {
    context: { attribute: false },
    /** The controller that keeps the posts. */
    feed: { attribute: false },
  };

  static styles = [
    shared,
    noticeStyles,
    css`
      /* Wherever one reads, one sees that there is more above. */
      .new {
        position: sticky;
        top: calc(var(--hidden-above, 0px) + var(--s2));
        z-index: 6;
        display: block;
        margin: 0 auto var(--s3);
        border: 1px solid var(--accent);
        color: var(--accent);
        background: var(--accent-soft);
        padding: 4px 12px;
        border-radius: var(--r-pill);
      }
      h3 {
        margin: 0;
      }
      .day {
        display: flex;
        gap: 8px;
        align-items: center;
        padding: var(--s2) var(--s4) var(--s1);
        font: 500 var(--text-xs) var(--font);
        color: var(--ink-3);
      }
      .day::after {
        content: "";
        flex: 1;
        border-top: 1px solid var(--line);
      }
      [role="feed"] {
        padding-bottom: var(--s3);
      }
      article:focus-visible {
        outline-offset: -2px;
      }
      article:focus {
        --acts: 1;
      }
      article.marked {
        background: var(--accent-soft);
      }
      .end {
        padding: var(--s3) var(--s4) var(--s4);
        text-align: center;
      }
    `,
  ];

  constructor() {
    super();
    this.addEventListener("keydown", (e) => this.walk(e));
  }

  connectedCallback() {
    super.connectedCallback();
    this.tomorrow();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.midnight);
  }

  /** At midnight what was of today is of yesterday. */
  tomorrow() {
    this.midnight = setTimeout(() => (this.requestUpdate(), this.tomorrow()), untilTomorrow() + 1000);
  }

  article(id) {
    return this.renderRoot.querySelector(`article[data-id="${id}"]`);
  }

  post(id) {
    return this.article(id)?.querySelector("causerie-post");
  }

  /** Goes from article to article while the focus is in one, and not where one writes. */
  walk(event) {
    const step = STEPS[event.key];
    const path = event.composedPath();
    if (!step || event.ctrlKey || event.metaKey || event.altKey || ["textarea", "select"].includes(path[0].localName)) {
      return;
    }
    const articles = [...this.renderRoot.querySelectorAll("article")];
    const at = articles.indexOf(path.find((e) => e.localName === "article"));
    if (at >= 0) {
      event.preventDefault();
      articles[at + step]?.focus();
    }
  }

  ask(what) {
    this.dispatchEvent(new CustomEvent(what));
  }

  render() {
    const { t, target } = this.context;
    const { announced, posts, next } = this.feed;
    return html`${announced.size
      ? html`<button class="new" @click=${() => this.ask("causerie-latest")}>${t("newPosts", { n: announced.size })}</button>`
      : nothing}
    ${posts.length === 0
      ? this.empty()
      : html`${target === "_self" ? html`<h2 class="sr">${t("feed")}</h2>` : nothing} ${this.articles(posts, next)}`}
    ${next ? html`<div class="end"><button class="btn" @click=${() => this.ask("causerie-older")}>${t("older")}</button></div>` : nothing}`;
  }

  articles(posts, next) {
    const { t, lang, marked } = this.context;
    let day = "";
    return html`<div role="feed" aria-label=${t("feed")}>
      ${repeat(
        posts,
        (p) => p.id,
        (p, i) => {
          const name = dayName(p.published, lang, t);
          const separator = name === day ? nothing : html`<h3 class="day"><span>${name}</span></h3>`;
          day = name;
          return html`<article
            tabindex="0"
            data-id=${p.id}
            aria-posinset=${i + 1}
            aria-setsize=${next ? -1 : posts.length}
            aria-label=${`${p.summary?.text ?? p.actor.name}, ${exact(p.published, lang)}`}
            class=${marked === p.id ? "marked" : ""}
          >
            ${separator}
            <causerie-post .context=${this.context} .post=${p} ?unread=${this.context.isUnread(p.id)}></causerie-post>
          </article>`;
        },
      )}
    </div>`;
  }

  empty() {
    const { t, guest, known } = this.context;
    if (this.feed.show === "changes") {
      return notice(t("emptyChangesTitle"), t(known ? "emptyChanges" : "emptyUnknown"));
    }
    const talk = guest ? "emptyGuest" : this.feed.show === "talk" ? "emptyTalk" : "empty";
    return notice(t("emptyTitle"), t(known ? talk : "emptyUnknown"));
  }
}
customElements.define("causerie-feed", CauserieFeed);
