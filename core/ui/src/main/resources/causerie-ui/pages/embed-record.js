import { Api, Problem } from "/ui/api.js";
import "/ui/elements/margin.js";
import { language } from "/ui/i18n.js";

/**
 * The frame in a host's page. It takes the host's signed token from an allowed origin only, trades it
 * for a bearer that lives in memory, and asks for another token before that is over.
 */
const origins = document.querySelector('meta[name="causerie-origins"]').content.split(" ").filter(Boolean);
const EARLY = 60000, ANSWER = 10000;

let host = null;
let bearer = null;
let expires = 0;
let waiting = null;

addEventListener("message", (event) => {
  if (event.source !== parent || !origins.includes(event.origin) || event.data?.causerie !== "token") {
    return;
  }
  host = event.origin;
  if (["light", "dark"].includes(event.data.theme)) {
    document.documentElement.dataset.theme = event.data.theme;
  }
  waiting?.(event.data);
});

/** Asks the host's page for a token; it answers by a message. */
function ask(what) {
  return new Promise((take, refuse) => {
    waiting = take;
    setTimeout(() => refuse(new Problem(401, {})), ANSWER);
    // Before the host is known there is nothing to tell but that a frame is here.
    parent.postMessage({ causerie: what }, host ?? "*");
  });
}

async function exchange(token) {
  const response = await fetch("/api/v1/embed", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
    credentials: "omit",
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Problem(response.status, answer);
  }
  bearer = answer.bearer;
  expires = Date.parse(answer.expires);
  return answer;
}

let renewing = null;
const session = {
  async bearer() {
    if (Date.now() > expires - EARLY) {
      await this.renew();
    }
    return bearer;
  },
  renew() {
    renewing ??= ask("renew")
      .then((data) => exchange(data.token))
      .finally(() => (renewing = null));
    return renewing;
  },
};

function show(find, lang) {
  document.documentElement.lang = lang;
  const main = document.createElement("main");
  const margin = document.createElement("causerie-margin");
  margin.api = new Api(lang, session);
  margin.lang = lang;
  margin.target = "_blank";
  margin.find = find;
  main.append(margin);
  document.body.replaceChildren(main);
  new ResizeObserver(() => parent.postMessage({ causerie: "height", height: document.documentElement.scrollHeight }, host)).observe(main);
}

try {
  const data = await ask("ready");
  const lang = language(data.lang);
  try {
    show((await exchange(data.token)).record, lang);
  } catch (problem) {
    // The margin itself says, in words, that there is nothing to see or that the way is broken.
    expires = Infinity;
    if (problem.status === 404) {
      show("0000000000000", lang);
    } else {
      throw problem;
    }
  }
} catch (problem) {
  const text = document.createElement("p");
  text.className = "error";
  text.setAttribute("role", "alert");
  text.textContent = problem.message || "Causerie: no token came from the page around this frame.";
  document.body.replaceChildren(text);
}
