import { css } from "lit";

/** How the console is laid out, from a phone of 320 px to a wide screen. */
export const consoleStyles = css`
  :host {
    container-type: inline-size;
  }
  h1 {
    font: 600 var(--text-xl) var(--font);
    letter-spacing: -0.015em;
    margin: 0;
    overflow-wrap: anywhere;
  }
  h2 {
    font: 600 var(--text-l) var(--font);
    letter-spacing: -0.01em;
    margin: var(--s6) 0 var(--s2);
  }
  h3,
  h4 {
    font: 600 var(--text-m) var(--font);
    margin: 0;
    overflow-wrap: anywhere;
  }
  p {
    margin: 0 0 var(--s2);
  }
  .lead,
  .quiet {
    color: var(--ink-2);
  }
  .quiet {
    font: var(--text-s) var(--font);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2) var(--s5);
    align-items: flex-start;
    justify-content: space-between;
    margin-bottom: var(--s4);
  }
  .top > div {
    min-width: 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
    align-items: center;
  }
  .panel {
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: var(--r2);
    overflow: hidden;
  }
  .pad {
    padding: var(--s4);
  }
  .btn {
    display: inline-block;
    background: var(--paper);
    text-decoration: none;
    min-height: 30px;
  }
  .btn:hover {
    background: var(--raised);
  }
  .btn:disabled {
    border-color: var(--line);
  }
  .btn.go {
    background: var(--accent);
    border-color: transparent;
    color: var(--accent-ink);
    font-weight: 600;
  }
  code,
  pre,
  .mono {
    font: 12.5px/19px var(--mono);
  }
  code {
    overflow-wrap: anywhere;
  }
  pre {
    margin: 0;
    padding: var(--s3);
    max-height: 420px;
    overflow: auto;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: var(--r1);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .st {
    display: inline-flex;
    gap: 7px;
    align-items: center;
  }
  .st::before {
    content: "";
    flex: none;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--good);
  }
  .st.late {
    color: var(--warn);
    font-weight: 500;
  }
  .st.late::before {
    background: var(--warn);
    border-radius: 2px;
  }
  .st.down {
    color: var(--bad);
    font-weight: 500;
  }
  .st.down::before {
    background: var(--bad);
    border-radius: 1px;
    transform: rotate(45deg);
  }
  .st.off::before {
    background: none;
    box-shadow: inset 0 0 0 2px var(--ink-3);
  }
  .bad {
    color: var(--bad);
  }
  .note {
    padding: var(--s3) var(--s4);
    margin: 0 0 var(--s4);
    border: 1px solid var(--line);
    border-radius: var(--r2);
    background: var(--paper);
  }
  .note.down {
    background: var(--bad-soft);
    border-color: transparent;
  }
  .note.down b {
    color: var(--bad);
  }
  .note p {
    margin: 2px 0 0;
  }
  .empty {
    padding: var(--s6) var(--s4);
    text-align: center;
    color: var(--ink-2);
  }
  .empty b {
    display: block;
    color: var(--ink);
    margin-bottom: var(--s1);
  }
  dl {
    margin: 0;
  }
  dl.facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(112px, 1fr));
    gap: var(--s3) var(--s4);
  }
  dt {
    font: var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .field {
    margin-bottom: var(--s3);
  }
  label {
    display: block;
    font: 500 var(--text-s) var(--font);
    margin: 0 0 var(--s1);
  }
  input,
  select,
  textarea {
    width: 100%;
    font: var(--text-m) var(--font);
    color: var(--ink);
    background: var(--paper);
    padding: 6px 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--r1);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font: var(--text-s) var(--font);
  }
  caption {
    text-align: left;
  }
  th,
  td {
    text-align: left;
    padding: 10px 12px;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
    overflow-wrap: break-word;
  }
  thead th {
    font: 500 var(--text-xs) var(--font);
    color: var(--ink-3);
    padding: 8px 12px;
    vertical-align: bottom;
    overflow-wrap: normal;
  }
  tbody th {
    font: 600 var(--text-m) var(--font);
  }
  tbody tr:last-child > * {
    border-bottom: 0;
  }
  small {
    display: block;
    font: 400 var(--text-xs) var(--font);
    color: var(--ink-3);
  }
  .n {
    text-align: right;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  time {
    white-space: nowrap;
  }
  .row + p,
  [role="status"] > p {
    margin-top: var(--s2);
  }
  @container (max-width: 760px) {
    table.cards,
    table.cards tbody {
      display: block;
    }
    table.cards thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    table.cards tr {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 6px var(--s3);
      padding: var(--s3);
      border-bottom: 1px solid var(--line);
    }
    table.cards tbody:last-child tr:last-child {
      border-bottom: 0;
    }
    table.cards th,
    table.cards td {
      border: 0;
      padding: 0;
      text-align: left;
    }
    table.cards tbody th,
    table.cards .wide {
      grid-column: 1 / -1;
    }
    table.cards td[data-label]::before {
      content: attr(data-label) / "";
      display: block;
      font: var(--text-xs) var(--font);
      color: var(--ink-3);
    }
  }
`;
