import { html, nothing } from "lit";
import { icon } from "/ui/elements/icons.js";
import { exact } from "/ui/time.js";

/** What stands above the talk: which record it is, how it is now, which posts are shown. */
export function top(margin) {
  const { t, record: r } = margin;
  const on = ["following", "automatic"].includes(r.follow);
  const facts = r.state.slice(0, 3).map((f) => f.value);
  return html`<header>
    <div class="src">
      ${icon("box")}<span>${r.systemTitle} · ${r.typeLabel}</span><span class="grow"></span>
      ${r.url
        ? html`<a href=${r.url} target="_blank" rel="noopener"><span class="words">${t("openIn", { system: r.systemTitle })} </span>${icon("out")}<span class="sr"> ${t("opensNew")}</span></a>`
        : nothing}
    </div>
    ${margin.target === "_self" ? html`<h1>${r.title}</h1>` : html`<h2>${r.title}</h2>`}
    ${facts.length ? html`<div class="facts">${facts.join(" · ")}</div>` : nothing}
    ${r.deleted ? html`<div class="facts gone">${t("deleted", { date: exact(r.deleted, margin.lang) })}</div>` : nothing}
    <div class="bar">
      <div role="group" class="tabs" aria-label=${t("show")}>
        ${["all", "talk", "changes"].map(
          (s) => html`<button class="tab" aria-pressed=${margin.show === s ? "true" : "false"} @click=${() => margin.choose(s)}>${t(s)}</button>`,
        )}
      </div>
      <span class="grow"></span>
      <button
        class="follow ${on ? "on" : ""}"
        aria-pressed=${on ? "true" : "false"}
        title=${on ? t("unfollow") : t("follow")}
        @click=${margin.toggleFollow}
      >
        ${on ? t("following") : t("follow")}
      </button>
    </div>
  </header>`;
}

/** What the source says of the record now, and what it belongs to. */
export function side(margin) {
  const { t, record: r } = margin;
  if (r.state.length === 0 && r.related.length === 0) {
    return nothing;
  }
  return html`<aside>
    ${r.state.length
      ? html`<h2>${t("facts")}</h2>
          <dl>
            ${r.state.map((f) => html`<dt>${f.label}</dt><dd>${f.value}</dd>`)}
          </dl>`
      : nothing}
    ${r.related.length
      ? html`<h2>${t("relatedRecords")}</h2>
          <ul>
            ${r.related.map(
              (x) => html`<li>${x.record && margin.target === "_self" ? html`<a href=${`/records/${x.record}`}>${x.title}</a>` : x.title}</li>`,
            )}
          </ul>`
      : nothing}
  </aside>`;
}
