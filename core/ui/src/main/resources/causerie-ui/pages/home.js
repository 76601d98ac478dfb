import { begin } from "/ui/pages/begin.js";
import { card, field } from "/ui/pages/form.js";

/** Looks a record up by the key its source gives it. */
begin(({ t }) => {
  const form = document.createElement("form");
  form.action = "/records";
  form.append(
    field("system", t("system")),
    field("type", t("type")),
    field("id", t("key")),
    Object.assign(document.createElement("button"), { className: "main", textContent: t("look") }),
  );
  return card(t("homeTitle"), t("homeHelp"), form);
});
