import { LitElement, html, nothing } from "lit";
import { Finding } from "/ui/controllers/find.js";
import "/ui/elements/avatar.js";
import { icon } from "/ui/elements/icons.js";
import { findStyles } from "/ui/elements/home/find-styles.js";
import { reason, shared } from "/ui/elements/shared.js";
import { translator } from "/ui/i18n.js";

/** What is found, in the order in which it is shown. */
const KINDS = ["record", "type", "system", "person"];

/** Where one thing stands; types and systems are no places. */
function address(entry) {
  switch (entry.kind) {
    case "record":
      return `/records/${encodeURIComponent(entry.id)}`;
    case "person":
      return `/people/${encodeURIComponent(entry.id)}`;
    default:
      return null;
  }
}

/** Where a key is for a text, and not for the page. */
const WRITING = "input, textarea, select, [contenteditable]";

/**
 * The find box: what one may see, by the beginnings of words and any part of a key. `/` and Ctrl+K lead to it from
 * anywhere on the page, unless somebody writes there.
 */
export class CauserieFind extends LitElement {
  static properties = { api: { attribute: false }, lang: {}, shown: { state: true } };
  static styles = [shared, findStyles];

  constructor() {
    super();
    this.finding = new Finding(this);
    this.shown = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.led = (event) => this.lead(event);
    document.addEventListener("keydown", this.led);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.led);
    super.disconnectedCallback();
  }

  /** Leads to the box who asks for it by a key that nothing else on the page takes. */
  lead(event) {
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const within = event.composedPath()[0];
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !within.closest?.(WRITING);
    if ((k || slash) && !event.defaultPrevented) {
      event.preventDefault();
      this.input.focus();
      this.input.select();
    }
  }

  get input() {
    return this.renderRoot.querySelector("input");
  }

  render() {
    const t = translator(this.lang);
    const { entries, chosen, query, within } = this.finding;
    const visible = this.shown && (entries.length > 0 || query.trim() !== "" || within !== null);
    return html`<search @focusout=${this.left}>
      <div class="box">
        ${icon("find")}
        ${within
          ? html`<button class="within" aria-label=${t("findAnywhere", { name: within.name })} @click=${() => this.narrow(null)}>
              ${within.name} <span aria-hidden="true">×</span>
            </button>`
          : nothing}
        <input
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-label=${t("find")}
          aria-expanded=${String(visible)}
          aria-controls="found"
          aria-activedescendant=${visible && chosen >= 0 ? `found-${chosen}` : nothing}
          placeholder=${t("findWhat")}
          autocomplete="off"
          spellcheck="false"
          maxlength="200"
          @input=${this.typed}
          @focus=${this.entered}
          @keydown=${this.pressed}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <div class="found" ?hidden=${!visible}>
        <div role="listbox" id="found" aria-label=${t("found")}>
          ${KINDS.map((kind) => this.group(kind, t))}
        </div>
        ${this.said(t)}
      </div>
      <span class="sr" role="status">${visible && this.finding.done ? t("foundSome", { n: entries.length }) : ""}</span>
    </search>`;
  }

  said(t) {
    const { entries, done, problem } = this.finding;
    if (problem) {
      return html`<p class="none" role="alert">${t("failed", { reason: reason(problem, t) })}</p>`;
    }
    return done && entries.length === 0 ? html`<p class="none">${t("foundNothing")}</p>` : nothing;
  }

  group(kind, t) {
    const { entries, chosen, query, within } = this.finding;
    const title = kind === "record" && !query.trim() && !within ? t("found_recent") : t(`found_${kind}`);
    const own = entries.map((entry, i) => ({ entry, i })).filter(({ entry }) => entry.kind === kind);
    return own.length
      ? html`<div role="group" aria-label=${title}>
          <div class="kind" aria-hidden="true">${title}</div>
          ${own.map(({ entry, i }) => this.entry(entry, i, i === chosen))}
        </div>`
      : nothing;
  }

  entry(entry, i, chosen) {
    const href = address(entry);
    return html`<a
      role="option"
      id="found-${i}"
      tabindex="-1"
      aria-selected=${String(chosen)}
      href=${href ?? nothing}
      @mousedown=${(e) => e.preventDefault()}
      @click=${href ? nothing : () => this.open(entry)}
    >
      ${this.words(entry)}
    </a>`;
  }

  words(entry) {
    switch (entry.kind) {
      case "person":
        return html`<causerie-avatar small name=${entry.name}></causerie-avatar><span class="what"><b>${entry.name}</b></span>`;
      case "type":
        return html`${icon("box")}<span class="what"><b>${entry.typeLabel}</b> <small>${entry.systemTitle}</small></span>`;
      case "system":
        return html`${icon("box")}<span class="what"><b>${entry.systemTitle}</b></span>`;
      default:
        return html`${icon("box")}<span class="what"
            ><b>${entry.title}</b> <small>${entry.typeLabel} ${entry.key} · ${entry.systemTitle}</small></span
          >`;
    }
  }

  /** Goes to what was chosen; in a type or a system it is looked further. */
  open(entry) {
    const href = address(entry);
    if (href) {
      location.assign(href);
    } else {
      this.narrow({ system: entry.system, type: entry.type, name: entry.typeLabel ?? entry.systemTitle });
    }
  }

  narrow(within) {
    this.input.value = "";
    this.finding.narrow(within);
    this.input.focus();
  }

  entered() {
    this.shown = true;
    if (!this.finding.entries.length) {
      this.finding.look(this.input.value, 0);
    }
  }

  typed(event) {
    this.shown = true;
    this.finding.look(event.target.value);
  }

  pressed(event) {
    if (event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.shown = true;
      this.finding.step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const entry = this.finding.take();
      if (entry) {
        this.open(entry);
      }
    } else if (event.key === "Backspace" && this.input.value === "" && this.finding.within) {
      this.narrow(null);
    } else if (event.key === "Escape" && this.shown && this.input.value) {
      event.stopPropagation();
      this.input.value = "";
      this.finding.look("", 0);
    } else if (event.key === "Escape") {
      this.input.blur();
    } else {
      return;
    }
    event.preventDefault();
  }

  left(event) {
    if (!this.renderRoot.contains(event.relatedTarget)) {
      this.shown = false;
    }
  }

  updated() {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }
}
customElements.define("causerie-find", CauserieFind);
