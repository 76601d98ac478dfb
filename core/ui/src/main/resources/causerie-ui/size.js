const STEP = 1024;
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** How large something is, as people say it. */
export function size(bytes, lang) {
  let unit = 0;
  let value = bytes;
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP;
    unit++;
  }
  return new Intl.NumberFormat(lang, { style: "unit", unit: UNITS[unit], maximumFractionDigits: unit > 1 ? 1 : 0 }).format(value);
}
