import { svg, html } from "lit";

const SHAPES = {
  lock: svg`<path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2" fill="none" stroke="currentColor" stroke-width="1.5"/><rect x="3" y="7" width="10" height="7" rx="1.6" fill="currentColor"/>`,
  globe: svg`<g fill="none" stroke="currentColor" stroke-width="1.4"><circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c2.2 2 2.2 10 0 12M8 2c-2.2 2-2.2 10 0 12"/></g>`,
  out: svg`<path d="M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
  box: svg`<path d="M2.5 5 8 2l5.5 3v6L8 14l-5.5-3z M2.5 5 8 8l5.5-3 M8 8v6" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round"/>`,
  people: svg`<g fill="none" stroke="currentColor" stroke-width="1.3"><circle cx="6" cy="5.5" r="2.5"/><path d="M1.5 13.5c0-2.8 2-4.3 4.5-4.3s4.5 1.5 4.5 4.3M10.5 3.3a2.4 2.4 0 0 1 0 4.5M12 9.6c1.6.6 2.5 2 2.5 3.9"/></g>`,
  talk: svg`<path d="M2.5 3h11v7.5H7L4 13v-2.5H2.5z" fill="none" stroke="currentColor" stroke-width="1.2" stroke-linejoin="round"/>`,
  smile: svg`<g fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round"><circle cx="8" cy="8" r="6"/><path d="M5.4 9.4a3 3 0 0 0 5.2 0M6 6v.6M10 6v.6"/></g>`,
  answer: svg`<path d="M6 3.5 2.5 7 6 10.5M2.5 7H9a4.5 4.5 0 0 1 4.5 4.5v1" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/>`,
  dots: svg`<g fill="currentColor"><circle cx="3.2" cy="8" r="1.3"/><circle cx="8" cy="8" r="1.3"/><circle cx="12.8" cy="8" r="1.3"/></g>`,
  link: svg`<g fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round"><path d="m6.5 9.5 3-3M7.5 4.7l1.3-1.3a2.7 2.7 0 0 1 3.8 3.8l-1.3 1.3M8.5 11.3l-1.3 1.3a2.7 2.7 0 0 1-3.8-3.8l1.3-1.3"/></g>`,
  pen: svg`<path d="M3 13l.6-2.8 7-7a1.5 1.5 0 0 1 2.2 2.2l-7 7zM9.5 4.3l2.2 2.2" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round"/>`,
  mark: svg`<path d="M4.5 2.8h7v10.4L8 10.4l-3.5 2.8z" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round"/>`,
  find: svg`<g fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"><circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.3 3.3"/></g>`,
  clip: svg`<path d="m13 7.5-5.2 5.2a3 3 0 0 1-4.3-4.3l5.6-5.6a2 2 0 0 1 2.9 2.9l-5.3 5.3a1 1 0 0 1-1.5-1.5l4.6-4.6" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round"/>`,
  cross: svg`<path d="m4.5 4.5 7 7M11.5 4.5l-7 7" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round"/>`,
  at: svg`<path d="M10.5 5.5v3.7a1.6 1.6 0 0 0 3.2 0V8A5.7 5.7 0 1 0 11 12.9M10.5 8a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round"/>`,
  eye: svg`<g fill="none" stroke="currentColor" stroke-width="1.3"><path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" stroke-linejoin="round"/><circle cx="8" cy="8" r="2"/></g>`,
  bell: svg`<path d="M4 11V7a4 4 0 0 1 8 0v4l1 1H3zM6.7 14h2.6" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round" stroke-linecap="round"/>`,
  rule: svg`<path d="M2.5 3.5h11L9.5 8.5v4l-3 1v-5z" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round"/>`,
  stack: svg`<path d="M8 2.5 14 6 8 9.5 2 6zM2.5 9 8 12.5 13.5 9" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round"/>`,
  bin: svg`<path d="M2.8 4.5h10.4M6.2 4.2V2.8h3.6v1.4M4.2 4.8l.6 8.4h6.4l.6-8.4" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round" stroke-linecap="round"/>`,
};

/** A small drawing beside a word; for the eye only. */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[name]}</svg>`;
}
