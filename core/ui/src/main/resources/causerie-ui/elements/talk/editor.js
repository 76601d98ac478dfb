import { LitElement, css, html, nothing } from "lit";
import "/ui/elements/talk/body.js";
import "/ui/elements/talk/composer.js";
import { shared } from "/ui/elements/shared.js";

/**
 * Where one changes what one has written. It is saved against the wording that stood there when one
 * began: if somebody saved another one meanwhile, both are shown, and one decides.
 *
 * @fires causerie-saved when the new wording was taken
 * @fires causerie-cancel when the writer gave up
 */
export class CauserieEditor extends LitElement {
  static properties = {
    context: { attribute: false },
    /** The path of what is edited. */
    path: {},
    /** A post or a comment. */
    item: { attribute: false },
    lane: {},
    current: { state: true },
  };

  static styles = [
    shared,
    css`
      .now {
        margin: 0 0 var(--s2);
        padding: 8px 12px;
        border-left: 2px solid var(--line-strong);
      }
      h4 {
        font: 500 var(--text-xs) var(--font);
        color: var(--ink-2);
        margin: 0 0 2px;
      }
    `,
  ];

  async firstUpdated() {
    const composer = this.renderRoot.querySelector("causerie-composer");
    await composer.updateComplete;
    composer.focus();
  }

  willUpdate() {
    // Live renews the item under the editor; what she began from stays what she began from.
    this.base ??= this.item.version;
  }

  async save(content, files) {
    try {
      return await this.context.api.patch(this.path, { content, files }, this.base);
    } catch (problem) {
      if (problem.status === 412) {
        this.current = await this.context.api.get(this.path);
        // The next try is made against the wording she sees now.
        this.base = this.current.version;
      }
      throw problem;
    }
  }

  render() {
    const { t } = this.context;
    return html`<causerie-composer
        .context=${this.context}
        place=${`edit:${this.item.id}`}
        label=${t("edit")}
        action=${t("save")}
        .initial=${this.item}
        cancellable
        .lanes=${[{ lane: this.lane, begun: true }]}
        .send=${(content, lane, key, gate, alsoIn, files) => this.save(content, files)}
        @causerie-sent=${(e) => {
          e.stopPropagation();
          this.dispatchEvent(new CustomEvent("causerie-saved"));
        }}
      ></causerie-composer>
      ${this.current
        ? html`<div class="now">
            <h4>${t("conflictNow")}</h4>
            ${this.current.html ? html`<causerie-body .html=${this.current.html}></causerie-body>` : nothing}
          </div>`
        : nothing}`;
  }
}
customElements.define("causerie-editor", CauserieEditor);
