import { LitElement, css, html } from "lit";
import { exact, relative } from "/ui/time.js";

/** A time for reading along; the exact one on hover and on focus. Links to what it dates, if told where. */
export class CauserieMoment extends LitElement {
  static shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static properties = { at: {}, lang: {}, href: {}, target: {} };

  static styles = css`
    :host {
      position: relative;
      font: var(--text-xs) var(--font);
      color: var(--ink-3);
      white-space: nowrap;
    }
    .when {
      color: inherit;
      text-decoration: none;
      display: inline-block;
      min-height: 24px;
      line-height: 24px;
    }
    @media (pointer: coarse) {
      .when {
        min-width: 44px;
        min-height: 44px;
        margin-block: -10px;
        line-height: 44px;
        text-align: right;
      }
    }
    .full {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    a:hover {
      text-decoration: underline;
    }
    .when:focus-visible {
      outline: 2px solid var(--focus);
      outline-offset: 2px;
      border-radius: 4px;
    }
    .tip {
      position: absolute;
      right: 0;
      top: 100%;
      z-index: 5;
      padding: 4px 8px;
      border-radius: var(--r1);
      background: var(--ink);
      color: var(--paper);
      pointer-events: none;
      visibility: hidden;
    }
    .when:hover + .tip,
    .when:focus-visible + .tip {
      visibility: visible;
    }
  `;

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), 30000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  render() {
    const full = exact(this.at, this.lang);
    const short = relative(this.at, this.lang);
    // What one sees comes first in the name, so that it can be spoken to.
    const time = html`<time datetime=${this.at}>${short}</time><span class="full">, ${full}</span>`;
    return html`${this.href
        ? html`<a class="when" href=${this.href} target=${this.target ?? "_self"} rel="noopener">${time}</a>`
        : html`<span class="when" tabindex="0">${time}</span>`}<span
        class="tip"
        role="tooltip"
        aria-hidden="true"
        >${full}</span
      >`;
  }
}
customElements.define("causerie-moment", CauserieMoment);
