import { Api, Problem } from "/ui/api.js";
import "/ui/elements/talk/margin.js";
import { language, translator } from "/ui/i18n.js";

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

const margin = document.createElement("causerie-margin");

/** Theme and language as the host's page wants them; without a word on the theme, as the reader has set her system. */
function look({ lang, theme }) {
  if (["light", "dark"].includes(theme)) {
    document.documentElement.dataset.theme = theme;
  } else {
    delete document.documentElement.dataset.theme;
  }
  document.documentElement.lang = language(lang);
  margin.lang = language(lang);
}

addEventListener("message", (event) => {
  if (event.source !== parent || !origins.includes(event.origin)) {
    return;
  }
  if (event.data?.causerie === "look") {
    const before = margin.lang;
    look(event.data);
    if (margin.lang !== before) {
      margin.api.lang = margin.lang;
      margin.refresh();
    }
    if (event.data.activity) {
      margin.jump(event.data);
    }
  } else if (event.data?.causerie === "view") {
    // What stays in sight keeps to the part of the frame that its page shows.
    for (const side of ["above", "below"]) {
      margin.style.setProperty(`--hidden-${side}`, `${Number(event.data[side]) || 0}px`);
    }
  } else if (event.data?.causerie === "token") {
    host = event.origin;
    waiting?.(event.data);
  }
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
  if (!token) {
    throw new Problem(401, {});
  }
  const response = await fetch("/api/v1/embed", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
    credentials: "omit",
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Problem(response.status, answer);
  }
  if (margin.api.person && margin.api.person !== answer.person) {
    // Somebody else sits at the host's page now: nothing of the one before stays on this one.
    location.reload();
    return new Promise(() => {});
  }
  margin.api.person = answer.person;
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

function fail(problem) {
  const text = document.createElement("p");
  text.className = "error";
  text.setAttribute("role", "alert");
  text.textContent = problem.message || translator(margin.lang)("noToken");
  document.body.replaceChildren(text);
}

look(Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
margin.api = new Api(margin.lang, session);
margin.target = "_blank";
const main = document.createElement("main");
// The page around has a main part of its own.
main.setAttribute("aria-label", "Causerie");
main.append(margin);
document.body.append(main);
try {
  const data = await ask("ready");
  look(data);
  margin.api.lang = margin.lang;
  new ResizeObserver(() =>
    parent.postMessage({ causerie: "height", height: Math.ceil(main.getBoundingClientRect().height) }, host),
  ).observe(main);
  margin.find = (await exchange(data.token)).record;
} catch (problem) {
  if (problem.status === 404) {
    // The margin itself says, in words, that there is nothing to see.
    margin.state = "missing";
  } else {
    fail(problem);
  }
}
