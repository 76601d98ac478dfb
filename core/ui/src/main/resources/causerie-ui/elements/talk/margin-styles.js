import { css } from "lit";

/** How the talk about a record is laid out, from a margin of 320 px to a wide page. */
export const marginStyles = css`
  :host {
    container-type: inline-size;
    background: var(--paper);
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
  causerie-facts {
    border-bottom: 1px solid var(--line);
  }
  @container (min-width: 760px) {
    .grid {
      display: grid;
      grid-template: auto 1fr / minmax(0, 1fr) 260px;
    }
    causerie-facts {
      grid-area: 1 / 2 / 3;
      border-width: 0;
      border-left: 1px solid var(--line);
    }
  }
`;
