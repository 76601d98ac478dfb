import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import "/ui/elements/console/ask.js";
import "/ui/elements/console/conflicts.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import "/ui/elements/console/table.js";
import { clock } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/**
 * Users of systems whom nobody is known to be, each a click away from the person she is; whom
 * operators matched, and whom two origins give one address.
 *
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsolePeople extends LitElement {
  static properties = {
    context: { attribute: false },
    query: { state: true },
    mapped: { state: true },
    said: { state: true },
  };

  static styles = [shared, consoleStyles];

  constructor() {
    super();
    this.query = "";
    this.mapped = false;
  }

  firstUpdated() {
    this.dispatchEvent(
      new CustomEvent("causerie-title", {
        detail: this.context.t("peopleOfSystems"),
        bubbles: true,
        composed: true,
      }),
    );
  }

  find(event) {
    event.preventDefault();
    this.query = new FormData(event.target).get("q").trim();
  }

  drop(user) {
    this.renderRoot.querySelector("causerie-console-table").drop((u) => u.id === user.id);
  }

  async map(user, person) {
    const { t, api } = this.context;
    await api.put(`/users/${encodeURIComponent(user.id)}/person`, { person: person.id });
    this.drop(user);
    this.said = t("saidMapped", { user: user.user, name: person.name });
  }

  async click(user, person) {
    try {
      await this.map(user, person);
    } catch (problem) {
      this.said = problem.detail ?? problem.message;
    }
  }

  choose(user) {
    const { t, api } = this.context;
    let found = [];
    this.renderRoot.querySelector("causerie-ask").show({
      title: t("choosePerson", { user: user.user, system: user.system }),
      field: { label: t("typeName"), required: true },
      checkLabel: t("choose"),
      check: async (typed) => {
        found = (await api.get(`/persons?q=${encodeURIComponent(typed)}`)).items;
        if (!found.length) {
          throw new Error(t("nobodyFound"));
        }
        return t("isPerson", { name: found[0].name });
      },
      confirm: t("choose"),
      run: () => this.map(user, found[0]),
    });
  }

  takeBack(user) {
    const { t, api } = this.context;
    this.renderRoot.querySelector("causerie-ask").show({
      title: t("takeBackTitle", { user: user.user, name: user.person.name }),
      text: t("takeBackText"),
      confirm: t("takeBack"),
      run: async () => {
        await api.delete(`/users/${encodeURIComponent(user.id)}/person`);
        this.drop(user);
        this.said = t("saidTakenBack");
      },
    });
  }

  columns() {
    const { t, lang } = this.context;
    return [
      { head: t("system"), cell: (u) => u.system },
      { head: t("userKey"), cell: (u) => u.user },
      { head: t("nameOfSession"), cell: (u) => u.name ?? "" },
      { head: t("addressOf"), cell: (u) => u.email ?? "" },
      { head: t("toldLast"), cell: (u) => clock(u.told, lang) },
      { head: t("postsOf"), cell: (u) => u.posts },
      { head: t("personOf"), cell: (u) => (this.mapped ? this.matched(u) : this.buttons(u)), wide: true },
    ];
  }

  matched(user) {
    const { t } = this.context;
    return html`${user.person.name}
      <button class="btn" @click=${() => this.takeBack(user)}>${t("takeBack")}…</button>`;
  }

  buttons(user) {
    const { t } = this.context;
    return html`${user.suggestions.map(
        (person) =>
          html`<button class="btn" @click=${() => this.click(user, person)}>
            ${t("isPerson", { name: person.name })}
          </button>`,
      )}
      <button class="btn" @click=${() => this.choose(user)}>${t("somebodyElse")}</button>`;
  }

  tab(mapped, text) {
    return html`<button
      class="btn"
      aria-pressed=${this.mapped === mapped}
      @click=${() => (this.mapped = mapped)}
    >
      ${text}
    </button>`;
  }

  render() {
    const { t } = this.context;
    const path = `/users?show=${this.mapped ? "mapped" : "unknown"}${
      this.query ? `&q=${encodeURIComponent(this.query)}` : ""
    }`;
    return html`<div class="top">
        <div>
          <h1>${t("peopleOfSystems")}</h1>
          <p class="lead">${t("peopleLead")}</p>
        </div>
      </div>
      <causerie-console-conflicts .context=${this.context}></causerie-console-conflicts>
      <div class="row" role="group">
        ${this.tab(false, t("unknownUsers"))} ${this.tab(true, t("mappedUsers"))}
      </div>
      <form role="search" @submit=${(e) => this.find(e)}>
        <label>${t("findUser")} <input name="q" type="search" .value=${this.query} /></label>
      </form>
      ${repeat(
        // Another list is another table.
        [path],
        (asked) => asked,
        (asked) =>
          html`<causerie-console-table
            .context=${this.context}
            path=${asked}
            caption=${this.mapped ? t("mappedUsers") : t("unknownUsers")}
            .columns=${this.columns()}
            .loaded=${(n) => t("usersLoaded", { n })}
            .empty=${this.mapped
              ? null
              : { title: t("noUnknownUsers"), text: t("noUnknownUsersText") }}
            more=${t("moreUsers")}
          ></causerie-console-table>`,
      )}
      <p role="status">${this.said ?? nothing}</p>
      <causerie-ask .context=${this.context}></causerie-ask>`;
  }
}
customElements.define("causerie-console-people", CauserieConsolePeople);
