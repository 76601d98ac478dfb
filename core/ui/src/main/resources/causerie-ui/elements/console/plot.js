import { LitElement, css, html } from "lit";
import uPlot from "uplot";
import { shared } from "/ui/elements/shared.js";

/** Marks of the value axis: whole numbers, which are seconds and minutes too. */
const STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200].concat(
  [1, 2, 5, 10, 20, 50, 100].map((n) => n * 86400),
);

/**
 * A figure over time as a line. The line is for the eye; `summary` says in words what it shows.
 *
 * @attr summary what a screen reader is told
 */
export class CauseriePlot extends LitElement {
  static properties = {
    /** `[times in seconds, values]` */
    data: { attribute: false },
    lang: {},
    summary: {},
    format: { attribute: false },
  };

  static styles = [
    shared,
    css`
      .plot {
        color: var(--accent);
        width: 100%;
        height: 132px;
        overflow: hidden;
      }
      .soft {
        color: var(--accent-soft);
      }
      .axis {
        color: var(--ink-3);
      }
      .grid {
        color: var(--line);
      }
    `,
  ];

  connectedCallback() {
    super.connectedCallback();
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.themed = () => this.plot?.redraw(false);
    this.dark.addEventListener("change", this.themed);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.dark.removeEventListener("change", this.themed);
    this.sizes.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  /** A token as the canvas needs it: resolved for the theme of now. */
  colour(name) {
    return getComputedStyle(this.renderRoot.querySelector(`.${name}`)).color;
  }

  fit() {
    const width = Math.floor(this.clientWidth);
    if (this.plot && width > 0 && width !== this.plot.width) {
      this.plot.setSize({ width, height: 132 });
    }
  }

  draw() {
    const axis = {
      stroke: () => this.colour("axis"),
      grid: { stroke: () => this.colour("grid"), width: 1 },
      ticks: { show: false },
      font: "11px system-ui",
    };
    const clock = new Intl.DateTimeFormat(this.lang, { hour: "numeric", minute: "2-digit", second: "2-digit" });
    this.plot = new uPlot(
      {
        width: Math.max(120, Math.floor(this.clientWidth)),
        height: 132,
        cursor: { show: false },
        legend: { show: false },
        scales: {
          // A minute at least, or the first two points would fill the whole width.
          x: { range: (u, min, max) => [Math.min(min, max - 60), max] },
          y: { range: (u, min, max) => [0, Math.max(1, (max ?? 1) * 1.15)] },
        },
        axes: [
          { ...axis, space: 90, size: 26, values: (u, times) => times.map((s) => clock.format(s * 1000)) },
          { ...axis, size: 62, space: 36, incrs: STEPS, values: (u, all) => all.map((v) => this.format(v)) },
        ],
        series: [
          {},
          {
            stroke: () => this.colour("plot"),
            fill: () => this.colour("soft"),
            width: 1.5,
            points: { show: false },
          },
        ],
      },
      this.data,
      this.renderRoot.querySelector(".plot"),
    );
  }

  updated() {
    if (this.plot) {
      this.plot.setData(this.data);
    } else if (this.data[0].length > 1) {
      this.draw();
    }
  }

  render() {
    return html`<link rel="stylesheet" href="/webjars/uplot/1.6.30/dist/uPlot.min.css" />
      <div class="plot" role="img" aria-label=${this.summary}></div>
      <span class="soft" hidden></span><span class="axis" hidden></span><span class="grid" hidden></span>`;
  }
}
customElements.define("causerie-plot", CauseriePlot);
