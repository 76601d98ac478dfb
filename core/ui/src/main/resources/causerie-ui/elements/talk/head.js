import { LitElement, css, html, nothing } from "lit";
import { icon } from "/ui/elements/icons.js";
import { shared } from "/ui/elements/shared.js";
import { exact } from "/ui/time.js";

/** So many of the record's facts stand under its title. */
const FACTS = 3;

/**
 * What stands above the talk: which record it is, how it is now, which posts are shown.
 *
 * @fires causerie-show with which posts the reader wants to be shown as `detail`
 * @fires causerie-details when she wants to see all facts, or no longer
 * @fires causerie-follow when she wants to follow the record, or no longer
 */
export class CauserieHead extends LitElement {
  static properties = {
    context: { attribute: false },
    /** The controller that keeps the record. */
    head: { attribute: false },
    /** Which posts are shown. */
    show: {},
    /** Whether all facts are shown below; absent: there are no more. */
    details: { attribute: false },
  };

  static styles = [
    shared,
    css`
      header {
        padding: var(--s3) var(--s4) 0;
        border-bottom: 1px solid var(--line);
      }
      .src {
        display: flex;
        gap: 6px;
        align-items: center;
        font: var(--text-xs) var(--font);
        color: var(--ink-3);
      }
      .src a {
        min-height: 24px;
        line-height: 24px;
      }
      .grow {
        flex: 1;
      }
      h1,
      h2 {
        font: 600 var(--text-l) var(--font);
        letter-spacing: -0.01em;
        margin: 2px 0 0;
        overflow-wrap: anywhere;
      }
      .facts {
        font: var(--text-s) var(--font);
        color: var(--ink-2);
        margin: 2px 0 0;
        overflow-wrap: anywhere;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: 0 10px;
        align-items: center;
      }
      /* Where there is room they stand beside the talk. */
      @container (min-width: 760px) {
        .line .more {
          display: none;
        }
      }
      .gone {
        color: var(--bad);
      }
      @container (max-width: 340px) {
        .src .words {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        .src a {
          min-width: 24px;
          text-align: right;
        }
      }
      .bar {
        display: flex;
        align-items: center;
        gap: var(--s2);
        margin-top: 4px;
      }
      .tabs {
        min-width: 0;
        display: flex;
        gap: var(--s3);
      }
      .tab {
        padding: 8px 1px;
        font: 500 var(--text-s) var(--font);
        border-radius: 0;
        border-bottom: 2px solid transparent;
        margin-bottom: -1px;
      }
      .tab:hover {
        background: none;
      }
      .tab[aria-pressed="true"] {
        color: var(--ink);
        border-color: var(--accent);
      }
      @media (pointer: coarse) {
        .tab {
          min-width: 44px;
        }
        .src a {
          min-width: 44px;
          min-height: 44px;
          line-height: 44px;
          margin-block: -10px;
          text-align: right;
        }
      }
      .follow {
        flex: none;
        border: 1px solid var(--line-strong);
        border-radius: var(--r-pill);
        padding: 3px 10px;
        color: var(--ink);
      }
      @media (pointer: coarse) {
        /* Larger to the finger than to the eye. */
        .follow {
          position: relative;
          min-height: 32px;
        }
        .follow::after {
          content: "";
          position: absolute;
          inset: -7px 0;
        }
      }
      .follow.on {
        background: var(--accent-soft);
        border-color: transparent;
        color: var(--accent);
      }
    `,
  ];

  ask(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }

  render() {
    const { t, lang, target } = this.context;
    const { record: r, followed } = this.head;
    const facts = r.state.slice(0, FACTS).map((f) => f.value);
    return html`<header>
      <div class="src">
        ${icon("box")}<span>${r.systemTitle} · ${r.typeLabel}</span><span class="grow"></span>
        ${r.url
          ? html`<a href=${r.url} target="_blank" rel="noopener"
              ><span class="words">${t("openIn", { system: r.systemTitle })} </span>${icon("out")}<span class="sr"> ${t("opensNew")}</span></a
            >`
          : nothing}
      </div>
      ${target === "_self" ? html`<h1>${r.title}</h1>` : html`<h2>${r.title}</h2>`}
      <div class="line">
        ${facts.length ? html`<div class="facts">${facts.join(" · ")}</div>` : nothing}
        ${this.details === undefined
          ? nothing
          : html`<button class="more" aria-expanded=${this.details ? "true" : "false"} @click=${() => this.ask("causerie-details")}>
              ${t("details")}
            </button>`}
      </div>
      ${r.deleted ? html`<div class="facts gone">${t("deleted", { date: exact(r.deleted, lang) })}</div>` : nothing}
      <div class="bar">
        <div role="group" class="tabs" aria-label=${t("show")}>
          ${["all", "talk", "changes"].map(
            (s) => html`<button class="tab" aria-pressed=${this.show === s ? "true" : "false"} @click=${() => this.ask("causerie-show", s)}>
              ${t(s)}
            </button>`,
          )}
        </div>
        <span class="grow"></span>
        <button
          class="follow ${followed ? "on" : ""}"
          aria-pressed=${followed ? "true" : "false"}
          title=${followed ? t("unfollow") : t("follow")}
          @click=${() => this.ask("causerie-follow")}
        >
          ${followed ? t("following") : t("follow")}
        </button>
      </div>
    </header>`;
  }
}
customElements.define("causerie-head", CauserieHead);
