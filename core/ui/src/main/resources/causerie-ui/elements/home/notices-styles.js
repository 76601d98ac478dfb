import { css } from "lit";

/** How a list of what one was told is laid out, from a narrow panel to a page. */
export const noticesStyles = css`
  :host {
    container-type: inline-size;
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: var(--r2);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s1) var(--s3);
    align-items: baseline;
    padding: var(--s4) var(--s4) 0;
  }
  h1 {
    font: 600 var(--text-xl) var(--font);
    letter-spacing: -0.01em;
    margin: 0;
  }
  .head p {
    margin: 0;
    color: var(--ink-2);
    font: var(--text-s) var(--font);
    font-variant-numeric: tabular-nums;
  }
  .grow {
    flex: 1;
  }
  .seg {
    display: flex;
    gap: var(--s4);
    padding: var(--s1) var(--s4) 0;
    border-bottom: 1px solid var(--line);
  }
  .seg button {
    padding: 7px 2px;
    min-height: 32px;
    border-radius: 0;
    font: 500 var(--text-s) var(--font);
    border-bottom: 2px solid transparent;
    margin-bottom: -1px;
  }
  .seg button[aria-pressed="true"] {
    color: var(--ink);
    border-color: var(--accent);
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  li {
    position: relative;
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr) auto;
    gap: 0 10px;
    padding: 11px var(--s4) 10px 20px;
  }
  li + li {
    border-top: 1px solid var(--line);
  }
  li:hover {
    background: var(--raised);
  }
  li.outside {
    background: var(--outside-soft);
  }
  li[data-unread]::before {
    content: "";
    position: absolute;
    left: 7px;
    top: 22px;
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--accent);
  }
  .what {
    display: block;
    color: inherit;
    text-decoration: none;
    min-width: 0;
    border-radius: var(--r1);
  }
  .what:focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  /* All of the row leads there; what has a place of its own stands above. */
  .what::after {
    content: "";
    position: absolute;
    inset: 0;
  }
  h2 {
    margin: 0;
    font: 500 var(--text-m) var(--font);
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  li[data-unread] h2 {
    font-weight: 600;
    color: var(--ink);
  }
  h2 span {
    font-weight: 400;
    color: var(--ink-2);
  }
  .said {
    margin: 0;
    font: var(--text-s) var(--font);
    color: var(--ink-2);
    display: -webkit-box;
    -webkit-line-clamp: 2;
    -webkit-box-orient: vertical;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .said b {
    color: var(--ink);
    font-weight: 500;
  }
  .why {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    margin: 4px 0 0;
    font: var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  .why span {
    display: inline-flex;
    gap: 4px;
    align-items: center;
  }
  .why .icon {
    width: 12px;
    height: 12px;
    flex: none;
  }
  li[data-unread] .why .first {
    color: var(--accent);
    font-weight: 500;
  }
  .why .lane {
    color: var(--outside);
    font-weight: 600;
  }
  li.outside .why,
  li.outside causerie-moment {
    color: var(--ink-2);
  }
  .side {
    position: relative;
    z-index: 1;
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 2px;
  }
  .end {
    padding: var(--s3) var(--s4) var(--s4);
    text-align: center;
  }
  .error {
    margin: var(--s3) var(--s4);
  }
  @container (max-width: 420px) {
    li {
      grid-template-columns: 28px minmax(0, 1fr);
    }
    .side {
      grid-column: 2;
      flex-direction: row;
      justify-content: space-between;
      align-items: center;
    }
  }
  @media (pointer: coarse) {
    .seg button,
    .side button,
    .head button {
      min-height: 44px;
    }
  }
`;
