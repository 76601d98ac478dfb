import { html, nothing } from "lit";
import { icon } from "/ui/elements/icons.js";

const DAY = 86400000;

/** That somebody is away, in words; nothing of who is not, nor of who is back since a draft was kept. */
export function away(absence, t) {
  if (!absence || Date.parse(absence.until) + 2 * DAY < Date.now()) {
    return nothing;
  }
  const day = new Intl.DateTimeFormat(t.lang, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(absence.until));
  return html` <span class="away" dir="auto">${absence.line ? t("isAwaySaying", { day, line: absence.line }) : t("isAway", { day })}</span>`;
}

/** Those who may be meant by what is typed behind an @, to choose from. */
export function mentionList(completion, t) {
  const { found, waiting, chosen } = completion;
  const { entries } = found;
  const stale = waiting ? "true" : "false";
  if (entries.length === 0) {
    return html`<ul role="listbox" id="people" aria-label=${t("mentions")} aria-busy=${stale}>
      <li class="nobody" role="option" aria-selected="false" aria-disabled="true">${t("noMention")}</li>
    </ul>`;
  }
  return html`<ul role="listbox" id="people" aria-label=${t("mentions")} aria-busy=${stale}>
    ${entries.map(
      (p, i) => html`<li
        role="option"
        id="p${i}"
        aria-selected=${i === chosen && !waiting ? "true" : "false"}
        @mousedown=${(e) => {
          e.preventDefault();
          completion.mention(p);
        }}
      >
        ${p.group === undefined
          ? html`<causerie-avatar small name=${p.name}></causerie-avatar><span>${p.name}${away(p.absence, t)}</span>`
          : html`${icon("people")}<span>${p.name} <span class="reach">${t("reaches", { n: p.reach })}</span></span>`}
      </li>`,
    )}
  </ul>`;
}
