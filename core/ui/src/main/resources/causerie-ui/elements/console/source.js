import { LitElement, css, html, nothing } from "lit";
import { consoleStyles } from "/ui/elements/console/styles.js";
import { fault, number } from "/ui/elements/console/words.js";
import { shared } from "/ui/elements/shared.js";
import { said } from "/ui/phrases.js";
import { exact } from "/ui/time.js";

/** What the source of a connector answered: what stands in its way, its rows, and what people would read of them. */
export class CauserieConsoleSource extends LitElement {
  static properties = { context: { attribute: false }, report: { attribute: false } };

  static styles = [
    shared,
    consoleStyles,
    css`
      ul {
        margin: var(--s2) 0;
        padding-left: var(--s4);
        overflow-wrap: anywhere;
      }
      h3 {
        margin: var(--s4) 0 var(--s1);
      }
      .post {
        padding-left: var(--s3);
        border-left: 2px solid var(--accent);
        margin-bottom: var(--s3);
        overflow-wrap: anywhere;
      }
      .post p {
        margin: 0;
      }
    `,
  ];

  render() {
    const { t } = this.context;
    const r = this.report;
    return html`<section aria-labelledby="source">
      <h2 id="source">${t("sourceTitle")}</h2>
      <div class="panel pad">
        ${r.polled
          ? html`<p>
              <span class="st ${r.good ? "" : "down"}">${r.good ? t("sourceGood") : t("sourceBad")}</span>
            </p>`
          : html`<p class="quiet">${r.delivers ? t("sourceDelivers") : t("sourcePushes")}</p>`}
        ${r.failures.map(
          (f) => html`<div class="note down">${fault(f, t)}</div>`,
        )}
        ${this.rows(r)} ${this.hints(r)} ${this.columns(r)} ${this.posts(r)}
      </div>
    </section>`;
  }

  rows(r) {
    const { t, lang } = this.context;
    if (!r.polled || (r.failures.length && !r.rows)) {
      return nothing;
    }
    return html`<p>
      ${r.rows === 0 ? t("sourceEmpty") : r.all ? t("sourceAllRows", { n: r.rows }) : t("sourceRows", { n: r.rows })}
      ${r.newest ? t("sourceNewest", { date: exact(r.newest, lang) }) : nothing}
    </p>`;
  }

  hints(r) {
    const { t, lang } = this.context;
    const why = (reason) => ({ n: reason.rows, reason: said(reason.text, reason, lang).text });
    const lines = [
      ...r.twice.map((key) => t("sourceTwice", { key })),
      ...r.refused.map((reason) => t("sourceRefused", why(reason))),
      ...r.unseen.map((u) =>
        u.near
          ? t("sourceUnseenNear", { place: `${u.file}:${u.line}`, path: u.path, near: u.near })
          : t("sourceUnseen", { place: `${u.file}:${u.line}`, path: u.path }),
      ),
      ...(r.unknownUsers.length ? [t("sourceUnknown", { names: r.unknownUsers.join(", ") })] : []),
      ...r.warned.map((reason) => t("sourceWarned", why(reason))),
      ...r.ignored.map((reason) => t("sourceIgnored", why(reason))),
    ];
    return lines.length ? html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>` : nothing;
  }

  columns(r) {
    const { t, lang } = this.context;
    return r.columns.length
      ? html`<details>
          <summary>${t("sourceColumns", { n: r.columns.length })}</summary>
          <table>
            <thead>
              <tr>
                <th scope="col">${t("field")}</th>
                <th scope="col">${t("sourceType")}</th>
                <th scope="col">${t("sourceFilled")}</th>
              </tr>
            </thead>
            <tbody>
              ${r.columns.map(
                (c) => html`<tr>
                  <th scope="row">${c.name}</th>
                  <td>${c.types.map((type) => said(type, { code: `kind.${type}` }, lang).text).join(", ")}</td>
                  <td>${number(c.filled, lang)}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </details>`
      : nothing;
  }

  posts(r) {
    const { t, lang } = this.context;
    return r.seen.length
      ? html`<h3>${t("previewPosts")}</h3>
          ${r.seen.map(
            (seen) => html`<div class="post">
              <p class="quiet">${seen.title[lang] ?? seen.title.en ?? seen.key}</p>
              ${seen.posts.map((post) => html`<p>${post.summary[lang] ?? post.summary.en}</p>`)}
            </div>`,
          )}`
      : nothing;
  }
}
customElements.define("causerie-console-source", CauserieConsoleSource);
