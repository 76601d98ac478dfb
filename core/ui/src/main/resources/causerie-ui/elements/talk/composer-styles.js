import { css } from "lit";

/** How the composer looks: amber wherever people from outside will read. */
export const composerStyles = css`
  .box {
    position: relative;
    border: 1px solid var(--line-strong);
    border-radius: var(--r2);
    background: var(--paper);
  }
  .box:focus-within {
    border-color: var(--accent);
    box-shadow: 0 0 0 3px var(--accent-soft);
  }
  .box.outside,
  .box.outside:focus-within {
    border-color: var(--outside);
    box-shadow: 0 0 0 3px var(--outside-soft);
  }
  textarea {
    display: block;
    width: 100%;
    min-height: 42px;
    max-height: 40vh;
    field-sizing: content;
    resize: none;
    padding: 10px 12px 6px;
    border: 0;
    border-radius: var(--r2);
    background: none;
    color: inherit;
    font: var(--text-m) var(--font);
  }
  @media (pointer: coarse) {
    textarea {
      min-height: 44px;
    }
  }
  textarea:focus {
    outline: none;
  }
  textarea::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: 6px 6px 6px 8px;
  }
  .grow {
    flex: 1;
  }
  .attach {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-width: 28px;
    min-height: 28px;
  }
  @media (pointer: coarse) {
    .attach {
      min-width: 44px;
      min-height: 44px;
    }
  }
  .also {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    min-height: 26px;
    font: var(--text-xs) var(--font);
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .also input {
    margin: 0;
    accent-color: var(--accent);
  }
  @media (pointer: coarse) {
    .also {
      min-height: 44px;
    }
    .also input {
      width: 20px;
      height: 20px;
    }
  }
  .post {
    font: 600 var(--text-xs) var(--font);
    padding: 6px 12px;
    border-radius: 7px;
    background: var(--accent);
    color: var(--accent-ink);
  }
  .post:hover {
    background: var(--accent);
    color: var(--accent-ink);
    filter: brightness(1.08);
  }
  .outside .post {
    background: var(--outside);
    color: var(--outside-ink);
  }
  .post[aria-disabled="true"],
  .outside .post[aria-disabled="true"] {
    background: var(--raised);
    color: var(--ink-3);
    filter: none;
    cursor: default;
  }
  .preview {
    margin: 0 12px;
    padding: 8px 0;
    border-top: 1px solid var(--line);
  }
  ul[role="listbox"] {
    position: absolute;
    left: 8px;
    right: 8px;
    top: 100%;
    z-index: 10;
    margin: 2px 0 0;
    padding: 4px;
    list-style: none;
    background: var(--paper);
    border: 1px solid var(--line-strong);
    border-radius: var(--r1);
    box-shadow: 0 6px 20px rgb(0 0 0 / 0.15);
  }
  li[role="option"] {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 4px 8px;
    border-radius: var(--r1);
    cursor: pointer;
  }
  li[aria-selected="true"] {
    background: var(--accent-soft);
  }
  .nobody {
    padding: 4px 8px;
    color: var(--ink-2);
  }
  .doors {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 0 0 6px;
  }
  .door {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 30px;
    max-width: 100%;
    padding: 5px 12px;
    font: 500 var(--text-s) var(--font);
    color: var(--ink-2);
    text-align: start;
    overflow-wrap: anywhere;
    border: 1px solid var(--line-strong);
    border-radius: var(--r1);
  }
  .door[aria-pressed="true"] {
    color: var(--accent);
    background: var(--accent-soft);
    border-color: var(--accent);
    font-weight: 600;
  }
  .door.out {
    color: var(--outside);
    border-color: var(--outside);
  }
  .door.out[aria-pressed="true"] {
    color: var(--outside-ink);
    background: var(--outside);
  }
  .called {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    margin: 0 12px;
    font: var(--text-xs) var(--font);
    color: var(--ink-2);
  }
  .called b {
    font-weight: 500;
    color: var(--accent);
  }
  .ask {
    margin: 0;
    padding: 10px 12px;
    background: var(--outside-soft);
    border-top: 1px solid var(--outside);
    border-radius: 0 0 var(--r2) var(--r2);
    font: var(--text-s) var(--font);
    overflow-wrap: anywhere;
  }
  .ask b {
    display: block;
  }
  .ask div {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 8px;
  }
  .reach,
  .away {
    color: var(--ink-2);
  }
  ul[aria-busy="true"] {
    opacity: 0.6;
  }
`;
