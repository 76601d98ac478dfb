import "/ui/elements/talk/margin.js";
import { begin } from "/ui/pages/begin.js";

/** Causerie's own page of a record: by its id in the path, or by its key in the query. */
begin(({ api, lang }) => {
  const path = location.pathname.split("/").filter(Boolean);
  const query = new URLSearchParams(location.search);
  const margin = document.createElement("causerie-margin");
  margin.api = api;
  margin.lang = lang;
  margin.find =
    path.length > 1
      ? decodeURIComponent(path[1])
      : { system: query.get("system") ?? "", type: query.get("type") ?? "", id: query.get("id") ?? "" };
  margin.addEventListener("causerie-title", (e) => (document.title = `${e.detail} · Causerie`));
  const main = document.createElement("main");
  main.append(margin);
  return main;
});
