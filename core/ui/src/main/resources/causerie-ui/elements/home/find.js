import { LitElement, html, nothing } from "lit";
import { Finding } from "/ui/controllers/find.js";
import { icon } from "/ui/elements/icons.js";
import { findStyles } from "/ui/elements/home/find-styles.js";
import { reason, shared } from "/ui/elements/shared.js";
import { translator } from "/ui/i18n.js";

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
    const { entries, chosen, query } = this.finding;
    const visible = this.shown && query.trim() !== "";
    return html`<search @focusout=${this.left}>
      <div class="box">
        ${icon("find")}
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
          @focus=${() => (this.shown = true)}
          @keydown=${this.pressed}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <div class="found" ?hidden=${!visible}>
        <div role="listbox" id="found" aria-label=${t("found")}>
          ${entries.map((entry, i) => this.entry(entry, i, i === chosen))}
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

  entry(record, i, chosen) {
    return html`<a
      role="option"
      id="found-${i}"
      tabindex="-1"
      aria-selected=${String(chosen)}
      href=${this.address(record)}
      @mousedown=${(e) => e.preventDefault()}
    >
      ${icon("box")}
      <span class="what"
        ><b>${record.title}</b>
        <small>${record.typeLabel} ${record.key} · ${record.systemTitle}</small></span
      >
    </a>`;
  }

  address(entry) {
    return `/records/${encodeURIComponent(entry.id)}`;
  }

  /** Goes to what was chosen. */
  open(entry) {
    location.assign(this.address(entry));
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
    } else if (event.key === "Escape" && this.shown && this.input.value) {
      event.stopPropagation();
      this.input.value = "";
      this.finding.look("");
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
