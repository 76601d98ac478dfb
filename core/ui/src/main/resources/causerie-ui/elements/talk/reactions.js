import { LitElement, css, html, nothing } from "lit";
import { icon } from "/ui/elements/icons.js";
import { shared } from "/ui/elements/shared.js";

const EMOJI = ["👍", "❤️", "🎉", "👀", "✅", "😄"];

/**
 * What reactions to an item are given by: the path of the item, and what there is already.
 *
 * @fires causerie-changed after one was given or taken back
 * @fires causerie-failed with the problem as `detail`
 */
class Reacting extends LitElement {
  static properties = {
    context: { attribute: false },
    path: {},
    reactions: { attribute: false },
  };

  async toggle(emoji) {
    const path = `${this.path}/reactions/${encodeURIComponent(emoji)}`;
    try {
      if (this.reactions.some((r) => r.emoji === emoji && r.mine)) {
        await this.context.api.delete(path);
      } else {
        // What was folded in since the reader looked is not what she reacts to.
        const seen = this.path.startsWith("/activities/") ? `?upTo=${this.context.seen()}` : "";
        await this.context.api.put(path + seen);
      }
      this.dispatchEvent(new CustomEvent("causerie-changed", { bubbles: true, composed: true }));
    } catch (problem) {
      this.dispatchEvent(new CustomEvent("causerie-failed", { detail: problem, bubbles: true, composed: true }));
    }
  }
}

/** The emoji given to an item, and by whom; a click gives the same or takes one's own back. */
export class CauserieReactions extends Reacting {
  static properties = { writable: { type: Boolean } };

  static styles = [
    shared,
    css`
      :host {
        display: contents;
      }
      .one {
        position: relative;
      }
      .re {
        border: 1px solid var(--line);
        border-radius: var(--r-pill);
        padding: 2px 8px;
        background: var(--paper);
        font-variant-numeric: tabular-nums;
      }
      .re[aria-pressed="true"] {
        background: var(--accent-soft);
        border-color: transparent;
        color: var(--accent);
        font-weight: 600;
      }
      .names {
        position: absolute;
        left: 0;
        top: calc(100% + 4px);
        z-index: 5;
        width: max-content;
        max-width: 240px;
        padding: 4px 8px;
        border-radius: var(--r1);
        font: var(--text-xs) var(--font);
        background: var(--ink);
        color: var(--paper);
        pointer-events: none;
        visibility: hidden;
      }
      .re:hover + .names,
      .re:focus-visible + .names {
        visibility: visible;
      }
      @media (pointer: coarse) {
        .re {
          min-width: 44px;
          min-height: 44px;
        }
      }
    `,
  ];

  render() {
    const { t, lang } = this.context;
    return this.reactions.map((r) => {
      const names = new Intl.ListFormat(lang).format(r.names);
      return html`<span class="one"
        ><button
          class="re"
          aria-pressed=${r.mine ? "true" : "false"}
          ?disabled=${!this.writable}
          aria-label=${t("reactions", { emoji: r.emoji, n: r.count, names })}
          @click=${() => this.toggle(r.emoji)}
        >
          ${r.emoji} ${r.count}</button
        ><span class="names" aria-hidden="true">${names}</span></span
      >`;
    });
  }
}
customElements.define("causerie-reactions", CauserieReactions);

/** A button that offers a few emoji to react with. */
export class CauserieReact extends Reacting {
  static properties = { picking: { type: Boolean, reflect: true } };

  static styles = [
    shared,
    css`
      :host {
        display: flex;
      }
      button {
        display: inline-grid;
        place-items: center;
        min-width: 28px;
        min-height: 26px;
        padding: 0 4px;
      }
      .icon {
        width: 16px;
        height: 16px;
      }
      .picker {
        display: flex;
      }
      @media (pointer: coarse) {
        button {
          min-width: 44px;
          min-height: 44px;
          font-size: 18px;
        }
        .picker {
          flex-wrap: wrap;
        }
        .icon {
          width: 18px;
          height: 18px;
        }
      }
    `,
  ];

  get button() {
    return this.renderRoot.querySelector('[data-act="react"]');
  }

  async pick() {
    this.picking = !this.picking;
    await this.updateComplete;
    this.renderRoot.querySelector(".picker button")?.focus();
  }

  /** Left and right go along the emoji; Escape closes them. */
  async walk(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      return this.close();
    }
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const all = [...this.renderRoot.querySelectorAll(".picker button")];
      all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
    }
  }

  async close() {
    this.picking = false;
    await this.updateComplete;
    this.button.focus();
  }

  give(emoji) {
    this.close();
    this.toggle(emoji);
  }

  render() {
    const { t } = this.context;
    return html`<button
        data-act="react"
        aria-label=${t("react")}
        title=${t("react")}
        aria-expanded=${this.picking ? "true" : "false"}
        @click=${this.pick}
      >
        ${icon("smile")}
      </button>
      ${this.picking
        ? html`<span class="picker" role="group" aria-label=${t("react")} @keydown=${this.walk}
            >${EMOJI.map((e) => html`<button aria-label=${t("reactWith", { emoji: e })} @click=${() => this.give(e)}>${e}</button>`)}</span
          >`
        : nothing}`;
  }
}
customElements.define("causerie-react", CauserieReact);
