import fr from "/ui/i18n/phrases-fr.js";
import kindsFr from "/ui/i18n/phrases-kinds-fr.js";

/** English is what the server says itself. */
const PHRASES = { fr: { ...fr, ...kindsFr } };

function words(texts, { code, arguments: given = {} }, number) {
  return texts[code].replace(/\{(\w+)\}/g, (all, name) => {
    const value = given[name];
    return typeof value === "number"
      ? number.format(value)
      : typeof value === "object"
        ? value.code in texts ? words(texts, value, number) : value.text
        : value ?? all;
  });
}

/**
 * What the server says to an operator, in her language where it is known there: `{text, lang}`. Else the English
 * text: words of a database, a kind of connector of somebody else, an older event.
 */
export function said(text, phrase, lang) {
  const texts = PHRASES[lang];
  return texts && phrase?.code in texts
    ? { text: words(texts, phrase, new Intl.NumberFormat(lang)), lang }
    : { text, lang: "en" };
}

/** The warnings of an event or a preview, each as `said` gives it. */
export function warnings({ warnings: texts = [], phrases }, lang) {
  return texts.map((text, i) => said(text, phrases?.warnings?.[i], lang));
}
