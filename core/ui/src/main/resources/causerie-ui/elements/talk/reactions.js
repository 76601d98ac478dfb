import { LitElement, css, html, nothing } from "lit";
import { shared } from "/ui/elements/shared.js";

const EMOJI = ["👍", "❤️", "🎉", "👀", "✅", "😄"];

/**
 * The emoji given to something, and a few to give.
 *
 * @fires causerie-changed after one was given or taken back
 * @fires causerie-failed with the problem as `detail`
 */
export class CauserieReactions extends LitElement {
  static properties = {
    context: { attribute: false },
    path: {},
    reactions: { attribute: false },
    writable: { type: Boolean },
    picking: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        display: contents;
      }
      .re {
        border: 1px solid var(--line);
        border-radius: var(--r-pill);
        padding: 2px 8px;
        background: var(--paper);
      }
      .re[aria-pressed="true"] {
        background: var(--accent-soft);
        border-color: transparent;
        color: var(--accent);
        font-weight: 600;
      }
      .picker {
        display: inline-flex;
        border: 1px solid var(--line);
        border-radius: var(--r-pill);
        background: var(--paper);
      }
    `,
  ];

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
    this.renderRoot.querySelector('[data-act="react"]')?.focus();
  }

  async toggle(emoji, mine) {
    if (this.picking) {
      this.close();
    }
    const path = `${this.path}/reactions/${encodeURIComponent(emoji)}`;
    try {
      if (mine) {
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

  render() {
    const { t } = this.context;
    return html`${this.reactions.map(
        (r) => html`<button
          class="re"
          aria-pressed=${r.mine ? "true" : "false"}
          ?disabled=${!this.writable}
          aria-label=${t("reactions", { emoji: r.emoji, n: r.count, names: r.names.join(", ") })}
          title=${r.names.join(", ")}
          @click=${() => this.toggle(r.emoji, r.mine)}
        >
          ${r.emoji} ${r.count}
        </button>`,
      )}
      ${this.writable
        ? html`<button
              data-act="react"
              aria-expanded=${this.picking ? "true" : "false"}
              @click=${this.pick}
            >
              ${t("react")}
            </button>
            ${this.picking
              ? html`<span class="picker" role="group" aria-label=${t("react")} @keydown=${this.walk}
                  >${EMOJI.map(
                    (e) => html`<button
                      aria-label=${t("reactWith", { emoji: e })}
                      @click=${() => this.toggle(e, this.reactions.some((r) => r.emoji === e && r.mine))}
                    >
                      ${e}
                    </button>`,
                  )}</span
                >`
              : nothing}`
        : nothing}`;
  }
}
customElements.define("causerie-reactions", CauserieReactions);
