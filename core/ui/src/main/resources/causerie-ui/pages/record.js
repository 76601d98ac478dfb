import { Api } from "/ui/api.js";
import "/ui/elements/margin.js";
import { language, translator } from "/ui/i18n.js";
import { topBar } from "/ui/pages/top-bar.js";

/** Causerie's own page of a record: by its id in the path, or by its key in the query. */
const lang = language();
const api = new Api(lang);
try {
  const me = await api.me();
  const path = location.pathname.split("/").filter(Boolean);
  const query = new URLSearchParams(location.search);
  const main = document.createElement("main");
  const margin = document.createElement("causerie-margin");
  margin.api = api;
  margin.lang = lang;
  margin.find =
    path.length > 1
      ? decodeURIComponent(path[1])
      : { system: query.get("system") ?? "", type: query.get("type") ?? "", id: query.get("id") ?? "" };
  margin.addEventListener("causerie-title", (e) => (document.title = `${e.detail} · Causerie`));
  main.append(margin);
  document.body.append(topBar(api, me, translator(lang)), main);
} catch (problem) {
  if (problem.status === 401) {
    location.replace(`/sign-in?then=${encodeURIComponent(location.pathname + location.search + location.hash)}`);
  } else {
    throw problem;
  }
}
