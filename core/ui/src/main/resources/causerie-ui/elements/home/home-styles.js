import { css } from "lit";

/** How a home is laid out, from a phone to a wide screen. */
export const homeStyles = css`
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
    padding: var(--s4) var(--s4) var(--s2);
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
  }
  .grow {
    flex: 1;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    align-items: center;
    padding: 0 var(--s4) var(--s3);
    border-bottom: 1px solid var(--line);
  }
  .chip,
  select {
    font: 500 var(--text-xs) var(--font);
    color: var(--ink-2);
    background: var(--paper);
    border: 1px solid var(--line-strong);
    border-radius: var(--r-pill);
    padding: 3px 10px;
    min-height: 28px;
    max-width: 100%;
  }
  .chip[aria-pressed="true"],
  select.on {
    color: var(--accent);
    background: var(--accent-soft);
    border-color: var(--accent);
  }
  .new {
    position: sticky;
    top: var(--s2);
    z-index: 6;
    display: block;
    margin: var(--s2) auto 0;
    border: 1px solid var(--accent);
    color: var(--accent);
    background: var(--accent-soft);
    padding: 4px 12px;
    border-radius: var(--r-pill);
  }
  h2.day {
    margin: 0;
  }
  .day,
  .here {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: var(--s3) var(--s4) var(--s1);
    font: 500 var(--text-xs) var(--font);
    color: var(--ink-3);
    margin: 0;
  }
  .here {
    color: var(--accent);
  }
  .day::after,
  .here::after {
    content: "";
    flex: 1;
    border-top: 1px solid currentColor;
    opacity: 0.4;
  }
  [role="feed"] {
    padding-bottom: var(--s3);
  }
  article {
    padding-block: var(--s2);
  }
  article + article {
    border-top: 1px solid color-mix(in srgb, var(--line) 60%, transparent);
  }
  article:focus-visible {
    outline-offset: -2px;
  }
  article:focus {
    --acts: 1;
  }
  .why {
    display: flex;
    flex-wrap: wrap;
    gap: 0 6px;
    align-items: center;
    margin: 0;
    padding: 0 var(--s4) 0 54px;
    font: var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  .why a {
    font-weight: 500;
    color: var(--ink);
    overflow-wrap: anywhere;
    min-height: 24px;
    line-height: 24px;
  }
  .why em {
    font-style: normal;
  }
  .why button {
    flex: none;
    color: var(--ink-3);
  }
  article[data-unread] .why em {
    color: var(--accent);
  }
  .end {
    padding: var(--s3) var(--s4) var(--s4);
    text-align: center;
  }
  .error {
    margin: var(--s3) var(--s4);
  }
  @container (max-width: 480px) {
    .why {
      padding-left: var(--s4);
    }
  }
  @media (pointer: coarse) {
    .chip,
    select,
    .why button,
    .why a,
    .head button {
      min-height: 44px;
      line-height: 36px;
    }
  }
`;
