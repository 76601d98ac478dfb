import { LitElement, html } from "lit";
import "/ui/elements/console/ask.js";
import { consoleStyles } from "/ui/elements/console/styles.js";
import "/ui/elements/console/table.js";
import { clock } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/**
 * What lets somebody in today: tokens, browsers that signed in, frames; each can be ended.
 *
 * @fires causerie-title with the page's title as `detail`
 */
export class CauserieConsoleSessions extends LitElement {
  static properties = { context: { attribute: false }, said: { state: true } };

  static styles = [shared, consoleStyles];

  firstUpdated() {
    this.dispatchEvent(
      new CustomEvent("causerie-title", { detail: this.context.t("sessions"), bubbles: true, composed: true }),
    );
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
        this.renderRoot.querySelector("causerie-console-table").drop(ended);
        this.said = t("saidEnded");
      },
    });
  }

  columns() {
    const { t, lang } = this.context;
    const kinds = { token: t("kindToken"), session: t("kindSession"), frame: t("kindFrame") };
    return [
      { head: t("kindOfSession"), cell: (s) => kinds[s.kind] ?? s.kind },
      { head: t("nameOfSession"), cell: (s) => s.name },
      { head: t("who"), cell: (s) => s.person },
      { head: t("scopes"), cell: (s) => s.scopes.join(" ") },
      { head: t("since"), cell: (s) => clock(s.created, lang) },
      { head: t("until"), cell: (s) => (s.expires ? clock(s.expires, lang) : t("noEnd")) },
      { head: t("end"), cell: (s) => this.button(s), hidden: true },
    ];
  }

  button(session) {
    const { t } = this.context;
    return html`<button
      class="btn"
      aria-label=${t("endOf", { name: session.name, id: session.id })}
      @click=${() => this.end(session)}
    >
      ${t("end")}…
    </button>`;
  }

  render() {
    const { t } = this.context;
    return html`<div class="top">
        <div>
          <h1>${t("sessions")}</h1>
          <p class="lead">${t("sessionsLead")}</p>
        </div>
      </div>
      <causerie-console-table
        .context=${this.context}
        path="/sessions"
        caption=${t("sessionsLead")}
        .columns=${this.columns()}
        .loaded=${(n) => t("sessionsLoaded", { n })}
        more=${t("olderSessions")}
      ></causerie-console-table>
      <p role="status">${this.said}</p>
      <causerie-ask .context=${this.context}></causerie-ask>`;
  }
}
customElements.define("causerie-console-sessions", CauserieConsoleSessions);
