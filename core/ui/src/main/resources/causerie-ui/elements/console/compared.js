import { css, html, nothing } from "lit";
import { compareWords } from "/ui/diff.js";

/** How what is compared stands side by side, or below one another where there is no room. */
export const comparedStyles = css`
  .outcome {
    margin: var(--s4) 0 var(--s3);
  }
  .outcome p {
    margin: 0;
  }
  h3 {
    margin-bottom: var(--s2);
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .cannot {
    margin: 0 0 var(--s3);
  }
  .panel > ul > li {
    padding: var(--s3) var(--s4);
    border-bottom: 1px solid var(--line);
  }
  .panel > ul > li:last-child {
    border-bottom: 0;
  }
  .sides {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s2) var(--s5);
    margin-top: var(--s2);
  }
  @container (min-width: 620px) {
    .sides {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
  .said {
    margin: 0;
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .act {
    margin-top: var(--s4);
  }
  del {
    color: var(--was);
  }
  ins {
    color: var(--accent);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
`;

/** What something says and would say, word by word. */
export function sides(before, after, t) {
  const [left, right] = compareWords(before, after);
  return html`<div class="sides">
    <div>
      <span class="quiet">${t("remapBefore")}</span>
      <p class="said">${left.map((p) => (p.changed ? html`<del>${p.text}</del>` : p.text))}</p>
    </div>
    <div>
      <span class="quiet">${t("remapAfter")}</span>
      <p class="said">${right.map((p) => (p.changed ? html`<ins>${p.text}</ins>` : p.text))}</p>
    </div>
  </div>`;
}

/** What is not seen in the words: that it differs elsewhere, that fewer people would read it. */
export function unsaid(before, after, { fewerReaders }, t) {
  return html`${before === after && !fewerReaders ? html`<p class="quiet">${t("remapElsewhere")}</p>` : nothing}
  ${fewerReaders ? html`<p class="quiet">${t("remapFewer")}</p>` : nothing}`;
}

/** What stays as it is, and how often. */
export function obstacles(cannot, t) {
  const told = Object.entries(cannot ?? {});
  return told.length
    ? html`<ul class="quiet cannot" aria-label=${t("remapCannot")}>
        ${told.map(([reason, n]) => html`<li>${t(`remapCannot_${reason}`, { n })}</li>`)}
      </ul>`
    : nothing;
}
