import { LitElement, css, html } from "lit";

/** A person's initials in a colour of her own; for the eye only, her name stands beside it. */
export class CauserieAvatar extends LitElement {
  static properties = { name: {}, kind: {}, small: { type: Boolean, reflect: true } };

  static styles = css`
    :host {
      display: inline-grid;
      place-items: center;
      width: 28px;
      height: 28px;
      border-radius: 50%;
      font: 600 11px/1 var(--font);
      letter-spacing: 0.02em;
      flex: none;
    }
    :host([small]) {
      width: 20px;
      height: 20px;
      font-size: 9px;
      margin: 0 4px;
    }
    :host([tint="1"]) {
      background: var(--av1);
      color: var(--av1-ink);
    }
    :host([tint="2"]) {
      background: var(--av2);
      color: var(--av2-ink);
    }
    :host([tint="3"]) {
      background: var(--av3);
      color: var(--av3-ink);
    }
    :host([tint="4"]) {
      background: var(--av4);
      color: var(--av4-ink);
    }
    :host([tint="5"]) {
      background: var(--av5);
      color: var(--av5-ink);
    }
    :host([tint="system"]) {
      background: var(--raised);
      color: var(--ink-3);
      border: 1px solid var(--line);
    }
  `;

  willUpdate() {
    const sum = [...(this.name ?? "")].reduce((n, c) => Math.imul(n ^ c.codePointAt(0), 16777619) >>> 0, 2166136261);
    this.setAttribute("tint", this.kind === "system" ? "system" : String(((sum >>> 8) % 5) + 1));
    this.setAttribute("aria-hidden", "true");
  }

  render() {
    const words = (this.name ?? "").trim().split(/\s+/);
    const last = words.length > 1 ? words.at(-1) : "";
    return html`${[words[0], last].map((w) => [...w][0] ?? "").join("").toUpperCase()}`;
  }
}
customElements.define("causerie-avatar", CauserieAvatar);
