/** The losses of one or several runs over their steps, with the learning rate below. */

import { announce } from '../announce.js';
import { choice } from '../choice.js';
import { element, uniqueId } from '../element.js';
import { bits, count, loss } from '../figures.js';
import uPlot from '../uplot/uPlot.esm.js';
import { lineChart } from './line-chart.js';
import { thin } from './thin.js';

/** More than there are pixels in a line adds nothing that could be seen. */
const MOST_POINTS = 1200;
const COLORS = 8;

/**
 * @param state `{unit: 'nats' | 'bits', scale: 'linear' | 'log'}` to begin with
 * @param onState called with the changed state when the reader changes it
 * @returns `{node, show(runs), destroy()}`; a run is `{label, losses, evaluations}`, as a job's history has them
 */
export function learningCurve(state, onState) {
  let { unit = 'nats', scale = 'linear' } = state;
  let runs = [];
  let lines = [];
  let cursor = null;
  const entries = new Map(); // of the legend, by the names of the lines: `{node, button, value}`
  const hidden = new Set();
  const sync = uniqueId('curve');
  const chart = lineChart({
    label: 'Loss over steps. Arrow keys move along it; the values are listed below.',
    height: 300,
    sync,
    onCursor(index, byKey) {
      cursor = index;
      showValues();
      if (byKey) {
        announce(`${where.textContent} ${[...entries.values()].map((it) => it.button.textContent).join(', ')}`);
      }
    },
  });
  const rates = lineChart({
    label: 'Learning rate over steps',
    height: 110,
    sync,
  });
  const legend = element('ul', { class: 'chart-legend' });
  const where = element('p', { class: 'hint chart-where' });
  const node = element(
    'div',
    { class: 'stack learning-curve' },
    element(
      'div',
      { class: 'actions' },
      choice('Loss in', [['nats', 'nats'], ['bits', 'bits']], unit, (chosen) => change({ unit: chosen })),
      choice('Steps', [['linear', 'linear'], ['log', 'log']], scale, (chosen) => change({ scale: chosen })),
    ),
    chart.node,
    element('div', { class: 'stack-tight' }, where, legend),
    element('h3', {}, 'Learning rate'),
    rates.node,
  );

  function change(changed) {
    ({ unit, scale } = { unit, scale, ...changed });
    onState({ unit, scale });
    show(runs);
  }

  function show(shown) {
    runs = shown;
    const logarithmic = scale === 'log';
    lines = linesOf(runs, unit === 'bits' ? bits : (nats) => nats).map((it) => ({
      ...it,
      points: thin(it.points[0], it.points[1], MOST_POINTS, logarithmic),
    }));
    chart.draw(lines.map((it) => ({ ...it.style, show: !hidden.has(it.name) })), joined(lines), logarithmic);
    const rateLines = runs.map((run, i) => ({
      style: { color: colorOf(i) },
      points: thin(...ratesOf(run), MOST_POINTS, logarithmic),
    }));
    rates.draw(rateLines.map((it) => it.style), joined(rateLines), logarithmic);
    node.dataset.points = lines.reduce((sum, it) => sum + it.points[0].length, 0);
    node.dataset.lastStep = Math.max(0, ...lines.map((it) => it.points[0].at(-1)));
    showValues();
  }

  /** Writes what the lines are under the cursor, or at their ends. */
  function showValues() {
    const data = joined(lines);
    const steps = data[0];
    const last = steps.length - 1;
    const at = cursor === null ? last : Math.min(cursor, last);
    where.textContent = steps.length === 0
      ? 'No step has been taken yet.'
      : `${cursor === null ? 'Now, at' : 'At'} step ${count(steps[at])}, in ${unit} per character:`;
    const names = new Set(lines.map((it) => it.name));
    [...entries.keys()].filter((name) => !names.has(name)).forEach((name) => {
      entries.get(name).node.remove();
      entries.delete(name);
    });
    lines.forEach((line, i) => {
      const { node: item, button, value } = entryOf(line.name);
      const number = valueUpTo(data[i + 1] ?? [], at);
      value.textContent = number === null ? '–' : loss(number);
      button.setAttribute('aria-pressed', String(!hidden.has(line.name)));
      button.dataset.series = line.style.color.slice(2);
      button.dataset.dashed = String(Boolean(line.style.dash));
      if (legend.children[i] !== item) {
        legend.insertBefore(item, legend.children[i] ?? null);
      }
    });
  }

  /** The entry of a line in the legend, which stays the same: it may have the focus, or be under a finger. */
  function entryOf(name) {
    if (!entries.has(name)) {
      const value = element('strong');
      const button = element('button', { type: 'button', class: 'quiet small legend-entry', onclick: () => toggle(name) }, `${name} `, value);
      entries.set(name, { node: element('li', {}, button), button, value });
    }
    return entries.get(name);
  }

  function toggle(name) {
    if (!hidden.delete(name)) {
      hidden.add(name);
    }
    show(runs);
  }

  function destroy() {
    chart.destroy();
    rates.destroy();
  }

  return { node, show, destroy };
}

function linesOf(runs, convert) {
  const several = runs.length > 1;
  return runs.flatMap((run, i) => {
    const name = (what) => (several ? `${run.label}: ${what}` : what);
    const training = run.losses.length > 0
      ? run.losses
      : run.evaluations.map((it) => ({ step: it.step, loss: it.trainLoss }));
    const validated = run.evaluations.filter((it) => it.validationLoss !== null);
    const averaged = run.evaluations.filter((it) => (it.averagedLoss ?? null) !== null);
    return [
      {
        name: name('training'),
        style: { color: several ? colorOf(i) : '--line-control', width: 1, points: training.length === 1, ...(several ? { dash: [3, 3] } : {}) },
        points: pointsOf(training, 'loss', convert),
      },
      {
        name: name('validation'),
        style: { color: colorOf(i), width: 2, points: validated.length <= 60 },
        points: pointsOf(validated, 'validationLoss', convert),
      },
      {
        name: name('validation, averaged weights'),
        style: { color: several ? colorOf(i) : '--series-2', width: 2, dash: [8, 4] },
        points: pointsOf(averaged, 'averagedLoss', convert),
      },
    ].filter((it) => it.points[0].length > 0);
  });
}

function ratesOf({ losses, evaluations }) {
  return pointsOf(losses.length > 0 ? losses : evaluations, 'learningRate', (rate) => rate);
}

function pointsOf(entries, field, convert) {
  return [entries.map((it) => it.step), entries.map((it) => convert(it[field]))];
}

function joined(lines) {
  return lines.length === 0 ? [[]] : uPlot.join(lines.map((it) => it.points));
}

/** The last value of a line up to a point of the common axis; null if it begins later. */
function valueUpTo(values, index) {
  for (let i = index; i >= 0; i -= 1) {
    if (values[i] !== undefined && values[i] !== null) {
      return values[i];
    }
  }
  return null;
}

function colorOf(index) {
  return `--series-${(index % COLORS) + 1}`;
}
