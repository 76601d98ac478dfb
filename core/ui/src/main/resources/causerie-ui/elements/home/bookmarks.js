import { html, nothing } from "lit";
import "/ui/elements/moment.js";
import { Pages } from "/ui/elements/home/pages.js";
import { named } from "/ui/elements/named.js";
import "/ui/elements/talk/body.js";
import { translator } from "/ui/i18n.js";

/** Posts that one marked for oneself. */
export class CauserieBookmarks extends Pages {
  get path() {
    return "/bookmarks";
  }

  nothing(t) {
    return t("noBookmarks");
  }

  render() {
    const t = translator(this.lang);
    return html`<h1>${t("bookmarks")}</h1>
      <p>${t("bookmarksHelp")}</p>
      ${this.list()}`;
  }

  row(post, t) {
    return html`<div class="on">
        <span
          >${post.summary ? post.summary.text : named(post.actor, "_self")} ·
          <a href=${`/records/${post.record}`}>${post.recordTitle}</a></span
        >
        <causerie-moment
          at=${post.published}
          lang=${this.lang}
          href=${`/records/${post.record}#activity=${post.id}`}
        ></causerie-moment>
      </div>
      ${post.html ? html`<causerie-body .html=${post.html}></causerie-body>` : nothing}
      <button class="unmark" aria-label=${`${t("unmark")}: ${post.recordTitle}`} @click=${() => this.unmark(post)}>${t("unmark")}</button>`;
  }

  async unmark(post) {
    try {
      await this.api.delete(`/activities/${post.id}/bookmark`);
      this.items = this.items.filter((item) => item !== post);
    } catch (problem) {
      this.problem = problem;
    }
  }
}
customElements.define("causerie-bookmarks", CauserieBookmarks);
