import "/ui/elements/home/person.js";
import { begin } from "/ui/pages/begin.js";
import { card } from "/ui/pages/form.js";

/** Somebody's page. */
begin(({ api, lang, t }) => {
  const main = document.createElement("main");
  const id = decodeURIComponent(location.pathname.split("/").filter(Boolean)[1]);
  api.get(`/people/${encodeURIComponent(id)}`).then(
    (person) => {
      document.title = `${person.name} · Causerie`;
      main.append(Object.assign(document.createElement("causerie-person"), { api, lang, person }));
    },
    () => {
      const home = Object.assign(document.createElement("a"), { href: "/", textContent: t("lookUpInstead") });
      main.replaceWith(card(t("notFoundTitle"), t("notFoundHelp"), home));
    },
  );
  return main;
});
