import { css } from "lit";

export const findStyles = css`
  :host {
    position: relative;
    flex: 1 1 220px;
    max-width: 480px;
    min-width: 0;
  }
  .box {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 32px;
    padding: 0 8px 0 10px;
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    background: var(--paper);
    color: var(--ink-3);
  }
  .box:focus-within {
    border-color: var(--accent);
    box-shadow: 0 0 0 3px var(--accent-soft);
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  .box .icon {
    width: 16px;
    height: 16px;
  }
  input {
    flex: 1;
    min-width: 0;
    height: 100%;
    padding: 0;
    border: 0;
    outline: 0;
    background: none;
    color: var(--ink);
    font: var(--text-s) var(--font);
  }
  /* The box around it shows where one is. */
  input:focus-visible {
    outline: 0;
  }
  input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  kbd {
    padding: 0 5px;
    border: 1px solid var(--line);
    border-radius: 4px;
    font: var(--text-xs) var(--mono);
  }
  .box:focus-within kbd {
    display: none;
  }
  .found {
    position: absolute;
    z-index: 20;
    top: calc(100% + 6px);
    left: 0;
    width: max(100%, min(560px, calc(100vw - 32px)));
    max-height: min(70vh, 480px);
    padding: 4px;
    overflow-y: auto;
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: var(--r2);
    box-shadow: var(--shadow);
  }
  a {
    cursor: pointer;
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 40px;
    padding: 4px 8px;
    border-radius: var(--r1);
    text-decoration: none;
    color: var(--ink);
  }
  a:hover {
    background: var(--raised);
  }
  a[aria-selected="true"] {
    background: var(--accent-soft);
    box-shadow: inset 2px 0 0 var(--accent);
  }
  a .icon {
    width: 16px;
    height: 16px;
    color: var(--ink-3);
  }
  .kind {
    padding: 8px 8px 2px;
    font: 500 var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  .within {
    max-width: 45%;
    padding: 0 8px;
    border-radius: var(--r-pill);
    background: var(--accent-soft);
    color: var(--accent);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .what {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  b {
    font-weight: 600;
  }
  small {
    font: var(--text-xs) var(--font);
    color: var(--ink-2);
  }
  .none {
    margin: 0;
    padding: 10px;
    font: var(--text-s) var(--font);
    color: var(--ink-2);
  }
  @media (pointer: coarse) {
    .box {
      min-height: 46px;
    }
    a {
      min-height: 44px;
    }
    kbd {
      display: none;
    }
  }
  @media (max-width: 560px) {
    :host {
      order: 1;
      flex-basis: 100%;
      max-width: none;
    }
    .found {
      width: 100%;
    }
  }
`;
