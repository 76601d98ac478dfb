import { css } from "lit";

/** How the talk about a record is laid out, from a margin of 320 px to a wide page. */
export const marginStyles = css`
  :host {
    container-type: inline-size;
    background: var(--paper);
  }
  header {
    padding: var(--s3) var(--s4) 0;
    border-bottom: 1px solid var(--line);
  }
  .src {
    display: flex;
    gap: 6px;
    align-items: center;
    font: var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  .src a {
    min-height: 24px;
    line-height: 24px;
  }
  .grow {
    flex: 1;
  }
  h1,
  header h2 {
    font: 600 var(--text-l) var(--font);
    letter-spacing: -0.01em;
    margin: 2px 0 0;
    overflow-wrap: anywhere;
  }
  .facts {
    font: var(--text-s) var(--font);
    color: var(--ink-2);
    margin: 2px 0 0;
    overflow-wrap: anywhere;
  }
  .gone {
    color: var(--bad);
  }
  @container (max-width: 340px) {
    .src .words {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .src a {
      min-width: 24px;
      text-align: right;
    }
  }
  .bar {
    display: flex;
    align-items: center;
    gap: var(--s2);
    margin-top: 8px;
  }
  .tabs {
    min-width: 0;
    display: flex;
    gap: var(--s3);
  }
  .tab {
    padding: 8px 1px;
    font: 500 var(--text-s) var(--font);
    border-radius: 0;
    border-bottom: 2px solid transparent;
    margin-bottom: -1px;
  }
  .tab:hover {
    background: none;
  }
  .tab[aria-pressed="true"] {
    color: var(--ink);
    border-color: var(--accent);
  }
  .follow {
    flex: none;
    border: 1px solid var(--line-strong);
    border-radius: var(--r-pill);
    padding: 3px 10px;
    color: var(--ink);
  }
  .follow.on {
    background: var(--accent-soft);
    border-color: transparent;
    color: var(--accent);
  }
  .composer {
    margin: var(--s3) var(--s4);
  }
  .offline,
  .main > .error {
    margin: 0 var(--s4) var(--s3);
  }
  .offline {
    padding: 8px 12px;
    border-radius: var(--r1);
    background: var(--raised);
    border: 1px solid var(--line);
    font: var(--text-s) var(--font);
    color: var(--ink-2);
  }
  .unkept {
    margin: var(--s1) 0 0;
    font: var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  /* Wherever one reads, one sees that there is more above. */
  .new {
    position: sticky;
    top: calc(var(--hidden-above, 0px) + var(--s2));
    z-index: 6;
    display: block;
    margin: 0 auto var(--s3);
    border: 1px solid var(--accent);
    color: var(--accent);
    background: var(--accent-soft);
    padding: 4px 12px;
    border-radius: var(--r-pill);
  }
  h3 {
    margin: 0;
  }
  .day {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: var(--s2) var(--s4) var(--s1);
    font: 500 var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  .day::after {
    content: "";
    flex: 1;
    border-top: 1px solid var(--line);
  }
  [role="feed"] {
    padding-bottom: var(--s3);
  }
  article:focus-visible {
    outline-offset: -2px;
  }
  article:hover,
  article:focus,
  article:focus-within {
    --post-acts: 1;
  }
  article.marked {
    background: var(--accent-soft);
  }
  .end {
    padding: var(--s3) var(--s4) var(--s4);
    text-align: center;
  }
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
  .sk {
    display: grid;
    grid-template-columns: 28px 1fr;
    gap: 10px;
    padding: 10px var(--s4);
  }
  .sk.head {
    display: block;
    padding: 14px var(--s4);
    border-bottom: 1px solid var(--line);
  }
  @keyframes waiting {
    50% {
      opacity: 0.5;
    }
  }
  .sk i {
    animation: waiting 1.6s ease-in-out infinite;
    display: block;
    height: 10px;
    width: 80%;
    border-radius: 5px;
    background: var(--line);
  }
  .sk i + i {
    margin-top: 8px;
    width: 55%;
  }
  .sk > i:first-child {
    width: 28px;
    height: 28px;
    border-radius: 50%;
  }
  .sk.head > i:first-child {
    width: 30%;
    height: 10px;
    border-radius: 5px;
  }
  aside {
    display: none;
  }
  @container (min-width: 760px) {
    .grid {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 260px;
    }
    aside {
      display: block;
      padding: var(--s4);
      border-left: 1px solid var(--line);
      font: var(--text-s) var(--font);
    }
    aside h2 {
      font: 600 var(--text-s) var(--font);
      margin: 0 0 var(--s2);
    }
    aside dl {
      margin: 0 0 var(--s5);
    }
    aside dt {
      color: var(--ink-3);
    }
    aside dd {
      margin: 0 0 var(--s2);
      overflow-wrap: anywhere;
    }
    aside ul {
      list-style: none;
      margin: 0;
      padding: 0;
    }
  }
`;
