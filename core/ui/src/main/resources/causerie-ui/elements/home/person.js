import { html, nothing } from "lit";
import "/ui/elements/avatar.js";
import "/ui/elements/moment.js";
import { Pages } from "/ui/elements/home/pages.js";
import "/ui/elements/talk/body.js";
import { translator } from "/ui/i18n.js";

/** Who somebody is, and what she wrote that one may read. */
export class CauseriePerson extends Pages {
  static properties = { person: { attribute: false } };

  get path() {
    return `/people/${encodeURIComponent(this.person.id)}/activities`;
  }

  nothing(t) {
    return t("personNothing");
  }

  render() {
    const t = translator(this.lang);
    const { name, guest, active, you } = this.person;
    return html`<h1><causerie-avatar name=${name}></causerie-avatar>${name}</h1>
      ${guest ? html`<p><span class="outside">${t("guest")}</span></p>` : nothing}
      ${active ? nothing : html`<p>${name} ${t("personGone")}.</p>`}
      <h2>${you ? t("personYou") : t("personWrote")}</h2>
      ${this.list()}`;
  }

  row(said, t) {
    const at = `/records/${said.record}#activity=${said.activity}${said.note ? `&note=${said.note}` : ""}`;
    return html`<div class="on">
        <span>${said.note ? html`${t("commented")} · ` : nothing}<a href=${`/records/${said.record}`}>${said.recordTitle}</a></span>
        <causerie-moment at=${said.published} lang=${this.lang} href=${at}></causerie-moment>
      </div>
      <causerie-body .html=${said.html}></causerie-body>`;
  }
}
customElements.define("causerie-person", CauseriePerson);
