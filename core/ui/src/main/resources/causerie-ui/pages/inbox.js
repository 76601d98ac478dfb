import "/ui/elements/home/notices.js";
import { begin } from "/ui/pages/begin.js";

/** What one was told. */
begin(({ api, lang, t }) => {
  document.title = `${t("inbox")} · Causerie`;
  const main = document.createElement("main");
  main.className = "inbox";
  main.append(Object.assign(document.createElement("causerie-notices"), { api, lang, t }));
  return main;
});
