import { css, html } from "lit";
import { icon } from "/ui/elements/icons.js";

export const noticeStyles = css`
  .empty {
    padding: var(--s6) var(--s5);
    text-align: center;
    color: var(--ink-2);
  }
  .empty .icon {
    width: 36px;
    height: 36px;
    color: var(--line-strong);
  }
  .empty :is(b, h1) {
    font: 600 var(--text-m) var(--font);
    display: block;
    color: var(--ink);
    margin: 8px 0 2px;
  }
`;

/**
 * What stands where there is nothing to show: why, and how to go on.
 *
 * @param alone whether it is all there is on the page
 */
export function notice(title, text, alone = false) {
  return html`<div class="empty">${icon("talk")}${alone ? html`<h1>${title}</h1>` : html`<b>${title}</b>`}${text}</div>`;
}
