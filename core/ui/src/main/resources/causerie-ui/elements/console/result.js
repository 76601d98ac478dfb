import { LitElement, css, html, nothing } from "lit";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { shared } from "/ui/elements/shared.js";
import { said, warnings } from "/ui/phrases.js";

const LANGUAGES = ["en", "fr"];

/** What people would see of an event: the head of its record, its posts in each language, its fields. */
export class CauserieConsoleResult extends LitElement {
  static properties = { context: { attribute: false }, preview: { attribute: false } };

  static styles = [
    shared,
    consoleStyles,
    css`
      h3 {
        margin: var(--s4) 0 var(--s1);
      }
      .title {
        font: 600 var(--text-l) var(--font);
        overflow-wrap: anywhere;
      }
      .said {
        display: grid;
        grid-template-columns: 28px minmax(0, 1fr);
        gap: 2px var(--s2);
        margin: 0 0 var(--s2);
        overflow-wrap: anywhere;
      }
      .plain {
        margin: 0 0 var(--s2);
        overflow-wrap: anywhere;
      }
      .tag {
        font: 600 var(--text-xs) var(--font);
        line-height: 21px;
        color: var(--ink-3);
      }
      .outside {
        color: var(--outside);
        font-weight: 600;
      }
      .post {
        padding-left: var(--s3);
        border-left: 2px solid var(--accent);
        margin-bottom: var(--s3);
      }
      .other {
        padding-left: var(--s3);
        color: var(--ink-2);
      }
      summary {
        padding: var(--s1) 0;
        cursor: pointer;
        font: var(--text-s) var(--font);
        color: var(--ink-2);
      }
      .was {
        color: var(--was);
        text-decoration: line-through;
      }
      thead th,
      tbody th,
      td {
        padding: 5px 8px 5px 0;
      }
      tbody th {
        font: 500 var(--text-s) var(--font);
      }
    `,
  ];

  render() {
    const { t, lang } = this.context;
    const p = this.preview;
    if (!p.outcome) {
      return html`<p class="quiet">${t("previewErrors")}</p>`;
    }
    if (p.outcome === "ignored") {
      return html`<p><span class="st off">${t("previewIgnored")}</span></p>
        ${this.told(p, "reason")}`;
    }
    if (p.outcome === "failed") {
      return html`<p><span class="st down">${t("previewFailed")}</span></p>
        ${this.told(p, "cause", "code")} ${this.told(p, "reason")}`;
    }
    const otherType =
      p.accepts === false ? html`<p><span class="st off">${t("previewWarning")}</span> ${t("previewOtherType")}</p>` : nothing;
    return html`${otherType}${warnings(p, lang).map(
      (w) => html`<p><span class="st off">${t("previewWarning")}</span> <span lang=${w.lang}>${w.text}</span></p>`,
    )}
    ${this.record(p.seen)} ${p.seen.note ? this.note(p.seen.note) : nothing}
    ${p.seen.note && !p.seen.posts.length && !p.seen.nothing ? nothing : this.posts(p.seen)} ${this.fields(p.seen)}`;
  }

  told(of, name, look = "") {
    const { text, lang } = said(of[name], of.phrases?.[name], this.context.lang);
    return html`<p class=${look} lang=${lang}>${look === "code" ? html`<code>${text}</code>` : text}</p>`;
  }

  /** What is the same in every language stands there once, without a language. */
  texts(texts) {
    const said = new Set(Object.values(texts));
    if (said.size === 1) {
      return html`<div class="plain">${[...said]}</div>`;
    }
    return html`<div class="said">
      ${LANGUAGES.filter((l) => texts[l] !== undefined).map(
        (l) => html`<span class="tag" aria-hidden="true">${l}</span><span lang=${l}>${texts[l]}</span>`,
      )}
    </div>`;
  }

  record(seen) {
    const { t } = this.context;
    const titles = Object.keys(seen.title).length ? seen.title : { "": seen.key };
    return html`<p><span class="st">${t("previewSeen")}</span></p>
      <div class="title">${this.texts(titles)}</div>
      <p class="quiet">
        ${seen.type} · ${seen.key}${seen.actor ? html` · ${t("previewActor", { name: seen.actor })}` : nothing}
      </p>
      ${seen.url ? html`<p class="quiet">${seen.url}</p>` : nothing}`;
  }

  note(note) {
    const { t } = this.context;
    return html`<h3>${t("previewNote")}</h3>
      <div class="post">
        ${note.deleted
          ? html`<p>${t("previewNoteGone", { id: note.id })}</p>`
          : html`<p class="quiet">
                ${note.author ?? nothing} · ${note.id}${note.inReplyTo ? html` · ${t("previewNoteReply", { id: note.inReplyTo })}` : nothing}
                ${note.lane === "customer" ? html`· <span class="outside">${t("laneOutside")}</span>` : nothing}
              </p>
              <pre>${note.content}</pre>`}
      </div>`;
  }

  posts(seen) {
    const { t } = this.context;
    return html`<h3>${t("previewPosts")}</h3>
      ${seen.posts.length
        ? seen.posts.map((post) => html`<div class="post">${this.post(post)}</div>`)
        : html`<p><span class="st off">${t("previewNoPosts")}</span></p>
            ${seen.nothing ? this.told(seen, "nothing", "quiet") : nothing}`}
      ${seen.others.length
        ? html`<details>
            <summary>${t("previewOthers", { n: seen.others.length })}</summary>
            ${seen.others.map((post) => html`<div class="other">${this.post(post)}</div>`)}
          </details>`
        : nothing}`;
  }

  post(post) {
    const { t } = this.context;
    return html`<p class="quiet">
        ${this.when(post.when)}
        ${post.lane === "customer" ? html`· <span class="outside">${t("laneOutside")}</span>` : nothing}
      </p>
      ${this.texts(post.summary)} ${post.content ? html`<pre>${post.content}</pre>` : nothing}`;
  }

  when(word) {
    const { t } = this.context;
    const words = { created: t("whenCreated"), changed: t("whenChanged"), deleted: t("whenDeleted"), moved: t("whenMoved") };
    return words[word] ?? t("whenEvent");
  }

  fields(seen) {
    const { t, lang } = this.context;
    if (!seen.fields.length) {
      return html`<h3>${t("previewFields")}</h3>
        <p class="quiet">${t("previewNoFields")}</p>`;
    }
    return html`<h3 id="fields">${t("previewFields")}</h3>
      <table aria-labelledby="fields">
        <thead>
          <tr>
            <th scope="col">${t("field")}</th>
            <th scope="col">${t("value")}</th>
          </tr>
        </thead>
        <tbody>
          ${seen.fields.map(
            (f) => html`<tr>
              <th scope="row">${f.label[lang] ?? f.label.en ?? f.field}</th>
              <td>
                ${f.from !== undefined && f.from !== f.value
                  ? html`<span class="sr">${t("from")} </span><span class="was">${f.from}</span> →
                      <span class="sr">${t("to")} </span>`
                  : nothing}${f.value}
              </td>
            </tr>`,
          )}
        </tbody>
      </table>`;
  }
}
customElements.define("causerie-console-result", CauserieConsoleResult);
