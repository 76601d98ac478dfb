import { css } from "lit";

/**
 * How a post and a comment are laid out alike. What can be done with one floats above its line where a pointer hovers
 * or the focus is, and moves nothing; where one touches, it stays in sight.
 */
export const itemStyles = css`
  .item {
    position: relative;
    display: grid;
  }
  .dot {
    position: absolute;
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--accent);
  }
  .who {
    display: flex;
    gap: 0 10px;
    align-items: baseline;
    justify-content: space-between;
  }
  .who b {
    font-weight: 600;
    color: var(--ink);
  }
  .who > span:first-child {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .when {
    flex: none;
    font: var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  .edited {
    padding: 0 0 0 4px;
    font: inherit;
    color: inherit;
  }
  .edited::before {
    content: "· ";
    content: "· " / "";
  }
  .small {
    font: var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  .tomb {
    color: var(--ink-3);
    font-style: italic;
  }
  .meta,
  .sure {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    align-items: center;
    margin-top: 4px;
  }
  .meta.bare {
    margin: 0;
  }
  .acts {
    position: absolute;
    top: -24px;
    right: 12px;
    z-index: 4;
    display: flex;
    gap: 2px;
    align-items: center;
    padding: 1px;
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    background: var(--paper);
    box-shadow: var(--shadow);
    opacity: var(--acts, 0);
    pointer-events: none;
    transition: opacity var(--fast);
  }
  .acts:focus-within,
  .acts.stay,
  .acts:has([picking], [open]) {
    opacity: 1;
    pointer-events: auto;
  }
  .reply {
    display: inline-grid;
    place-items: center;
    min-width: 28px;
    min-height: 26px;
    padding: 0;
  }
  .reply .icon {
    width: 16px;
    height: 16px;
  }
  .label {
    display: none;
  }
  @media (pointer: coarse) {
    .acts {
      position: static;
      flex: 1;
      margin-right: -14px;
      padding: 0;
      border: 0;
      background: none;
      box-shadow: none;
      opacity: 1;
      pointer-events: auto;
    }
    .acts > causerie-menu {
      margin-left: auto;
    }
    .bare .acts {
      margin-left: -14px;
    }
    /* The time above reaches so far down. */
    .who + .meta {
      margin-top: 10px;
    }
    .reply {
      min-width: 44px;
      min-height: 44px;
      padding: 0 8px;
      font: 500 var(--text-s) var(--font);
    }
    .reply .icon {
      display: none;
    }
    .label {
      display: inline;
    }
    .edited {
      min-height: 44px;
      min-width: 44px;
      margin-block: -10px;
    }
  }
`;
