import { LitElement, css, html, nothing } from "lit";
import { icon } from "/ui/elements/icons.js";
import { shared } from "/ui/elements/shared.js";

/** So far from what it belongs to, and from the edge, the menu stands. */
const GAP = 4;

/**
 * Three dots, and behind them what else can be done with an item: a menu under the dots, on touch a sheet from below.
 * Arrows, Home, End and first letters go along it; Escape leads back to the dots.
 */
export class CauserieMenu extends LitElement {
  static properties = {
    label: {},
    /** `[{act, text, icon, danger, touch, run()}]`; one of `touch` has a button of its own where a pointer hovers. */
    entries: { attribute: false },
    open: { type: Boolean, reflect: true },
  };

  static styles = [
    shared,
    css`
      :host {
        display: flex;
      }
      .dots {
        display: inline-grid;
        place-items: center;
        min-width: 28px;
        min-height: 26px;
        padding: 0;
      }
      .dots .icon {
        width: 16px;
        height: 16px;
      }
      .dots[aria-expanded="true"] {
        color: var(--ink);
        background: var(--raised);
      }
      [role="menu"] {
        position: fixed;
        inset: var(--menu-top, 0) auto auto var(--menu-left, 0);
        margin: 0;
        padding: 4px;
        width: max-content;
        min-width: 180px;
        max-width: calc(100vw - 16px);
        color: var(--ink);
        background: var(--paper);
        border: 1px solid var(--line-strong);
        border-radius: var(--r2);
        box-shadow: var(--shadow);
      }
      [role="menuitem"] {
        display: flex;
        gap: 10px;
        align-items: center;
        width: 100%;
        min-height: 30px;
        padding: 4px 12px 4px 8px;
        font: 400 var(--text-s) var(--font);
        color: var(--ink);
        text-align: start;
      }
      [role="menuitem"]:focus-visible {
        outline-offset: -2px;
      }
      [role="menuitem"] .icon {
        width: 14px;
        height: 14px;
        color: var(--ink-3);
      }
      .danger,
      .danger .icon {
        color: var(--bad) !important;
      }
      .touch {
        display: none !important;
      }
      @media (pointer: coarse) {
        .dots {
          min-width: 44px;
          min-height: 44px;
        }
        .touch {
          display: flex !important;
        }
        [role="menu"] {
          inset: auto 0 var(--hidden-below, 0px);
          width: auto;
          max-width: none;
          padding: 8px 8px 14px;
          border-width: 1px 0 0;
          border-radius: 16px 16px 0 0;
        }
        [role="menu"]::backdrop {
          background: rgb(0 0 0 / 0.3);
        }
        [role="menuitem"] {
          min-height: 44px;
          gap: 14px;
          padding-inline: 12px;
          font: 400 var(--text-m) var(--font);
        }
        [role="menuitem"] .icon {
          width: 18px;
          height: 18px;
        }
      }
    `,
  ];

  get dots() {
    return this.renderRoot.querySelector(".dots");
  }

  get menu() {
    return this.renderRoot.querySelector('[role="menu"]');
  }

  get items() {
    return [...this.renderRoot.querySelectorAll('[role="menuitem"]')].filter((e) => e.checkVisibility());
  }

  focus() {
    this.dots?.focus();
  }

  /** At once: whoever types on goes along the menu and not past it. */
  toggle(event) {
    event.preventDefault();
    this.menu.togglePopover();
    if (this.menu.matches(":popover-open")) {
      this.place();
      this.items[0]?.focus();
    }
  }

  toggled(event) {
    this.open = event.newState === "open";
  }

  /** Below the dots; above them where below is no room that one sees. */
  place() {
    const { menu, dots } = this;
    const at = dots.getBoundingClientRect();
    const { width, height } = menu.getBoundingClientRect();
    const hidden = parseFloat(getComputedStyle(this).getPropertyValue("--hidden-below")) || 0;
    const below = at.bottom + GAP;
    const top = below + height > innerHeight - hidden && at.top - GAP > height ? at.top - GAP - height : below;
    const left = Math.max(2 * GAP, Math.min(at.right - width, innerWidth - width - 2 * GAP));
    menu.style.setProperty("--menu-top", `${top}px`);
    menu.style.setProperty("--menu-left", `${left}px`);
  }

  walk(event) {
    const { items } = this;
    const at = items.indexOf(this.renderRoot.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length).focus();
    } else if (event.key === "Tab") {
      this.menu.hidePopover();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.menu.hidePopover();
      this.focus();
    } else if (event.key.length === 1 && event.key !== " ") {
      const letter = event.key.toLowerCase();
      [...items.slice(at + 1), ...items].find((e) => e.textContent.trim().toLowerCase().startsWith(letter))?.focus();
    }
    // What is typed here is for the menu, and not for what walks along the feed.
    event.stopPropagation();
  }

  run(entry) {
    this.menu.hidePopover();
    this.focus();
    entry.run();
  }

  render() {
    return html`<button
        class="dots"
        data-act="more"
        aria-label=${this.label}
        title=${this.label}
        aria-haspopup="menu"
        aria-expanded=${this.open ? "true" : "false"}
        popovertarget="menu"
        @click=${this.toggle}
      >
        ${icon("dots")}
      </button>
      <div id="menu" role="menu" aria-label=${this.label} popover @toggle=${this.toggled} @keydown=${this.walk}>
        ${this.entries.map((e) =>
          e
            ? html`<button
                role="menuitem"
                tabindex="-1"
                class="${e.danger ? "danger" : ""} ${e.touch ? "touch" : ""}"
                data-act=${e.act}
                @click=${() => this.run(e)}
              >
                ${icon(e.icon)}${e.text}
              </button>`
            : nothing,
        )}
      </div>`;
  }
}
customElements.define("causerie-menu", CauserieMenu);
