import { LitElement, css, html, nothing } from "lit";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { trouble } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";

/**
 * Asks before something is done: with a field to fill, and with a check whose answer must have been
 * shown first. Focus goes into the dialog and back to where it was; Escape leaves.
 */
export class CauserieAsk extends LitElement {
  static properties = {
    context: { attribute: false },
    question: { state: true },
    found: { state: true },
    failure: { state: true },
    busy: { state: true },
  };

  static styles = [
    shared,
    consoleStyles,
    css`
      :host {
        display: contents;
        container-type: normal;
      }
      dialog {
        width: min(460px, 92vw);
        max-height: 88vh;
        padding: var(--s5);
        color: var(--ink);
        background: var(--paper);
        border: 1px solid var(--line);
        border-radius: var(--r2);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.35);
      }
      h2 {
        margin: 0 0 var(--s2);
      }
      .row {
        justify-content: flex-end;
        margin-top: var(--s4);
      }
    `,
  ];

  /**
   * @param question `{title, text, confirm, field: {label, type, help, required}, check(value),
   *   checkLabel, run(value)}`; what check gives is shown before run may follow
   */
  async show(question) {
    this.question = question;
    this.found = null;
    this.failure = null;
    this.busy = false;
    await this.updateComplete;
    const input = this.renderRoot.querySelector("input");
    if (input) {
      input.value = "";
    }
    this.renderRoot.querySelector("dialog").showModal();
  }

  /** Told a moment later: by then it may ask the next question. */
  closed(event) {
    if (!event.target.open) {
      this.question = null;
    }
  }

  async submit(event) {
    event.preventDefault();
    if (this.busy) {
      return;
    }
    const { check, run } = this.question;
    const value = this.renderRoot.querySelector("input")?.value.trim() ?? "";
    this.busy = true;
    this.failure = null;
    try {
      if (check && this.found === null) {
        this.found = await check(value);
      } else {
        await run(value);
        this.renderRoot.querySelector("dialog").close();
      }
    } catch (problem) {
      this.failure = problem;
    } finally {
      this.busy = false;
    }
  }

  render() {
    const { t } = this.context;
    const q = this.question;
    const checked = !q?.check || this.found !== null;
    return html`<dialog aria-labelledby="title" aria-describedby="text" @close=${this.closed}>
      ${q
        ? html`<form @submit=${this.submit}>
            <h2 id="title">${q.title}</h2>
            <p id="text" class="lead">${q.text}</p>
            ${q.field ? this.field(q.field) : nothing}
            <p role="status">${this.found ? html`<b>${this.found}</b>` : nothing}</p>
            ${trouble(this.failure, t)}
            <div class="row">
              <button type="button" class="btn" @click=${() => this.renderRoot.querySelector("dialog").close()}>
                ${t("cancel")}
              </button>
              <button type="submit" class="btn go" aria-disabled=${this.busy ? "true" : "false"}>
                ${checked ? q.confirm : q.checkLabel}
              </button>
            </div>
          </form>`
        : nothing}
    </dialog>`;
  }

  field({ label, type, help, required }) {
    return html`<div class="field">
      <label for="value">${label}</label>
      <input
        id="value"
        type=${type ?? "text"}
        step=${type === "datetime-local" ? "1" : nothing}
        ?required=${required}
        autocomplete="off"
        autofocus
        aria-describedby=${help ? "help" : nothing}
        @input=${() => (this.found = null)}
      />
      ${help ? html`<small id="help">${help}</small>` : nothing}
    </div>`;
  }
}
customElements.define("causerie-ask", CauserieAsk);
