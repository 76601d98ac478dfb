import { html, nothing } from "lit";
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
