import { LitElement, css, html } from "lit";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { shared } from "/ui/elements/shared.js";

/**
 * A text of many lines with their numbers; lines with an error stand out. Tab leaves it as it leaves any
 * field.
 *
 * @fires causerie-typed with the text as `detail`
 */
export class CauserieConsoleEditor extends LitElement {
  static properties = {
    text: {},
    label: {},
    /** Lines with an error, from 1. */
    marked: { attribute: false },
    invalid: { type: Boolean },
    rows: { type: Number },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      :host {
        container-type: normal;
      }
      .frame {
        position: relative;
        overflow: hidden;
        border: 1px solid var(--line-strong);
        border-radius: var(--r1);
        background: var(--paper);
      }
      .frame:focus-within {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
      }
      .lines {
        position: absolute;
        inset: 0;
        overflow: hidden;
        padding: 8px 0;
        font: 12.5px/19px var(--mono);
        color: var(--ink-3);
      }
      .lines div {
        height: 19px;
        padding-right: 8px;
      }
      .lines span {
        display: inline-block;
        width: 34px;
        text-align: right;
      }
      .lines .marked {
        background: var(--bad-soft);
        color: var(--bad);
        font-weight: 700;
      }
      textarea {
        position: relative;
        display: block;
        margin: 0;
        padding: 8px 10px 8px 46px;
        border: 0;
        border-radius: 0;
        outline: 0;
        resize: vertical;
        background: transparent;
        font: 12.5px/19px var(--mono);
        white-space: pre;
        overflow: auto;
        tab-size: 2;
      }
    `,
  ];

  get area() {
    return this.renderRoot.querySelector("textarea");
  }

  /** Puts the caret at a place, lines and columns from 1. */
  go(line, column) {
    const lines = this.text.split("\n");
    const at = lines.slice(0, line - 1).reduce((n, l) => n + l.length + 1, 0) + Math.max(0, column - 1);
    this.area.focus();
    this.area.setSelectionRange(at, at);
    this.area.scrollTop = Math.max(0, (line - 4) * 19);
    this.follow();
  }

  follow() {
    this.renderRoot.querySelector(".lines").scrollTop = this.area.scrollTop;
  }

  typed() {
    this.text = this.area.value;
    this.dispatchEvent(new CustomEvent("causerie-typed", { detail: this.text, bubbles: true, composed: true }));
  }

  updated() {
    this.follow();
  }

  render() {
    const marked = new Set(this.marked ?? []);
    const lines = (this.text ?? "").split("\n");
    return html`<div class="frame">
      <div class="lines" aria-hidden="true">
        ${lines.map((_, i) => html`<div class=${marked.has(i + 1) ? "marked" : ""}><span>${i + 1}</span></div>`)}
        <div></div>
      </div>
      <textarea
        aria-label=${this.label}
        aria-invalid=${this.invalid ? "true" : "false"}
        rows=${this.rows ?? 18}
        wrap="off"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        .value=${this.text ?? ""}
        @input=${this.typed}
        @scroll=${this.follow}
      ></textarea>
    </div>`;
  }
}
customElements.define("causerie-console-editor", CauserieConsoleEditor);
