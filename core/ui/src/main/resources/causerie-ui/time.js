const MINUTE = 60, HOUR = 3600, DAY = 86400;

/** A short time for reading along: "now", "5 min ago", "10:42", "14 Nov". */
export function relative(instant, lang, now = Date.now()) {
  const date = new Date(instant);
  const seconds = Math.round((now - date) / 1000);
  const format = new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "short" });
  if (seconds < MINUTE) {
    return format.format(0, "second");
  }
  if (seconds < HOUR) {
    return format.format(-Math.floor(seconds / MINUTE), "minute");
  }
  if (sameDay(date, new Date(now)) || seconds < 6 * HOUR) {
    return new Intl.DateTimeFormat(lang, { hour: "numeric", minute: "2-digit" }).format(date);
  }
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", year }).format(date);
}

/** The exact time, for hover, focus and screen readers. */
export function exact(instant, lang) {
  return new Intl.DateTimeFormat(lang, { dateStyle: "full", timeStyle: "medium" }).format(new Date(instant));
}

/** The day a post stands under. */
export function dayName(instant, lang, t, now = Date.now()) {
  const date = new Date(instant);
  if (sameDay(date, new Date(now))) {
    return t("today");
  }
  if (sameDay(date, new Date(now - DAY * 1000))) {
    return t("yesterday");
  }
  return new Intl.DateTimeFormat(lang, { dateStyle: "long" }).format(date);
}

function sameDay(a, b) {
  return a.toDateString() === b.toDateString();
}
