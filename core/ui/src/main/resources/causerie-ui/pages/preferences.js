import "/ui/elements/preferences/preferences.js";
import "/ui/elements/preferences/webhooks.js";
import { reason } from "/ui/elements/shared.js";
import { begin } from "/ui/pages/begin.js";
import { part } from "/ui/pages/form.js";

/** What a system sends her back with. */
const back = new URLSearchParams(location.search);
const CONNECTED = "#connected";

/** How one wants to be told, when one works, and one's own webhooks and accounts in systems. */
begin(({ api, lang, t, me }) => {
  document.title = `${t("preferences")} · Causerie`;
  const list = Object.assign(document.createElement("ul"), { className: "accounts" });
  const said = Object.assign(document.createElement("p"), { className: "said" });
  said.setAttribute("role", "status");
  const content = document.createElement("div");
  content.append(list, said);
  const main = document.createElement("main");
  main.className = "preferences";
  main.append(
    Object.assign(document.createElement("h1"), { textContent: t("preferences") }),
    Object.assign(document.createElement("causerie-preferences"), { api, lang, guest: me.guest }),
    ...(me.guest ? [] : [Object.assign(document.createElement("causerie-webhooks"), { api, lang })]),
    part(t("accounts"), t("accountsHelp"), content),
  );

  const show = ({ items }) => {
    list.replaceChildren(...items.map((item) => row(item)));
    if (items.length === 0) {
      said.textContent = t("noAccounts");
    }
  };

  /** Does one thing at a time, and says what went wrong with it. */
  const attempt = async (work) => {
    said.textContent = "";
    said.setAttribute("role", "status");
    try {
      await work();
    } catch (problem) {
      said.setAttribute("role", "alert");
      said.textContent = t("failed", { reason: reason(problem, t) });
    }
  };

  const connect = (system) =>
    attempt(async () => location.assign((await api.post("/me/accounts", { system })).agreement));

  const disconnect = (system) =>
    attempt(async () => {
      await api.delete(`/me/accounts/${encodeURIComponent(system)}`);
      show(await api.get("/me/accounts"));
    });

  const row = ({ system, title, account }) => {
    const words = document.createElement("span");
    words.textContent = !account
      ? title
      : account.refused
        ? t("accountRefused", { system: title })
        : t("accountIs", { system: title, name: account.name });
    const buttons = [];
    if (!account || account.refused) {
      buttons.push(button(t("connectAccount"), () => connect(system), title));
    }
    if (account) {
      buttons.push(button(t("disconnectAccount"), () => disconnect(system), title));
    }
    const item = document.createElement("li");
    item.append(words, ...buttons);
    return item;
  };

  attempt(async () => {
    if (back.has("code")) {
      await api.post("/me/accounts", { state: back.get("state"), code: back.get("code") });
      // What she came back with counts once, and stands in no address any more.
      location.replace(location.pathname + CONNECTED);
      return;
    }
    show(await api.get("/me/accounts"));
    if (location.hash === CONNECTED) {
      said.textContent = t("accountConnected");
    } else if (back.has("error")) {
      said.textContent = t("accountNotConnected");
    }
  });
  return main;
});

function button(text, run, of) {
  const made = Object.assign(document.createElement("button"), { className: "btn", textContent: text });
  made.setAttribute("aria-label", `${text}: ${of}`);
  made.addEventListener("click", run);
  return made;
}
