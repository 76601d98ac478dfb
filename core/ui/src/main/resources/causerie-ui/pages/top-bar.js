import { forgetDrafts } from "/ui/drafts.js";
import "/ui/elements/home/find.js";

/** The bar on top of Causerie's own pages: the find box, who one is, and the way out. */
export function topBar(api, me, t) {
  const bar = document.createElement("header");
  bar.className = "bar";
  const brand = document.createElement("a");
  brand.className = "brand";
  brand.href = "/";
  brand.textContent = "Causerie";
  const grow = document.createElement("span");
  grow.className = "grow";
  const ways = me.scopes.includes("operate") ? [way("/console", t("console"))] : [];
  const name = way("/preferences", me.name);
  name.title = t("preferences");
  const out = document.createElement("a");
  out.href = "/sign-in";
  out.textContent = t("signOut");
  out.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await api.delete("/login");
    } finally {
      forgetDrafts(me.person);
      location.assign("/sign-in");
    }
  });
  const find = Object.assign(document.createElement("causerie-find"), { api, lang: t.lang });
  bar.append(brand, find, ...ways, way("/bookmarks", t("bookmarks")), grow, name, out);
  return bar;
}

function way(href, text) {
  const link = Object.assign(document.createElement("a"), { href, textContent: text });
  if (location.pathname === href || location.pathname.startsWith(`${href}/`)) {
    link.setAttribute("aria-current", "true");
  }
  return link;
}
