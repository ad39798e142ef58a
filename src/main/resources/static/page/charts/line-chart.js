/** A line chart that keeps to the width of its place and to the theme, with a cursor for mouse, finger and arrow keys. */

import { element } from '../element.js';
import { significant } from '../figures.js';
import { onThemeChange, token } from '../theme.js';
import uPlot from '../uplot/uPlot.esm.js';

/** There is nothing between two steps. */
const WHOLE = Array.from({ length: 13 }, (_, i) => [1, 2, 5].map((it) => it * 10 ** i)).flat();

/**
 * @param options
 *   - `label`: what it shows, for those who do not see it
 *   - `height` in pixels
 *   - `sync`: charts with the same key move their cursors together
 *   - `onCursor(index, byKey)`: called with the index of the point under the cursor, or null, and whether an arrow key
 *     has moved it there
 * @returns `{node, draw, destroy}`; `draw(series, data, logarithmic)` takes `series` as `{color (a token), width, dash,
 *   points, show}` and `data` as uPlot does: the xs, then the ys of each
 */
export function lineChart({ label, height, sync, onCursor }) {
  const node = element('div', { class: 'chart', role: 'img', 'aria-label': label, tabindex: 0 });
  let plot = null;
  let drawn = null;
  let zoomed = false;
  let byKey = false;

  const size = () => ({ width: Math.max(200, node.clientWidth), height });
  const watcher = new ResizeObserver(() => plot?.setSize(size()));
  watcher.observe(node);
  const stopWatchingTheme = onThemeChange(() => drawn && build());
  node.addEventListener('keydown', moveCursor);
  node.addEventListener('blur', () => plot?.setCursor({ left: -10, top: -10 }));

  function draw(series, data, logarithmic) {
    const same = plot && drawn.logarithmic === logarithmic && JSON.stringify(drawn.series) === JSON.stringify(series);
    drawn = { series, data, logarithmic };
    if (!same) {
      build();
    } else if (zoomed) {
      plot.setData(data, false);
      plot.redraw();
    } else {
      plot.setData(data);
    }
  }

  function build() {
    plot?.destroy();
    zoomed = false;
    const { series, data, logarithmic } = drawn;
    const ink = token('--ink-soft');
    const grid = { stroke: token('--chart-grid'), width: 1 };
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const axis = { stroke: ink, grid, ticks: { ...grid, size: 4 }, font };
    plot = new uPlot(
      {
        ...size(),
        legend: { show: false },
        cursor: { sync: sync ? { key: sync } : undefined, y: false, points: { size: 7 } },
        scales: { x: { time: false, distr: logarithmic ? 3 : 1 } },
        axes: [
          { ...axis, incrs: WHOLE, values: (_, splits) => splits.map((it) => (it === null ? '' : short(it))), size: 32 },
          { ...axis, values: (_, splits, _axis, _space, increment) => labels(splits, increment), size: 64 },
        ],
        series: [{}, ...series.map(line)],
        hooks: {
          setCursor: [(it) => onCursor?.(it.cursor.idx ?? null, byKey)],
          setSelect: [(it) => {
            zoomed = it.select.width > 0;
          }],
        },
      },
      data,
      node,
    );
    onCursor?.(plot.cursor.idx ?? null, false);
    plot.over.addEventListener('dblclick', () => {
      zoomed = false;
    });
  }

  function moveCursor(event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || !plot || drawn.data[0].length === 0) {
      return;
    }
    event.preventDefault();
    const last = drawn.data[0].length - 1;
    const at = plot.cursor.idx ?? (step > 0 ? -1 : last + 1);
    const next = Math.max(0, Math.min(last, at + step));
    byKey = true;
    plot.setCursor({ left: plot.valToPos(drawn.data[0][next], 'x'), top: 10 });
    byKey = false;
  }

  function destroy() {
    watcher.disconnect();
    stopWatchingTheme();
    plot?.destroy();
    plot = null;
  }

  return { node, draw, destroy };
}

function line({ color, width = 1.5, dash, points = false, show = true }) {
  return { stroke: token(color), width, dash, show, points: { show: points, size: 5, fill: token(color) } };
}

/** Writes the values of an axis with as many digits as it takes to tell them apart. */
export function labels(values, increment) {
  const most = Math.max(increment, ...values.map(Math.abs));
  const digits = Math.ceil(Math.log10(most / increment)) + 2;
  return values.map((it) => significant(it, Math.min(digits, 15)));
}

function short(value) {
  return value >= 1e6 ? `${value / 1e6} M` : value >= 1e4 ? `${value / 1e3} k` : String(value);
}
