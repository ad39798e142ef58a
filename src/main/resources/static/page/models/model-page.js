/** One model, in the version that the URL names or the one that is served. */

import { announce } from '../announce.js';
import { getJson, postJson, send, Unreachable } from '../api.js';
import { lengthHistogram } from '../charts/histogram.js';
import { learningCurve } from '../charts/learning-curve.js';
import { oneAtATime } from '../clicks.js';
import { confirmed } from '../confirm.js';
import { onRestored } from '../connection.js';
import { curlLine } from '../curl.js';
import { download } from '../download.js';
import { element, replaceChildren, uniqueId } from '../element.js';
import { age, bytes, count, loss, moment, shortCount, visible } from '../figures.js';
import { layerTable } from '../layer-table.js';
import { attempt, errorBox } from '../notice.js';
import { factList, figureList, panel } from '../panel.js';
import { go, link, presentParams, setParams, setTitle } from '../router.js';

const FORMATS = [
  ['', 'Charloom'],
  ['pytorch', 'PyTorch'],
  ['keras', 'Keras'],
  ['onnx', 'ONNX'],
  ['numpy-directory', 'Directory of NumPy arrays'],
];

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
  root.append(
    element('p', {}, element('a', { href: link('models') }, '← All models')),
    element('h1', {}, name),
    place,
  );
  setTitle(name);
  const ended = new AbortController();
  const forget = onRestored(load);
  load();

  async function load() {
    try {
      show(await getJson(path, { query: { version }, signal: ended.signal }));
    } catch (error) {
      if (!ended.signal.aborted && !(error instanceof Unreachable)) { // what is away is asked again when it is back
        replaceChildren(place, errorBox(error));
      }
    }
  }

  function show(model) {
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
    const served = model.version === model.current;
    return element(
      'section',
      { class: 'panel', 'aria-label': 'Overview' },
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
        !served && element('button', { type: 'button', onclick: acting(() => makeCurrent(model.version)) }, 'Serve this version'),
        model.loaded
          ? element('button', { type: 'button', id: 'unload', onclick: acting(() => setLoaded('unload')) }, 'Let go from memory')
          : served && element('button', { type: 'button', id: 'load', onclick: acting(() => setLoaded('load')) }, 'Load into memory'),
        element('button', { type: 'button', class: 'quiet danger', id: 'delete-model', onclick: acting(() => remove(model)) }, 'Delete'),
      ),
      exportForm(model),
      curlLine({ path, query: { version } }, 'This model with curl'),
    );
  }

  function versionField(model) {
    const id = uniqueId('version');
    return element(
      'div',
      { class: 'field field-narrow' },
      element('label', { for: id }, 'Version'),
      element(
        'select',
        { id, onchange: (event) => go('models', [name], { ...presentParams(), version: event.target.value }) },
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
      await load();
      root.querySelector('#load, #unload')?.focus();
    });
  }

  function makeCurrent(chosen) {
    return attempt(async () => {
      await send('PUT', `${path}/current`, { json: { version: chosen } });
      announce(`Version ${chosen} is served now.`);
      await load();
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
    ended.abort();
    forget();
    curve.destroy();
  };
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
