import { Api } from "/ui/api.js";
import "/ui/elements/console.js";
import { language, translator } from "/ui/i18n.js";
import { card } from "/ui/pages/form.js";
import { topBar } from "/ui/pages/top-bar.js";

/** The operator's console; whoever may not operate is told what to do. */
const lang = language();
const t = translator(lang);
const api = new Api(lang);
try {
  const me = await api.me();
  document.body.append(topBar(api, me, t));
  if (me.scopes.includes("operate")) {
    const page = document.createElement("causerie-console");
    page.context = { api, lang, t, me };
    page.addEventListener("causerie-title", (e) => (document.title = `${e.detail} · Causerie`));
    document.body.append(page);
  } else {
    const back = Object.assign(document.createElement("a"), { href: "/", textContent: t("lookUpInstead") });
    document.body.append(card(t("noOperatorTitle"), t("noOperator", { name: me.name, id: me.person }), back));
  }
} catch (problem) {
  const signIn = `/sign-in?then=${encodeURIComponent(location.pathname + location.search)}`;
  if (problem.status === 401) {
    location.replace(signIn);
  } else {
    const again = Object.assign(document.createElement("a"), { href: signIn, textContent: t("signInAgain") });
    document.body.append(card(t("console"), t("failed", { reason: problem.message || t("noConnection") }), again));
  }
}
