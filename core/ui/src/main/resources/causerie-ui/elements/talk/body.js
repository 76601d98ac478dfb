import { LitElement, css, html, nothing } from "lit";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import { shared } from "/ui/elements/shared.js";
import { language, translator } from "/ui/i18n.js";

/** Up to so many lines are shown at once; what is hardly longer is shown whole. */
const LINES = 12, SLACK = 4;

/**
 * What somebody wrote, as the server rendered and sanitised it. It stands in a tree of its own, so that
 * no rule of what surrounds it reaches its lists and headings. Long texts are shown in part until they are
 * asked for.
 */
export class CauserieBody extends LitElement {
  static properties = {
    html: { attribute: false },
    /** On a line with what stands before it. */
    inline: { type: Boolean, reflect: true },
    long: { state: true },
    open: { state: true },
  };

  static styles = [
    shared,
    css`
      .cut {
        max-height: 12lh;
        overflow: clip;
        mask-image: linear-gradient(#000 calc(100% - 2lh), transparent);
      }
      .body {
        display: flow-root;
        max-width: 66ch;
      }
      :host([inline]),
      :host([inline]) * {
        display: inline;
      }
    `,
  ];

  constructor() {
    super();
    this.seen = new ResizeObserver(() => this.measure());
  }

  connectedCallback() {
    super.connectedCallback();
    // Who was moved on the page looks again.
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.seen.disconnect();
  }

  updated(changed) {
    const body = this.renderRoot.querySelector(".body");
    this.seen.observe(body);
    if (changed.has("html")) {
      this.measure();
    }
  }

  measure() {
    const body = this.renderRoot.querySelector(".body");
    const line = parseFloat(getComputedStyle(body).lineHeight);
    this.long = body.offsetHeight > line * (LINES + SLACK);
    // What scrolls sideways is reached by the keyboard too.
    for (const wide of body.querySelectorAll("pre, table")) {
      if (wide.scrollWidth > wide.clientWidth) {
        wide.tabIndex = 0;
      } else {
        wide.removeAttribute("tabindex");
      }
    }
  }

  render() {
    const t = translator(language());
    const cut = this.long && !this.open;
    return html`<div class=${cut ? "cut" : ""} @focusin=${() => (this.open = true)}>
        <div class="body" dir="auto">${unsafeHTML(this.html)}</div>
      </div>
      ${this.long
        ? html`<button class="more" aria-expanded=${this.open ? "true" : "false"} @click=${() => (this.open = !this.open)}>
            ${this.open ? t("showLess") : t("showMore")}
          </button>`
        : nothing}`;
  }
}
customElements.define("causerie-body", CauserieBody);
