import { css } from "lit";

/** How a post with its discussion is laid out. */
export const postStyles = css`
  .item {
    position: relative;
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr);
    column-gap: 10px;
    padding: var(--s2) var(--s4);
  }
  .item.change {
    color: var(--ink-2);
    font: var(--text-s) var(--font);
    padding-block: 4px;
  }
  .item.outside {
    background: var(--outside-soft);
    border-block: 1px solid color-mix(in srgb, var(--outside) 25%, transparent);
    margin-block: 6px;
    padding-block: 10px;
  }
  .dot {
    position: absolute;
    left: 5px;
    top: 18px;
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--accent);
  }
  .change .dot {
    top: 13px;
  }
  .change causerie-avatar {
    margin-top: 2px;
  }
  .tag {
    display: flex;
    gap: 4px;
    align-items: center;
    font: 600 11px/16px var(--font);
    color: var(--outside);
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    align-items: baseline;
    justify-content: space-between;
  }
  .who b {
    font-weight: 600;
    color: var(--ink);
  }
  .who > span:first-child {
    flex: 1 1 60%;
    overflow-wrap: anywhere;
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
  .small {
    font: var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    align-items: center;
    margin: 3px 0 0 -6px;
  }
  .change .meta {
    margin-top: 0;
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
  .more {
    margin-left: -6px;
  }
  @media (hover: hover) {
    /* A change nobody talks about is one line; what can be done with it comes with the pointer or the focus. */
    .quiet .meta {
      position: absolute;
      top: 3px;
      right: 88px;
      z-index: 2;
      margin: 0;
      padding: 0 2px;
      border: 1px solid var(--line);
      border-radius: var(--r1);
      background: var(--paper);
      opacity: var(--post-acts, 0);
      transition: opacity var(--fast);
    }
    .quiet .meta:focus-within {
      opacity: 1;
    }
  }
  .notes {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    margin: 8px 0 0;
    padding-left: 12px;
    border-left: 2px solid var(--line);
    color: var(--ink);
  }
  .step {
    display: block;
  }
  .answer {
    margin-top: var(--s2);
  }
  .tomb {
    color: var(--ink-3);
    font-style: italic;
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
`;
