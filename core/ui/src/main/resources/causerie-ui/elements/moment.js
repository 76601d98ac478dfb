import { LitElement, css, html } from "lit";
import { exact, relative } from "/ui/time.js";

/** A time for reading along; the exact one on hover and on focus. Links to what it dates, if told where. */
export class CauserieMoment extends LitElement {
  static properties = { at: {}, lang: {}, href: {}, target: {} };

  static styles = css`
    :host {
      position: relative;
      font: var(--text-xs) var(--font);
      color: var(--ink-3);
      white-space: nowrap;
    }
    a {
      color: inherit;
      text-decoration: none;
      display: inline-block;
      min-height: 24px;
      line-height: 24px;
    }
    a:hover {
      text-decoration: underline;
    }
    a:focus-visible {
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
      visibility: hidden;
    }
    a:hover + .tip,
    a:focus-visible + .tip {
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
    return html`<a href=${this.href ?? "#"} target=${this.target ?? "_self"} rel="noopener" aria-label=${full}
        ><time datetime=${this.at}>${relative(this.at, this.lang)}</time></a
      ><span class="tip" role="tooltip" aria-hidden="true">${full}</span>`;
  }
}
customElements.define("causerie-moment", CauserieMoment);
