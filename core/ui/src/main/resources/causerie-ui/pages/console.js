import "/ui/elements/console/console.js";
import { begin } from "/ui/pages/begin.js";
import { card } from "/ui/pages/form.js";

/** The operator's console; whoever may not operate is told what to do. */
begin((context) => {
  const { me, t } = context;
  if (!me.scopes.includes("operate")) {
    const back = Object.assign(document.createElement("a"), { href: "/", textContent: t("lookUpInstead") });
    return card(t("noOperatorTitle"), t("noOperator", { name: me.name, id: me.person }), back);
  }
  const page = document.createElement("causerie-console");
  page.context = context;
  page.addEventListener("causerie-title", (e) => (document.title = `${e.detail} · Causerie`));
  return page;
});
