import { Api } from "/ui/api.js";
import { language, translator } from "/ui/i18n.js";
import { card, field } from "/ui/pages/form.js";
import { topBar } from "/ui/pages/top-bar.js";

/** Looks a record up by the key its source gives it. */
const t = translator(language());
const api = new Api(language());
try {
  const me = await api.me();
  const form = document.createElement("form");
  form.action = "/records";
  form.append(
    field("system", t("system")),
    field("type", t("type")),
    field("id", t("key")),
    Object.assign(document.createElement("button"), { className: "main", textContent: t("look") }),
  );
  document.body.append(topBar(api, me, t), card(t("homeTitle"), t("homeHelp"), form));
} catch (problem) {
  if (problem.status !== 401) {
    throw problem;
  }
  location.replace("/sign-in");
}
