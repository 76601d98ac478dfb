import { css } from "lit";

/** What all elements share: quiet buttons, text of comments, things for screen readers alone. */
export const shared = css`
  :host {
    display: block;
    color: var(--ink);
    font: var(--text-m) var(--font);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  button {
    font: 500 var(--text-xs) var(--font);
    color: var(--ink-2);
    background: none;
    border: 0;
    border-radius: var(--r1);
    padding: 4px 6px;
    min-height: 24px;
    min-width: 24px;
    cursor: pointer;
    transition: background var(--fast), color var(--fast);
  }
  button:hover {
    color: var(--ink);
    background: var(--raised);
  }
  button:disabled {
    cursor: default;
    color: var(--ink-3);
    background: none;
  }
  .more {
    margin-left: -6px;
  }
  .more::before {
    content: "▸ ";
    content: "▸ " / "";
    color: var(--ink-3);
  }
  .more[aria-expanded="true"]::before {
    content: "▾ ";
    content: "▾ " / "";
  }
  .btn {
    font: 500 var(--text-s) var(--font);
    border: 1px solid var(--line-strong);
    border-radius: 7px;
    padding: 5px 14px;
    color: var(--ink);
  }
  a.person {
    position: relative;
    text-decoration: none;
    display: inline-block;
    min-height: 24px;
    margin-block: -3px;
    line-height: 24px;
  }
  @media (pointer: coarse) {
    a.person {
      min-width: 44px;
      min-height: 44px;
      margin-block: -13px;
      line-height: 44px;
    }
  }
  a.person:hover {
    text-decoration: underline;
  }
  a {
    color: inherit;
    text-underline-offset: 3px;
    text-decoration-color: var(--line-strong);
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  .icon {
    width: 12px;
    height: 12px;
    flex: none;
    vertical-align: -1px;
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .body {
    overflow-wrap: anywhere;
  }
  /* Each paragraph runs in the direction of its own words. */
  .body :is(p, li, h4, h5, h6, blockquote, th, td) {
    unicode-bidi: plaintext;
    text-align: start;
  }
  .body pre {
    direction: ltr;
  }
  .body p {
    margin: 0 0 4px;
  }
  .body ul,
  .body ol {
    margin: 0 0 4px;
    padding-inline-start: 20px;
  }
  .body li:has(> .task, > p:first-child > .task) {
    list-style: none;
    margin-inline-start: -20px;
  }
  .body blockquote {
    margin: 0 0 4px;
    padding-left: 10px;
    border-left: 2px solid var(--line-strong);
    color: var(--ink-2);
  }
  .body code {
    padding: 0 4px;
    font: 12.5px/18px var(--mono);
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 4px;
  }
  .body pre {
    margin: 4px 0 6px;
    padding: 8px 10px;
    font: 12.5px/19px var(--mono);
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: var(--r1);
    overflow-x: auto;
  }
  .body pre code {
    padding: 0;
    font: inherit;
    background: none;
    border: 0;
  }
  .body h4,
  .body h5,
  .body h6 {
    font: 600 var(--text-m) var(--font);
    margin: 4px 0;
  }
  .body table {
    display: block;
    width: fit-content;
    max-width: 100%;
    margin: 4px 0 6px;
    font: var(--text-s) var(--font);
    font-variant-numeric: tabular-nums;
    border: 1px solid var(--line);
    border-radius: var(--r1);
    border-spacing: 0;
    overflow-x: auto;
  }
  .body th,
  .body td {
    padding: 4px 10px;
    /* A table is scrolled rather than its words broken. */
    overflow-wrap: normal;
  }
  .body th {
    font: 500 var(--text-xs) var(--font);
    color: var(--ink-2);
    background: var(--raised);
  }
  .body td {
    border-top: 1px solid var(--line);
  }
  .body > :last-child {
    margin-bottom: 0;
  }
  .body .mention {
    color: var(--accent);
    font-weight: 500;
  }
  .error {
    display: flex;
    gap: 10px;
    align-items: center;
    margin: var(--s2) 0;
    padding: 8px 12px;
    border-radius: var(--r1);
    background: var(--bad-soft);
    color: var(--bad);
    font: var(--text-s) var(--font);
  }
  .error span {
    flex: 1;
  }
  .error .btn {
    color: inherit;
    border-color: currentColor;
    padding: 2px 10px;
  }
  @media (pointer: coarse) {
    button,
    .btn {
      min-height: 44px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;

/** Says in words what went wrong, for a reader. */
export function reason(problem, t) {
  switch (problem.status === 0 ? problem.kind || "offline" : problem.kind) {
    case "offline":
      return t("noConnection");
    case "foreign":
      return t("foreignAnswer", { status: String(problem.body.status) });
    case "conflict-version":
      return t("conflict");
    case "readers-changed":
      return t("problem_readers-changed");
    case "busy":
    case "unavailable":
    case "internal":
      return t("troubled");
    case "unauthenticated":
      return t("ended");
    case "not-found":
      return t("gone");
    default:
      return told(problem, t);
  }
}

/** What the server adds in English is kept beside the words there are for a kind of problem. */
function told(problem, t) {
  const key = `problem_${problem.kind}`;
  if (t.lang === "en" || !t.has(key)) {
    return problem.message || t("troubled");
  }
  return problem.message ? t("inEnglish", { text: t(key), said: problem.message }) : t(key);
}
