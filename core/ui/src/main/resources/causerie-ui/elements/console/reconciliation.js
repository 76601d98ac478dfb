import { html, nothing } from "lit";
import { can, isRead, moment, number } from "/ui/elements/console/words.js";
import { said } from "/ui/phrases.js";

/**
 * A reconciliation that did not come to its end; one that was stopped waits for a word.
 *
 * @param actions gives the element by which an operator says it
 */
export function stopped(c, { t, lang }, actions) {
  const r = c.reconciliation;
  // What she has said of it stands, until the next one begins.
  if (!r?.failure || c.reconciliationAsked) {
    return nothing;
  }
  return html`<div class="note down" id="stopped">
    <b>${r.stopped ? t("censusStopped", { n: r.gone, rows: r.sourceRows }) : t("censusFailed")}</b>
    <p>${r.stopped ? t("censusStoppedText") : html`${told(r.failure, "message", lang)}. ${told(r.failure, "remedy", lang)}`}</p>
    ${r.goneKeys ? goneKeys(r, t) : nothing}
    ${r.stopped
      ? html`<div class="row">
          <button class="btn" @click=${() => actions().confirmGone()}>${t("confirmGoneEllipsis")}</button>
          <button class="btn" @click=${() => actions().dismissGone()}>${t("dismissGone")}</button>
          <button class="btn" @click=${() => actions().reconcile()}>${t("countAgainEllipsis")}</button>
        </div>`
      : nothing}
    <p class="quiet">${moment(r.failure.at, lang)}</p>
  </div>`;
}

/** Which they are: whoever confirms it confirms these. */
function goneKeys(r, t) {
  const more = r.gone - r.goneKeys.length;
  return html`<details id="gone">
    <summary>${t("goneKeys")}</summary>
    <p><code>${r.goneKeys.join(", ")}</code>${more > 0 ? html` ${t("readersMore", { n: more })}` : nothing}</p>
  </details>`;
}

function told(failure, name, lang) {
  const words = said(failure[name], failure.phrases?.[name], lang);
  return html`<span lang=${words.lang}>${words.text}</span>`;
}

/** What its source had not delivered, and whether that is made good. */
export function broken(c, { t, lang }) {
  if (!c.break) {
    return nothing;
  }
  const words = said(c.break.message, c.break.phrases?.message, lang);
  return html`<div class="note ${c.break.mended ? "" : "down"}" id="break">
    <b>${c.break.mended ? t("breakMended") : t("breakOpen")}</b>
    <p lang=${words.lang}>${words.text}</p>
    <p class="quiet">
      ${moment(c.break.at, lang)}
      ${c.break.since ? html` · ${t("breakSince")} ${moment(c.break.since, lang)}` : nothing}
      ${c.break.mended ? html` · ${t("breakMendedAt")} ${moment(c.break.mended, lang)}` : nothing}
    </p>
  </div>`;
}

/** What the last reconciliation found, where the source can tell what it has. */
export function reconciliation(c, { t, lang }) {
  if (c.mode !== "poll" && !(isRead(c) && can(c, "census"))) {
    return nothing;
  }
  const r = c.reconciliation;
  const fact = (label, n) => html`<div><dt>${label}</dt><dd>${number(n, lang)}</dd></div>`;
  return html`<section aria-labelledby="census">
    <h2 id="census" tabindex="-1">${t("reconciliation")}</h2>
    <div class="panel pad">
      ${r
        ? html`<p>
              ${found(r, c.reconciliationAsked, t)}
              <span class="quiet">${moment(r.ended ?? r.failure?.at ?? r.started, lang)}</span>
            </p>
            <dl class="facts">
              ${fact(t("censusSource"), r.sourceRows)} ${fact(t("censusKnown"), r.known)}
              ${fact(t("censusMissed"), r.missing)} ${fact(t("censusChanged"), r.changed)}
              ${fact(t("censusGone"), r.gone)} ${r.left > 0 ? fact(t("censusLeft"), r.left) : nothing} ${fact(t("censusRepaired"), r.repaired)}
            </dl>`
        : html`<p class="quiet">${t("censusNone")}</p>`}
    </div>
  </section>`;
}

function found(r, asked, t) {
  if (asked) {
    return t("censusAsked");
  }
  if (r.failure) {
    return r.stopped ? t("censusWaits") : t("censusFailed");
  }
  if (r.running) {
    return t("censusRunning");
  }
  const wrong = r.missing + r.changed + r.gone;
  return wrong === 0 ? t("censusWhole") : t("censusWrong", { n: wrong });
}
