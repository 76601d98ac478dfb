const MINUTE = 60, HOUR = 3600;

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
  // The calendar's day before, not 24 hours ago: some days have 23 or 25.
  const before = new Date(now);
  before.setDate(before.getDate() - 1);
  if (sameDay(date, before)) {
    return t("yesterday");
  }
  return new Intl.DateTimeFormat(lang, { dateStyle: "long" }).format(date);
}

/** How many milliseconds are left of the reader's day. */
export function untilTomorrow(now = Date.now()) {
  const tomorrow = new Date(now);
  tomorrow.setHours(24, 0, 0, 0);
  return tomorrow - now;
}

function sameDay(a, b) {
  return a.toDateString() === b.toDateString();
}
