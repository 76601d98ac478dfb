import { css } from "lit";

/** What the parts of the preferences look like. */
export const preferenceStyles = css`
  section,
  form {
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: var(--r2);
    padding: var(--s4);
  }
  form.bare {
    border: 0;
    padding: 0;
  }
  h2 {
    font: 600 var(--text-l) var(--font);
    margin: 0 0 var(--s1);
  }
  h3 {
    font: 600 var(--text-m) var(--font);
    margin: var(--s5) 0 var(--s1);
  }
  p {
    color: var(--ink-2);
    font: var(--text-s) var(--font);
    margin: 0 0 var(--s3);
    max-width: 70ch;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    max-width: 560px;
  }
  th {
    font: 500 var(--text-s) var(--font);
    text-align: start;
    padding: var(--s1) var(--s2) var(--s1) 0;
  }
  thead th {
    color: var(--ink-2);
  }
  td {
    width: 7em;
  }
  tbody tr {
    border-top: 1px solid var(--line);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2) var(--s4);
    align-items: end;
  }
  fieldset {
    border: 0;
    margin: 0 0 var(--s3);
    padding: 0;
  }
  legend {
    font: 500 var(--text-s) var(--font);
    padding: 0;
  }
  label {
    font: 500 var(--text-s) var(--font);
  }
  label.field {
    display: grid;
    gap: var(--s1);
  }
  label.tick {
    display: inline-flex;
    gap: var(--s2);
    align-items: center;
    min-height: 32px;
    padding-right: var(--s2);
  }
  label.wide {
    flex: 1 1 260px;
  }
  input:not([type="checkbox"]) {
    width: 100%;
    font: var(--text-m) var(--font);
    color: inherit;
    background: var(--paper);
    padding: 6px 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--r1);
  }
  input[type="checkbox"] {
    width: 24px;
    height: 24px;
    margin: 0;
    accent-color: var(--accent);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s3);
    align-items: center;
    margin-top: var(--s4);
  }
  .save {
    font: 600 var(--text-s) var(--font);
    padding: 8px 16px;
    min-height: 36px;
    border-radius: 7px;
    background: var(--accent);
    color: var(--accent-ink);
  }
  .save:hover {
    background: var(--accent);
    color: var(--accent-ink);
  }
  ul {
    list-style: none;
    margin: 0 0 var(--s3);
    padding: 0;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2) var(--s3);
    align-items: center;
    border-top: 1px solid var(--line);
    padding: 10px 0;
  }
  li > .about {
    flex: 1 1 240px;
    overflow-wrap: anywhere;
  }
  .small {
    display: block;
    color: var(--ink-2);
    font: var(--text-s) var(--font);
  }
  code {
    font: 12.5px/18px var(--mono);
    overflow-wrap: anywhere;
  }
  .secret {
    padding: var(--s3);
    margin-bottom: var(--s3);
    border-radius: var(--r1);
    background: var(--accent-soft);
  }
  @media (pointer: coarse) {
    input:not([type="checkbox"]),
    label.tick {
      min-height: 44px;
    }
  }
`;
