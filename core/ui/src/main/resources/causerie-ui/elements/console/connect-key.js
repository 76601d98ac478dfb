import { html, nothing } from "lit";

/** What a person writes of a value, as the API takes it; `[]` where there is none. */
export function written(form, key) {
  const field = form.elements.namedItem(key.name);
  if (!field) {
    return [];
  }
  if (key.type === "truth") {
    return field.checked ? ["true"] : [];
  }
  const lines = key.type === "texts" ? field.value.split("\n") : [field.value];
  return lines.map((line) => line.trim()).filter(Boolean);
}

/** The words of a key that takes one of a few. */
function choices(key) {
  return key.schema.enum ?? [];
}

/**
 * The field of a configuration key, as its schema says: its name, what it is for, and what leaving it out means.
 *
 * @param made whether a secret is made up, so that nobody types it
 */
export function keyField(key, t, made) {
  if (made) {
    return html`<div class="field">
      <span class="label"><code>${key.name}</code></span>
      <p class="quiet">${t("secretIsMade")}</p>
    </div>`;
  }
  const help = html`<small id="help-${key.name}" lang="en">
    ${key.help}${key.fallback ? html` <span lang=${t.lang}>${t("leftOut", { value: key.fallback })}</span>` : nothing}
  </small>`;
  if (key.type === "truth") {
    return html`<div class="field">
      <label class="tick"><input type="checkbox" name=${key.name} aria-describedby="help-${key.name}" /> <code>${key.name}</code></label>
      ${help}
    </div>`;
  }
  const label = html`<label for="key-${key.name}"><code>${key.name}</code>${key.required ? html` <span class="quiet">${t("needed")}</span>` : nothing}</label>`;
  const words = choices(key);
  const field = words.length
    ? html`<select id="key-${key.name}" name=${key.name} aria-describedby="help-${key.name}">
        ${words.map((word) => html`<option value=${word} .selected=${word === key.fallback}>${word}</option>`)}
      </select>`
    : key.type === "texts" && !key.secret
      ? html`<textarea id="key-${key.name}" name=${key.name} rows="2" ?required=${key.required} aria-describedby="help-${key.name}"></textarea>`
      : html`<input
          id="key-${key.name}"
          name=${key.name}
          type=${key.secret ? "password" : key.type === "number" ? "number" : "text"}
          ?required=${key.required}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${key.schema.examples?.[0] ?? nothing}
          aria-describedby="help-${key.name}"
        />`;
  return html`<div class="field">${label} ${field} ${help}</div>`;
}
