import "/ui/elements/home/bookmarks.js";
import { begin } from "/ui/pages/begin.js";

/** What one marked for oneself. */
begin(({ api, lang, t }) => {
  document.title = `${t("bookmarks")} · Causerie`;
  const main = document.createElement("main");
  main.append(Object.assign(document.createElement("causerie-bookmarks"), { api, lang }));
  return main;
});
