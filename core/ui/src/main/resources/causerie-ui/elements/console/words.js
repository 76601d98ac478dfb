import { html, nothing } from "lit";
import { reason } from "/ui/elements/shared.js";
import { said } from "/ui/phrases.js";
import { exact } from "/ui/time.js";

const MINUTE = 60, HOUR = 3600, DAY = 86400;
const UNITS = [["day", DAY], ["hour", HOUR], ["minute", MINUTE], ["second", 1]];

/**
 * How a connector stands: of all that is so, what an operator must act on first. A word, a shape of its own,
 * how much it asks for attention (0: most), whether all is well, and what else is so.
 */
export function standing(c, t) {
  const [worst, ...others] = conditions(c, t).toSorted((a, b) => a.rank - b.rank);
  return { ...worst, fine: worst.rank === FINE, also: others.filter((o) => o.rank < FINE).map((o) => o.word) };
}

const FINE = 6;

/** Whether its reconciliation was stopped and nobody has said yet what is so. */
function waits(c) {
  return Boolean(c.reconciliation?.stopped) && !c.reconciliationAsked;
}

/** Whether its source cannot be read; the API calls broken also what reads well and waits for a word. */
export function unread(c) {
  const apart = c.failures === 0 && c.reconciliation?.stopped;
  return !c.paused && !apart && ["broken", "retrying"].includes(c.state);
}

/** In which way nothing moves. */
export function still({ reason }, t) {
  return { never: t("still_never"), silent: t("still_silent"), stands: t("still_stands") }[reason] ?? reason;
}

/** Everything that can be said of a connector; the last is always so. */
function conditions(c, t) {
  const { failed, posted, ignored } = c.lastDay;
  const seen = c.lastSuccess || Object.values(c.lastDay).some((n) => n > 0);
  const rest = !seen
    ? { rank: FINE, shape: "off", word: t("stateWaiting") }
    : { rank: FINE, shape: "good", word: c.mode === "poll" ? t("stateUpToDate") : t("stateReceiving") };
  const cut = c.mode === "subscribe" && !c.connectedSince && !c.paused && c.failures === 0;
  return [
    waits(c) && { rank: 0, shape: "down", word: t("stateStopped") },
    unread(c) && c.state === "broken" && { rank: 0, shape: "down", word: t("stateBroken") },
    failed > 0 && posted + ignored === 0 && { rank: 1, shape: "down", word: t("stateAllFail") },
    failed > 0 && posted + ignored > 0 && { rank: 2, shape: "late", word: t("stateSomeFail", { n: failed }) },
    unread(c) && c.state === "retrying" && { rank: 3, shape: "late", word: t("stateRetrying") },
    c.break && !c.break.mended && { rank: 2, shape: "late", word: t("stateBreak") },
    cut && { rank: 4, shape: "off", word: t("stateConnecting") },
    c.still && { rank: 2, shape: "late", word: still(c.still, t) },
    c.limits?.some((limit) => limit.left !== "enough") && { rank: 3, shape: "late", word: t("stateLimit") },
    c.warning && { rank: 4, shape: "late", word: t("stateWarned") },
    c.paused && { rank: 4, shape: "off", word: t("statePaused") },
    c.bulkLoad && { rank: 4, shape: "off", word: t("stateBulkLoad") },
    c.backfill?.running && { rank: 5, shape: "late", word: t("stateBackfilling", { done: percent(c.backfill) }) },
    c.lag?.events > 0 && { rank: 5, shape: "late", word: t("stateBehind") },
    rest,
  ].filter(Boolean);
}

/** That no event has a path which a mapping reads, and which one may be meant. */
export function unseen(u, t) {
  return u.near ? t("unseenNear", { path: u.path, near: u.near }) : t("unseenPath", { path: u.path });
}

/** How far a backfill is, or how much it read where the source does not say how much there is. */
export function percent(backfill) {
  return backfill.total ? `${Math.min(100, Math.floor((100 * backfill.rows) / backfill.total))}\u00a0%` : "";
}

/** A time that passes, in its two largest units ("1 h 31 min"), or in as many as are wanted. */
export function duration(seconds, lang, units = 2) {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  const from = first < 0 ? UNITS.length - 1 : first;
  let rest = Math.round(seconds);
  return UNITS.slice(from, from + units)
    .map(([unit, size], i) => {
      const n = Math.floor(rest / size);
      rest -= n * size;
      return i > 0 && n === 0 ? "" : unitText(n, unit, lang);
    })
    .join(" ")
    .trim();
}

function unitText(n, unit, lang) {
  return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "short" }).format(n);
}

/** A time near now in words ("in 12 sec."), else by the clock; the exact one on hover. */
export function moment(instant, lang) {
  if (!instant) {
    return "–";
  }
  return html`<time datetime=${instant} title=${exact(instant, lang)}>${near(instant, lang)}</time>`;
}

function near(instant, lang) {
  const date = new Date(instant);
  const seconds = Math.round((date - Date.now()) / 1000);
  const format = new Intl.RelativeTimeFormat(lang, { style: "short", numeric: "auto" });
  if (Math.abs(seconds) < MINUTE) {
    // What happens each second is never ahead and never over, but now.
    return format.format(Math.abs(seconds) < 2 ? 0 : seconds, "second");
  }
  if (Math.abs(seconds) < HOUR) {
    return format.format(Math.trunc(seconds / MINUTE), "minute");
  }
  const today = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(lang, {
    ...(today ? {} : { day: "numeric", month: "short" }),
    hour: "numeric",
    minute: "2-digit",
  }).format(date);
}

/** A time by the clock; with its zone on hover. */
export function clock(instant, lang) {
  const text = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(instant));
  return html`<time datetime=${instant} title=${exact(instant, lang)}>${text}</time>`;
}

export function number(n, lang) {
  return new Intl.NumberFormat(lang).format(n);
}

/** What became of an event, in a word. */
export function fateWord(fate, t) {
  const words = { posted: t("posted"), ignored: t("ignored"), failed: t("failedFate"), pending: t("pending") };
  return words[fate] ?? fate;
}

/** What an operator did, in words; what an earlier version did stands as it was written down. */
export function deed(action, t) {
  return t.has(`deed_${action}`) ? t(`deed_${action}`) : action;
}

/** Why a source cannot be read and what to do, in the operator's language; what a database or a service says itself stays as it is. */
export function fault({ fault: kind, message, remedy, phrases }, t) {
  const what = said(message, phrases?.message, t.lang);
  const todo = said(remedy, phrases?.remedy, t.lang);
  if (t.lang === "en" || !t.has(`fault_${kind}`)) {
    return html`<p><b lang=${what.lang}>${what.text}</b> <span class="quiet" lang=${todo.lang}>${todo.text}</span></p>`;
  }
  return html`<p><b>${t(`fault_${kind}`)}</b></p>
    <p class="quiet"><span lang=${what.lang}>${what.text}</span> <span lang=${todo.lang}>${todo.text}</span></p>`;
}

/** What went wrong and what to do; nothing while all is well. */
export function trouble(problem, t, again) {
  if (!problem) {
    return nothing;
  }
  const next =
    problem.status === 401
      ? html`<a class="btn" href="/sign-in?then=${encodeURIComponent(location.pathname)}">${t("signInAgain")}</a>`
      : again
        ? html`<button class="btn" @click=${again}>${t("tryAgain")}</button>`
        : nothing;
  const text = problem.status === 401 ? t("ended") : t("failed", { reason: reason(problem, t) });
  return html`<p class="error" role="alert"><span>${text}</span>${next}</p>`;
}

/** Hands a text over as a file. */
export function download(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** The word that stands for how a connector's events come. */
export function byMode(connector, poll, push, route, subscribe) {
  return { poll, route, subscribe }[connector.mode] ?? push;
}

/** Whether a source can be asked, or its line be opened anew. */
export function isRead(connector) {
  return connector.mode === "poll" || connector.mode === "subscribe";
}

/** Whether a connector can do something. */
export function can(connector, capability) {
  return connector.capabilities?.includes(capability) ?? false;
}
