import { css } from "lit";

/** The workbench: event, mapping and result side by side where there is room. */
export const workbenchStyles = css`
  .bench {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s4);
  }
  .bench > section {
    min-width: 0;
    padding: var(--s4);
  }
  h2 {
    margin: 0 0 var(--s3);
  }
  .choose {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(180px, 100%), 1fr));
    gap: 0 var(--s3);
  }
  .drop {
    margin: 0 0 var(--s3);
  }
  .case {
    margin-top: var(--s4);
  }
  .case p {
    margin-top: var(--s2);
  }
  .problems {
    margin: var(--s3) 0 0;
    padding: 0;
    list-style: none;
  }
  .problems li {
    margin-bottom: var(--s2);
    padding: var(--s2) var(--s3);
    border-radius: var(--r1);
    background: var(--bad-soft);
    color: var(--bad);
    font: var(--text-s) var(--font);
    overflow-wrap: anywhere;
  }
  .problems button {
    padding: 0 4px 0 0;
    color: inherit;
    font: 600 var(--text-s) var(--font);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  summary {
    padding: var(--s2) 0;
    cursor: pointer;
  }
  input[type="file"] {
    border: 0;
    padding: 4px 0;
  }
  @container (min-width: 720px) {
    .bench {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .wide {
      grid-column: 1 / -1;
    }
  }
  @container (min-width: 1080px) {
    .bench {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr) minmax(0, 1fr);
    }
    .wide {
      grid-column: auto;
    }
  }
`;
