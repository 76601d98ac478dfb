import { LitElement, css, html, nothing } from "lit";
import "/ui/elements/console/audit.js";
import "/ui/elements/console/connect.js";
import "/ui/elements/console/connector.js";
import "/ui/elements/console/list.js";
import "/ui/elements/console/people.js";
import "/ui/elements/console/remap.js";
import "/ui/elements/console/deliveries.js";
import "/ui/elements/console/sessions.js";
import "/ui/elements/console/workbench.js";
import { shared } from "/ui/elements/shared.js";

/** The frame of the operator's console: its ways, and the view that the address asks for. */
export class CauserieConsole extends LitElement {
  static properties = { context: { attribute: false } };

  static styles = [
    shared,
    css`
      .app {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        max-width: 1480px;
        margin: 0 auto;
      }
      nav ul {
        display: flex;
        flex-wrap: wrap;
        gap: 2px;
        list-style: none;
        margin: 0;
        padding: var(--s2) var(--s3) 0;
      }
      nav a {
        display: block;
        padding: 6px 10px;
        border-radius: 7px;
        text-decoration: none;
        color: var(--ink-2);
        font: 500 var(--text-m) var(--font);
      }
      nav a[aria-current="page"],
      nav a[aria-current="true"] {
        background: var(--paper);
        color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--line);
      }
      main {
        min-width: 0;
        padding: var(--s4) var(--s3) var(--s6);
      }
      @media (min-width: 1000px) {
        .app {
          grid-template-columns: 176px minmax(0, 1fr);
        }
        nav ul {
          display: grid;
          padding: var(--s5) var(--s3);
        }
        main {
          padding: var(--s5) var(--s5) 40px var(--s3);
        }
      }
    `,
  ];

  render() {
    const { t } = this.context;
    const [, place = "connectors", name, part] = location.pathname.split("/").filter(Boolean);
    // What is being connected will be a connector.
    const section = place === "connect" ? "connectors" : place;
    const here = (of, whole) => (of === section ? (whole && section === place ? "page" : "true") : nothing);
    return html`<div class="app">
      <nav aria-label=${t("console")}>
        <ul>
          <li><a href="/console" aria-current=${here("connectors", !name)}>${t("connectors")}</a></li>
          <li><a href="/console/workbench" aria-current=${here("workbench", true)}>${t("workbench")}</a></li>
          <li><a href="/console/deliveries" aria-current=${here("deliveries", true)}>${t("deliveries")}</a></li>
          <li><a href="/console/sessions" aria-current=${here("sessions", true)}>${t("sessions")}</a></li>
          <li><a href="/console/people" aria-current=${here("people", true)}>${t("peopleOfSystems")}</a></li>
          <li><a href="/console/audit" aria-current=${here("audit", true)}>${t("audit")}</a></li>
        </ul>
      </nav>
      <main>${this.view(place, name, part)}</main>
    </div>`;
  }

  view(place, name, part) {
    if (place === "workbench") {
      return html`<causerie-console-workbench .context=${this.context}></causerie-console-workbench>`;
    }
    if (place === "connect") {
      return html`<causerie-console-connect .context=${this.context}></causerie-console-connect>`;
    }
    if (place === "deliveries") {
      return html`<causerie-console-deliveries .context=${this.context}></causerie-console-deliveries>`;
    }
    if (place === "sessions") {
      return html`<causerie-console-sessions .context=${this.context}></causerie-console-sessions>`;
    }
    if (place === "people") {
      return html`<causerie-console-people .context=${this.context}></causerie-console-people>`;
    }
    if (place === "audit") {
      return html`<causerie-console-audit .context=${this.context}></causerie-console-audit>`;
    }
    if (name && part === "remap") {
      return html`<causerie-console-remap
        .context=${this.context}
        name=${decodeURIComponent(name)}
      ></causerie-console-remap>`;
    }
    if (name) {
      return html`<causerie-console-connector
        .context=${this.context}
        name=${decodeURIComponent(name)}
      ></causerie-console-connector>`;
    }
    return html`<causerie-console-list .context=${this.context}></causerie-console-list>`;
  }
}
customElements.define("causerie-console", CauserieConsole);
