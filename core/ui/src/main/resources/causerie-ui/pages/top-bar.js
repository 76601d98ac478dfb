import { short } from "/ui/controllers/inbox.js";
import { forgetDrafts } from "/ui/drafts.js";
import "/ui/elements/home/bell.js";
import "/ui/elements/home/find.js";
import { countedTitle } from "/ui/pages/title.js";

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
  const bell = Object.assign(document.createElement("causerie-bell"), { api, t, current: location.pathname === "/inbox" });
  // Home counts in its title what is unread there.
  if (location.pathname !== "/") {
    const count = countedTitle();
    bell.addEventListener("causerie-unread", ({ detail }) => count(detail.count ? short(detail, t) : ""));
  }
  bar.append(brand, find, ...ways, way("/bookmarks", t("bookmarks")), grow, bell, name, out);
  return bar;
}

function way(href, text) {
  const link = Object.assign(document.createElement("a"), { href, textContent: text });
  if (location.pathname === href || location.pathname.startsWith(`${href}/`)) {
    link.setAttribute("aria-current", "true");
  }
  return link;
}
