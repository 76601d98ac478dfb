import { html, nothing } from "lit";
import "/ui/elements/console/editor.js";
import "/ui/elements/console/result.js";
import { unseen } from "/ui/elements/console/words.js";

/** The errors of a mapping and its paths that no event has, each with the way to its line. */
export function problems(preview, t, go) {
  const line = (at, column, text) =>
    html`<li><button @click=${() => go(at, column)}>${t("lineColumn", { line: at, column })}</button>${text}</li>`;
  const found = preview?.problems ?? [];
  return html`<div role="status">
    ${preview
      ? html`<p class="quiet">${found.length ? t("problemCount", { n: found.length }) : t("noProblems")}</p>`
      : nothing}
    ${preview?.unseen?.length
      ? html`<ul class="problems">
          ${preview.unseen.map((u) => line(u.line, 1, unseen(u, t)))}
        </ul>`
      : nothing}
    <ul class="problems">
      ${found.map((p) => line(p.line, p.column, p.message))}
    </ul>
  </div>`;
}

/**
 * Which mapping of a connector a draft is of, and whether it is as the server has it.
 *
 * @param draft a `MappingDraft`
 * @param does `{pick(file), drop()}`
 */
export function ownMapping(draft, t, does) {
  const { mappings, file, changed, isNew } = draft;
  if (!mappings.length) {
    return nothing;
  }
  const state = isNew ? t("mappingIsNew", { file }) : changed ? t("mappingIsDraft") : t("mappingIsRunning");
  return html`${mappings.length > 1
      ? html`<div class="field">
          <label for="own">${t("ownMapping")}</label>
          <select id="own" @change=${(e) => does.pick(e.target.value)}>
            ${mappings.map((m) => html`<option value=${m.file} .selected=${m.file === file}>${m.file}</option>`)}
          </select>
        </div>`
      : html`<p class="quiet">${t("ownMapping")}: <code>${file}</code></p>`}
    <p class="quiet" role="status">${state}</p>
    ${changed && !isNew
      ? html`<div class="row drop">
          <button class="btn" @click=${does.drop}>${t("dropDraft")}</button>
        </div>`
      : nothing}`;
}

/**
 * What people would see of an event, as far as it was tried.
 *
 * @param missing what is to be said while there is nothing to try
 * @param more what stands below it: what is done with it, and what came of that
 */
export function resultPart(context, { preview, done }, missing, more) {
  const { t } = context;
  return html`<section class="panel wide" aria-labelledby="result">
    <h2 id="result">${t("theResult")}</h2>
    <div role="status">
      ${preview && done
        ? html`<causerie-console-result .context=${context} .preview=${preview}></causerie-console-result>`
        : html`<p class="quiet">${missing}</p>`}
    </div>
    ${more}
  </section>`;
}

/** The text of a mapping, with the lines of its errors marked. */
export function mappingEditor(t, text, preview, rows, typed) {
  const wrong = preview?.problems ?? [];
  return html`<causerie-console-editor
    id="editor"
    .label=${t("mappingYaml")}
    .text=${text}
    .rows=${rows}
    .marked=${wrong.map((p) => p.line)}
    ?invalid=${wrong.length > 0}
    @causerie-typed=${(e) => typed(e.detail)}
  ></causerie-console-editor>`;
}
