import "/ui/elements/home/home.js";
import { begin } from "/ui/pages/begin.js";
import { field, part } from "/ui/pages/form.js";

/** A person's home, and a record looked up by the key its source gives it. */
begin(({ api, lang, t, me }) => {
  const home = Object.assign(document.createElement("causerie-home"), { api, lang, t, guest: me.guest });
  home.addEventListener("causerie-title", (e) => (document.title = `${e.detail} · Causerie`));
  const form = document.createElement("form");
  form.action = "/records";
  form.append(
    field("system", t("system")),
    field("type", t("type")),
    field("id", t("key")),
    Object.assign(document.createElement("button"), { className: "main", textContent: t("look") }),
  );
  const main = document.createElement("main");
  main.className = "home";
  main.append(home, part(t("homeTitle"), t("homeHelp"), form));
  return main;
});
