import { LitElement, css, html, nothing } from "lit";
import { icon } from "/ui/elements/icons.js";
import { reason, shared } from "/ui/elements/shared.js";
import { size } from "/ui/size.js";

/** So long the browser may take to save what it was given. */
const SAVED = 60000;

/**
 * The files of a post or a comment. Each is asked for with the reader's own rights and shown as a `blob:`; of what
 * is a picture a small one, once it comes into sight. Nothing is opened: what is asked for is saved.
 */
export class CauserieAttachments extends LitElement {
  static properties = {
    context: { attribute: false },
    /** `[{id, name, size, mediaType, state, refusal, picture}]` */
    files: { attribute: false },
    shown: { state: true },
    failure: { state: true },
  };

  static styles = [
    shared,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin: 4px 0 2px;
        padding: 0;
        list-style: none;
      }
      li {
        max-width: 100%;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        max-width: 100%;
        min-height: 28px;
        padding: 3px 8px;
        border: 1px solid var(--line);
        border-radius: var(--r1);
        font: var(--text-xs) var(--font);
        text-align: start;
      }
      button.picture {
        padding: 0;
        overflow: clip;
      }
      img {
        display: block;
        max-width: 100%;
        height: auto;
      }
      .name {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .size {
        color: var(--ink-2);
        white-space: nowrap;
      }
      .refused {
        color: var(--bad);
      }
      @media (pointer: coarse) {
        button {
          min-height: 44px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.files = [];
    /** The small pictures that are there, by the id of their file. */
    this.shown = new Map();
    this.asked = new Set();
    this.seen = new IntersectionObserver((entries) => {
      entries.filter((e) => e.isIntersecting).forEach((e) => this.show(e.target.dataset.id));
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.seen.disconnect();
    this.shown.forEach((url) => URL.revokeObjectURL(url));
    this.shown = new Map();
    this.asked.clear();
  }

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate();
  }

  updated() {
    this.renderRoot.querySelectorAll("[data-id]").forEach((place) => this.seen.observe(place));
  }

  async show(id) {
    if (this.asked.has(id)) {
      return;
    }
    this.asked.add(id);
    try {
      const url = URL.createObjectURL(await this.context.api.blob(`/files/${id}?preview=true`));
      if (this.isConnected) {
        this.shown = new Map(this.shown).set(id, url);
      } else {
        URL.revokeObjectURL(url);
      }
    } catch {
      // Its name stands there, and whoever asks for it is told why she does not get it.
    }
  }

  async save(file) {
    this.failure = null;
    try {
      const content = await this.context.api.blob(`/files/${file.id}`);
      // Bytes and nothing else, whatever they are: a page that is saved is not opened here.
      const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
      Object.assign(document.createElement("a"), { href: url, download: file.name }).click();
      setTimeout(() => URL.revokeObjectURL(url), SAVED);
    } catch (problem) {
      this.failure = problem;
    }
  }

  render() {
    const { t } = this.context;
    return html`<ul aria-label=${t("files")}>
        ${this.files.map((f) => html`<li>${this.file(f)}</li>`)}
      </ul>
      ${this.failure
        ? html`<div class="error" role="alert"><span>${t("failed", { reason: reason(this.failure, t) })}</span></div>`
        : nothing}`;
  }

  file(f) {
    const { t } = this.context;
    const save = t("saveFile", { name: f.name });
    const url = this.shown.get(f.id);
    if (f.state === "clean" && url) {
      const { width, height } = this.extent(f.picture);
      return html`<button class="picture" aria-label=${save} title=${save} @click=${() => this.save(f)}>
        <img src=${url} width=${width} height=${height} alt=${f.name} />
      </button>`;
    }
    return f.state === "clean"
      ? html`<button data-id=${f.picture ? f.id : nothing} aria-label=${save} title=${save} @click=${() => this.save(f)}>
          ${this.words(f)}
        </button>`
      : html`<span class="small">${this.words(f)} · ${this.why(f)}</span>`;
  }

  words(f) {
    return html`${icon("clip")}<span class="name">${f.name}</span> <span class="size">${size(f.size, this.context.lang)}</span>`;
  }

  why(f) {
    const { t } = this.context;
    return f.state === "waiting"
      ? t("fileWaiting")
      : html`<span class="refused">${t("fileRefused", { reason: f.refusal ?? "" })}</span>`;
  }

  /** What it takes of the page, known before it is there: nothing jumps. */
  extent({ width, height }) {
    const scale = Math.min(1, 320 / width, 240 / height);
    return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  }
}
customElements.define("causerie-attachments", CauserieAttachments);
