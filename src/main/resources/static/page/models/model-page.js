/** One model, in the version that the URL names or the one that is served. */

import { announce } from '../announce.js';
import { getJson, postJson, send } from '../api.js';
import { lengthHistogram } from '../charts/histogram.js';
import { learningCurve } from '../charts/learning-curve.js';
import { oneAtATime } from '../clicks.js';
import { confirmed } from '../confirm.js';
import { curlLine } from '../curl.js';
import { download } from '../download.js';
import { element, replaceChildren, uniqueId } from '../element.js';
import { age, bytes, count, loss, moment, shortCount, visible } from '../figures.js';
import { layerTable } from '../layer-table.js';
import { attempt, errorBox } from '../notice.js';
import { factList, figureList, panel } from '../panel.js';
import { poll } from '../poll.js';
import { focusHeading, go, link, presentParams, setParams, setTitle } from '../router.js';

const FORMATS = [
  ['', 'Charloom'],
  ['pytorch', 'PyTorch'],
  ['keras', 'Keras'],
  ['onnx', 'ONNX'],
  ['numpy-directory', 'Directory of NumPy arrays'],
];

/** Others may load it, train it further, or delete it. */
const EVERY = 4000;

/** Shows the model `name` in `root`; returns how to end that. */
export function modelPage(root, name, params) {
  const path = `/models/${encodeURIComponent(name)}`;
  const version = params.get('version');
  const acting = oneAtATime();
  const saving = oneAtATime(); // a large file takes long, and keeps nobody from the rest
  const curve = learningCurve({ unit: params.get('unit') ?? 'nats', scale: params.get('steps') ?? 'linear' }, (state) =>
    setParams({ unit: state.unit === 'nats' ? null : state.unit, steps: state.scale === 'linear' ? null : state.scale }),
  );
  const place = element('div', { class: 'stack-wide' }, element('p', { class: 'hint' }, 'Looking …'));
  const trouble = element('div');
  const news = element('div');
  root.append(
    element('p', {}, element('a', { href: link('models') }, '← All models')),
    element('h1', {}, name),
    trouble,
    news,
    place,
  );
  setTitle(name);
  const versionId = uniqueId('version');
  const state = element('div', { class: 'stack' });
  let shown = null;
  let told = null; // the error that is shown
  const polling = poll(EVERY, async (signal) => {
    show(await getJson(path, { query: { version }, signal, byItself: true }));
    tell(null);
  }, (error) => {
    if (error.status === 404) {
      polling.stop();
      tell(shown ? { name: 'ApiError', message: `${name} is there no more: it has been deleted.` } : error);
      keepFocus(() => replaceChildren(place));
      replaceChildren(news);
    } else {
      tell(error);
    }
  });

  /** An error is read out once, however often it comes. */
  function tell(error) {
    if (error?.message !== told?.message) {
      told = error;
      replaceChildren(trouble, error && errorBox(error));
    }
  }

  /** Touches only what has changed. */
  function show(model) {
    const before = shown;
    shown = model;
    if (before?.version !== model.version || before.createdAt !== model.createdAt) {
      keepFocus(() => build(model));
      if (before) {
        const text = `Version ${model.version} has taken the place of version ${before.version}.`;
        replaceChildren(news, element('div', { class: 'banner banner-news' }, text));
        announce(text);
      }
    } else if (stateOf(before) !== stateOf(model)) {
      keepFocus(() => replaceChildren(state, stateParts(model)));
    }
  }

  /** What was under the reader's hands may be another element now, or be there no more. */
  function keepFocus(change) {
    const { activeElement } = document;
    const focused = place.contains(activeElement);
    change();
    if (focused && !activeElement.isConnected) {
      const instead = document.getElementById(activeElement.id) ?? root.querySelector('#load, #unload');
      if (instead) {
        instead.focus();
      } else {
        focusHeading();
      }
    }
  }

  function build(model) {
    replaceChildren(state, stateParts(model));
    replaceChildren(
      place,
      overview(model),
      curvePanel(model),
      element(
        'div',
        { class: 'columns' },
        panel('Layers', layerTable(model.layers)),
        panel('Text', corpusFigures(model), lengthHistogram(model.corpus.lineLengths)),
      ),
      element('div', { class: 'columns' }, vocabulary(model.vocabulary), provenance(model)),
    );
  }

  function curvePanel(model) {
    if (model.history.length === 0) {
      return panel('Training', element('p', { class: 'hint' }, 'It was trained elsewhere; nobody here knows how that went.'));
    }
    curve.show([{ label: model.name, losses: model.losses, evaluations: model.history }]);
    return panel('How it learned', curve.node);
  }

  function overview(model) {
    return element(
      'section',
      { class: 'panel', 'aria-label': 'Overview' },
      state,
      exportForm(model),
      curlLine({ path, query: { version } }, 'This model with curl'),
    );
  }

  /** What may change while it is looked at, and what can be done about it. */
  function stateParts(model) {
    const served = model.version === model.current;
    return [
      figureList([
        ['Network', `${model.shape.layers} × ${model.shape.hiddenSize}`, model.shape.cell.toUpperCase()],
        ['Parameters', shortCount(model.parameterCount)],
        ['Validation loss', model.validationLoss === null ? null : loss(model.validationLoss), 'nats'],
        ['Bits per character', model.training.bitsPerCharacter === null ? null : loss(model.training.bitsPerCharacter)],
        ['Reads', model.mode === 'lines' ? 'lines' : 'one stream'],
        ['Created', age(model.createdAt)],
        ['State', element('span', { class: model.loaded ? 'tag tag-live' : 'tag', id: 'load-state' }, model.loaded ? 'In memory' : 'On disk')],
      ]),
      model.versions.length > 1 && versionField(model),
      element(
        'div',
        { class: 'actions' },
        element('a', { class: 'button primary', href: link('write', [], { model: served ? model.name : `${model.name}:${model.version}` }) }, 'Write with it'),
        !served && element('button', { type: 'button', id: 'serve', onclick: acting(() => makeCurrent(model.version)) }, 'Serve this version'),
        model.loaded
          ? element('button', { type: 'button', id: 'unload', onclick: acting(() => setLoaded('unload')) }, 'Let go from memory')
          : served && element('button', { type: 'button', id: 'load', onclick: acting(() => setLoaded('load')) }, 'Load into memory'),
        element('button', { type: 'button', class: 'quiet danger', id: 'delete-model', onclick: acting(() => remove(model)) }, 'Delete'),
      ),
    ];
  }

  function versionField(model) {
    return element(
      'div',
      { class: 'field field-narrow' },
      element('label', { for: versionId }, 'Version'),
      element(
        'select',
        { id: versionId, onchange: (event) => go('models', [name], { ...presentParams(), version: event.target.value }) },
        model.versions.map((it) =>
          element('option', { value: it, selected: it === model.version }, `${it}${it === model.current ? ' (served)' : ''}`),
        ),
      ),
    );
  }

  function exportForm(model) {
    const id = uniqueId('format');
    const request = () => ({ path: `${path}/export`, query: { version: model.version, format: format.value } });
    const format = element(
      'select',
      { id, onchange: () => curl.show({ ...request(), flags: '-OJ' }) },
      FORMATS.map(([value, text]) => element('option', { value }, text)),
    );
    const curl = curlLine({ ...request(), flags: '-OJ' }, 'Export with curl');
    return element(
      'details',
      { class: 'fold', id: 'export' },
      element('summary', {}, 'Export'),
      element(
        'div',
        { class: 'stack-tight' },
        element('div', { class: 'field field-narrow' }, element('label', { for: id }, 'For'), format),
        element(
          'div',
          { class: 'actions' },
          element('button', { type: 'button', id: 'export-model', onclick: saving(() => attempt(() => download(request().path, request().query))) }, 'Save as a file'),
        ),
        curl,
      ),
    );
  }

  function setLoaded(action) {
    return attempt(async () => {
      await postJson(`${path}/${action}`);
      announce(action === 'load' ? `${name} is in memory.` : `${name} is no longer in memory.`);
      await polling.now();
    });
  }

  function makeCurrent(chosen) {
    return attempt(async () => {
      await send('PUT', `${path}/current`, { json: { version: chosen } });
      announce(`Version ${chosen} is served now.`);
      await polling.now();
    });
  }

  function remove(model) {
    return attempt(async () => {
      const many = model.versions.length > 1;
      const sure = await confirmed({
        title: `Delete ${name}?`,
        text: `${many ? `All ${model.versions.length} versions of the model are` : 'The model is'} deleted for good. Export it first if you may want it back.`,
        action: 'Delete it',
      });
      if (sure) {
        await send('DELETE', path);
        announce(`${name} is deleted.`);
        go('models');
      }
    });
  }

  return () => {
    polling.stop();
    curve.destroy();
  };
}

/** What may change of a version. */
function stateOf({ loaded, current, versions, createdAt }) {
  return JSON.stringify([loaded, current, versions, age(createdAt)]);
}

function corpusFigures({ corpus }) {
  return figureList([
    ['Characters', corpus.characters > 0 ? count(corpus.characters) : null],
    ['Lines', corpus.characters > 0 ? count(corpus.lines) : null],
    ['Different characters', count(corpus.distinctCharacters)],
    ['Size', corpus.bytes > 0 ? bytes(corpus.bytes) : null],
  ]);
}

function vocabulary({ size, characters }) {
  return panel(
    'Vocabulary',
    element('p', { class: 'hint' }, `The ${count(size)} characters that it knows.`),
    element('ul', { class: 'vocabulary' }, characters.map((it) => element('li', { title: codePoint(it) }, visible(it)))),
  );
}

function codePoint(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function provenance({ provenance: from, training, createdAt }) {
  const parameters = Object.entries(training.parameters);
  return panel(
    'Where it comes from',
    factList([
      ['Made', moment(createdAt)],
      ['By job', from.job],
      ['Going on from', from.parent],
      ['Steps', training.steps > 0 ? `${count(training.steps)}, the best after ${count(training.bestStep)}` : null],
      ['Ended', ended(training.ended)],
      ['Measured', training.validationMethod],
      ['Seed', from.seed],
      ['Charloom', from.codeVersion],
      ['SHA-256 of the text', from.corpusSha256],
    ]),
    parameters.length > 0 && element('details', {}, element('summary', {}, 'Parameters'), factList(parameters)),
  );
}

function ended(how) {
  return { complete: 'after all of its steps', early: 'early, as the validation loss fell no more', checkpoint: 'before its time' }[how] ?? null;
}
