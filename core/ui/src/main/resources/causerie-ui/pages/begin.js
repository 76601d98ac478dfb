import { Api } from "/ui/api.js";
import { reason } from "/ui/elements/shared.js";
import { language, translator } from "/ui/i18n.js";
import { card } from "/ui/pages/form.js";
import { topBar } from "/ui/pages/top-bar.js";

// Going back must not show whoever sits here now the page of whoever sat here before.
addEventListener("pageshow", (event) => event.persisted && location.reload());

/**
 * Begins one of Causerie's own pages: asks who reads, and shows the page to her. Whoever is not signed in
 * is asked to; when the server does not answer, the page says so and how to go on.
 *
 * @param page gives what stands below the bar, of `{api, lang, t, me}`
 */
export async function begin(page) {
  const lang = language();
  const t = translator(lang);
  const api = new Api(lang);
  try {
    const me = await api.me();
    const content = page({ api, lang, t, me });
    document.body.replaceChildren(topBar(api, me, t), content);
  } catch (problem) {
    if (problem.status === 401) {
      location.replace(`/sign-in?then=${encodeURIComponent(location.pathname + location.search + location.hash)}`);
      return;
    }
    document.body.replaceChildren(trouble(problem, t, () => begin(page)));
  }
}

function trouble(problem, t, again) {
  const button = Object.assign(document.createElement("button"), { className: "main", textContent: t("tryAgain") });
  button.addEventListener("click", again);
  addEventListener("online", again, { once: true });
  const main = card(t("unreachableTitle"), t("failed", { reason: reason(problem, t) }), button);
  main.querySelector("p").setAttribute("role", "alert");
  return main;
}
