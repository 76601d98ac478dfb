import { LitElement, css, html, nothing } from "lit";
import "/ui/elements/ask.js";
import { consoleStyles } from "/ui/elements/console-styles.js";
import { trouble } from "/ui/elements/console-words.js";
import { shared } from "/ui/elements/shared.js";
import { exact } from "/ui/time.js";

/**
 * What lets somebody in today: tokens, browsers that signed in, frames; each can be ended.
 *
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleSessions extends LitElement {
  static properties = {
    context: { attribute: false },
    sessions: { state: true },
    next: { state: true },
    failure: { state: true },
    said: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      .older {
        margin-top: var(--s3);
      }
      time {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  firstUpdated() {
    this.dispatchEvent(
      new CustomEvent("causerie-title", { detail: this.context.t("sessions"), bubbles: true, composed: true }),
    );
    this.load();
  }

  async load() {
    this.failure = null;
    try {
      const after = this.next ? `?cursor=${encodeURIComponent(this.next)}` : "";
      const page = await this.context.api.get(`/sessions${after}`);
      this.said = this.sessions ? this.context.t("sessionsLoaded", { n: page.items.length }) : "";
      this.sessions = [...(this.sessions ?? []), ...page.items];
      this.next = page.next;
    } catch (problem) {
      this.failure = problem;
    }
  }

  end(session) {
    const { t } = this.context;
    this.renderRoot.querySelector("causerie-ask").show({
      title: t("endTitle", { name: session.name }),
      text: session.kind === "token" ? t("endToken") : t("endSession"),
      confirm: t("end"),
      run: async () => {
        await this.context.api.delete(`/sessions/${encodeURIComponent(session.id)}`);
        const ended = (s) => s.id === session.id || s.token === session.id;
        this.sessions = this.sessions.filter((s) => !ended(s));
        this.said = t("saidEnded");
      },
    });
  }

  render() {
    const { t } = this.context;
    return html`<div class="top">
        <div>
          <h1>${t("sessions")}</h1>
          <p class="lead">${t("sessionsLead")}</p>
        </div>
      </div>
      ${this.sessions ? this.table() : this.failure ? nothing : html`<p role="status">${t("loading")}…</p>`}
      ${trouble(this.failure, t, () => this.load())}
      <p role="status">${this.said}</p>
      ${this.next && !this.failure
        ? html`<button class="btn older" @click=${() => this.load()}>${t("olderSessions")}</button>`
        : nothing}
      <causerie-ask .context=${this.context}></causerie-ask>`;
  }

  table() {
    const { t } = this.context;
    return html`<div class="panel">
      <table class="cards" role="table">
        <caption class="sr">
          ${t("sessionsLead")}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${t("kindOfSession")}</th>
            <th role="columnheader" scope="col">${t("nameOfSession")}</th>
            <th role="columnheader" scope="col">${t("who")}</th>
            <th role="columnheader" scope="col">${t("scopes")}</th>
            <th role="columnheader" scope="col">${t("since")}</th>
            <th role="columnheader" scope="col">${t("until")}</th>
            <th role="columnheader" scope="col"><span class="sr">${t("end")}</span></th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${this.sessions.map((session) => this.row(session))}
        </tbody>
      </table>
    </div>`;
  }

  row(session) {
    const { t } = this.context;
    const kinds = { token: t("kindToken"), session: t("kindSession"), frame: t("kindFrame") };
    return html`<tr role="row">
      <td role="cell" data-label=${t("kindOfSession")}>${kinds[session.kind] ?? session.kind}</td>
      <td role="cell" data-label=${t("nameOfSession")}>${session.name}</td>
      <td role="cell" data-label=${t("who")}>${session.person ?? t("machine")}</td>
      <td role="cell" data-label=${t("scopes")}>${session.scopes.join(" ")}</td>
      <td role="cell" data-label=${t("since")}>${this.moment(session.created)}</td>
      <td role="cell" data-label=${t("until")}>${session.expires ? this.moment(session.expires) : t("noEnd")}</td>
      <td role="cell">
        <button class="btn" aria-label=${t("endOf", { name: session.name, id: session.id })} @click=${() => this.end(session)}>
          ${t("end")}…
        </button>
      </td>
    </tr>`;
  }

  moment(instant) {
    const text = new Intl.DateTimeFormat(this.context.lang, { dateStyle: "medium", timeStyle: "short" }).format(
      new Date(instant),
    );
    return html`<time datetime=${instant} title=${exact(instant, this.context.lang)}>${text}</time>`;
  }
}
customElements.define("causerie-console-sessions", CauserieConsoleSessions);
