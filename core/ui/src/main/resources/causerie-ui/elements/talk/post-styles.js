import { css } from "lit";

/** How a post with its discussion is laid out. */
export const postStyles = css`
  .item {
    grid-template-columns: 28px minmax(0, 1fr);
    column-gap: 10px;
    padding: 6px var(--s4);
  }
  .item.change {
    color: var(--ink-2);
    font: var(--text-s) var(--font);
    padding-block: 0;
  }
  .item.outside {
    background: var(--outside-soft);
    border-block: 1px solid color-mix(in srgb, var(--outside) 25%, transparent);
    margin-block: 6px;
    padding-block: 10px;
  }
  .dot {
    left: 5px;
    top: 17px;
  }
  .change .dot {
    top: 9px;
  }
  .change causerie-avatar {
    margin-top: 2px;
  }
  .talk .who {
    min-height: 24px;
  }
  .tag {
    display: flex;
    gap: 4px;
    align-items: center;
    font: 600 11px/16px var(--font);
    color: var(--outside);
  }
  .pair,
  .was,
  .now {
    display: inline-block;
    max-width: 100%;
    overflow-wrap: break-word;
    vertical-align: top;
  }
  .was {
    color: var(--was);
    text-decoration: line-through;
    text-decoration-thickness: 1px;
  }
  .now {
    color: var(--ink);
    font-weight: 500;
  }
  .arrow {
    color: var(--ink-3);
    padding: 0 5px;
  }
  dl {
    display: grid;
    grid-template-columns: fit-content(42%) minmax(0, 1fr);
    gap: 1px 10px;
    margin: 2px 0 0;
  }
  dt {
    color: var(--ink-3);
    overflow-wrap: break-word;
  }
  dd {
    margin: 0;
    overflow-wrap: break-word;
  }
  .item:hover:not(:has(causerie-note:hover)) .acts,
  .item:focus-within:not(:has(causerie-note:focus-within)) .acts {
    --acts: 1;
    pointer-events: auto;
  }
  .change .acts {
    top: -27px;
  }
  @media (pointer: coarse) {
    /* A change is one line all the same: its dots lead to the rest. */
    .change .meta.bare .acts > :not(causerie-menu, .small, [picking]) {
      display: none;
    }
    .change .meta.bare {
      position: absolute;
      top: 0;
      right: 2px;
    }
    .change .meta.bare .acts {
      margin: 0;
    }
    .change .meta.bare .acts:has([picking]) {
      z-index: 5;
      background: var(--paper);
      border-radius: var(--r-pill);
      box-shadow: var(--shadow);
    }
    .change > div > .who:has(~ .meta.bare) {
      padding-right: 36px;
    }
    .change .who + .meta.bare {
      margin: 0;
    }
    .item.change {
      padding-block: 10px;
    }
  }
  .notes {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 7px;
    margin: 6px 0 2px;
    padding-left: 12px;
    border-left: 2px solid var(--line);
    color: var(--ink);
  }
  .step {
    display: block;
  }
  /* What floats above the next post never covers a button here. */
  .answer {
    margin: var(--s2) 0 20px;
  }
  .steps {
    list-style: none;
    margin: 2px 0 4px;
    padding: 0 0 0 10px;
    border-left: 2px solid var(--line);
    color: var(--ink-2);
  }
  .steps li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    justify-content: space-between;
    align-items: baseline;
    padding: 2px 0;
  }
  @media (pointer: coarse) {
    .notes {
      gap: 10px;
      margin-top: 12px;
    }
  }
`;
