import { language, translator } from "/ui/i18n.js";
import { card } from "/ui/pages/form.js";

/** What an address that leads nowhere says. */
const t = translator(language());
const home = Object.assign(document.createElement("a"), { href: "/", textContent: t("lookUpInstead") });
document.body.append(card(t("notFoundTitle"), t("notFoundHelp"), home));
