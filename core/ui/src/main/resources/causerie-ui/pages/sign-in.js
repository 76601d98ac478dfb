import { Api } from "/ui/api.js";
import { language, translator } from "/ui/i18n.js";
import { card, field } from "/ui/pages/form.js";

/** Signs a browser in: with a token, or in a demonstration as one of its people. */
const config = JSON.parse(document.getElementById("config").textContent);
const t = translator(language());
const api = new Api(language());
const error = Object.assign(document.createElement("div"), { className: "error" });
error.setAttribute("role", "alert");

/**
 * Only ways inside this site: an address of somebody else's must not be the end of a sign-in. As the
 * browser itself reads it, which drops tabs and line ends and takes a backslash for a slash.
 */
function inside(then) {
  try {
    const way = new URL(then, location.origin);
    return way.origin === location.origin ? way.href : "/";
  } catch {
    return "/";
  }
}

async function signIn(body) {
  error.textContent = "";
  try {
    await api.post("/login", body);
    location.assign(inside(new URLSearchParams(location.search).get("then") ?? "/"));
  } catch (problem) {
    error.textContent = t("failed", { reason: problem.message || t("noConnection") });
  }
}

function pick() {
  const list = document.createElement("ul");
  list.className = "people";
  for (const person of config.people) {
    const button = document.createElement("button");
    button.append(
      person.name,
      Object.assign(document.createElement("span"), { textContent: person.guest ? t("guest") : person.groups }),
    );
    button.addEventListener("click", () => signIn({ person: person.id }));
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  }
  return card(t("pickTitle"), t("pickHelp"), list, error);
}

function token() {
  const form = document.createElement("form");
  const input = field("token", t("token"));
  input.querySelector("input").type = "password";
  form.append(input, Object.assign(document.createElement("button"), { className: "main", textContent: t("signInTitle") }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    signIn({ token: form.elements.token.value.trim() });
  });
  return card(t("signInTitle"), t("signInHelp"), form, error);
}

document.body.append(config.demo ? pick() : token());
