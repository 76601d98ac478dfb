import { html, nothing } from "lit";
import { moment, number } from "/ui/elements/console/words.js";
import { said } from "/ui/phrases.js";

/** Longer places are shown when they are asked for. */
const SHORT = 160;

/** How far a source has been read, in the words of its kind; for whoever asks the source's people. */
export function place(cursor) {
  const whole = html`<code>${cursor}</code>`;
  return cursor.length <= SHORT
    ? whole
    : html`<details>
        <summary><code>${cursor.slice(0, SHORT / 4)}…</code></summary>
        ${whole}
      </details>`;
}

/** What is counted, how much of it is used up, and how much there is, in the operator's language. */
function figures(limit, { lang }) {
  return {
    title: said(limit.title, limit.phrases?.title, lang),
    used: number(limit.used, lang),
    most: number(limit.most, lang),
  };
}

/** What the source of a connector lets be used, each as a term with its value. */
export function limits(c, context) {
  return (c.limits ?? []).map((limit) => {
    const { title, used, most } = figures(limit, context);
    return html`<div>
      <dt lang=${title.lang}>${title.text}</dt>
      <dd class=${limit.left === "enough" ? "" : "bad"}>${context.t("limitOf", { used, most })}</dd>
    </div>`;
  });
}

/** What is nearly used up, and what follows of that. */
export function scarce(c, context) {
  const { t, lang } = context;
  return (c.limits ?? [])
    .filter((limit) => limit.left !== "enough")
    .map((limit) => {
      const { title, used, most } = figures(limit, context);
      return html`<div class="note down">
        <b>${t("limitLast", { title: title.text, used, most })}</b>
        ${limit.left === "last" && limit.asking ? html`<p>${t("limitHeld")}</p>` : nothing}
        <p class="quiet">${t("limitTold")} ${moment(limit.told, lang)}</p>
      </div>`;
    });
}
