import backEn from "/ui/i18n/back-en.js";
import backFr from "/ui/i18n/back-fr.js";
import connectEn from "/ui/i18n/connect-en.js";
import connectFr from "/ui/i18n/connect-fr.js";
import en from "/ui/i18n/en.js";
import filesEn from "/ui/i18n/files-en.js";
import filesFr from "/ui/i18n/files-fr.js";
import findEn from "/ui/i18n/find-en.js";
import findFr from "/ui/i18n/find-fr.js";
import fr from "/ui/i18n/fr.js";
import homeEn from "/ui/i18n/home-en.js";
import homeFr from "/ui/i18n/home-fr.js";
import noticesEn from "/ui/i18n/notices-en.js";
import noticesFr from "/ui/i18n/notices-fr.js";
import sourcesEn from "/ui/i18n/sources-en.js";
import sourcesFr from "/ui/i18n/sources-fr.js";
import toldEn from "/ui/i18n/told-en.js";
import toldFr from "/ui/i18n/told-fr.js";

const TEXTS = {
  en: { ...en, ...backEn, ...connectEn, ...filesEn, ...findEn, ...homeEn, ...noticesEn, ...sourcesEn, ...toldEn },
  fr: { ...fr, ...backFr, ...connectFr, ...filesFr, ...findFr, ...homeFr, ...noticesFr, ...sourcesFr, ...toldFr },
};

/** The language a page is shown in, of those there are. */
export function language(wanted) {
  return String(wanted ?? document.documentElement.lang).toLowerCase().startsWith("fr") ? "fr" : "en";
}

/**
 * Gives the function that writes texts in one language: `t("key", {name})`; a value `n` chooses the
 * plural form.
 */
export function translator(lang) {
  const texts = TEXTS[lang];
  const plural = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  const say = (key, values = {}) => {
    const entry = texts[key];
    const text = typeof entry === "string" ? entry : entry[plural.select(values.n)] ?? entry.other;
    return text.replace(/\{(\w+)\}/g, (all, name) => {
      const value = values[name];
      return typeof value === "number" ? number.format(value) : value ?? all;
    });
  };
  /** Whether there are words for what a server may have more of than the page knows. */
  say.has = (key) => key in texts;
  say.lang = lang;
  return say;
}
