/** A text, and the units of a layer that were looked at while the model read it. */

import { announce } from '../announce.js';
import { postJson } from '../api.js';
import { curlLine } from '../curl.js';
import { element, replaceChildren, uniqueId } from '../element.js';
import { attempt } from '../notice.js';
import { panel } from '../panel.js';
import { setParams, setTitle } from '../router.js';
import { modelField } from '../text/model-field.js';
import { FEATURES, SIGNALS, SIGNALS_OF } from './features.js';
import { unitList } from './unit-list.js';
import { unitSignals } from './unit-signals.js';
import { ownText } from './own-text.js';
import { unitText } from './unit-text.js';

const AT_ONCE = 24;
const LONGEST_IN_URL = 1000;

/** @returns the nodes of the view */
export function microscope(all, params, signal) {
  let shown = AT_ONCE;
  let layers = 0;
  let asked = {};
  let looking = new AbortController();
  let own = params.get('text') === null; // whether the text is the model's
  let kept = params.get('unit') === null ? null : Number(params.get('unit'));
  const textId = uniqueId('text');
  const text = element('textarea', { id: textId, value: params.get('text') ?? '', required: true, maxlength: 10_000, spellcheck: 'false', oninput: () => { own = false; } });
  const model = modelField(all, params.get('model'), { onChange: modelChanged });
  const layer = chooser('Layer', [], params.get('layer'));
  const what = chooser('Look at', [], params.get('signal'));
  const feature = chooser('Rank the units by', FEATURES, params.get('feature') ?? 'vowel');
  const charactersId = uniqueId('characters');
  const characters = element('input', { id: charactersId, value: params.get('characters') ?? '', maxlength: 1000, placeholder: 'such as xyz', onchange: anew });
  const signals = unitSignals(signal);
  const view = unitText(signals);
  const list = unitList(choose, () => {
    shown += AT_ONCE;
    look();
  });
  const curl = curlLine(null, 'Inspect with curl');
  const hint = element('p', { class: 'hint' });
  const form = element(
    'form',
    { class: 'stack', onsubmit: submit },
    element('div', { class: 'fields lens' }, model.node, layer.node, what.node, feature.node, element('div', { class: 'field' }, element('label', { for: charactersId }, 'Or by characters of your own'), characters)),
    element('div', { class: 'field' }, element('label', { for: textId }, 'Text'), text),
    element('div', { class: 'actions' }, element('button', { class: 'primary' }, 'Look inside')),
    curl,
  );
  offer();
  begin();
  return [
    element('section', { class: 'panel' }, form),
    element('div', { class: 'inside' }, panel('Units', hint, list.node), view.node),
  ];

  function request() {
    const json = {
      model: model.value(),
      text: text.value,
      layer: Number(layer.value()) || null,
      signals: what.value() ? [what.value()] : null,
      feature: characters.value ? null : feature.value() || null,
      characters: characters.value || null,
      top: shown,
    };
    return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
  }

  function modelChanged() {
    offer();
    kept = null;
    begin();
  }

  /** Looks at the text, or at one of the model's where the reader has given none. */
  function begin() {
    const chosen = all.find((it) => it.name === model.value());
    return attempt(async () => {
      if (own && chosen) {
        text.value = await ownText(chosen, signal);
      }
      await look();
    });
  }

  /** Looks again, at other units. */
  function anew() {
    shown = AT_ONCE;
    kept = null;
    look();
  }

  function shape() {
    return all.find((it) => it.name === model.value())?.shape;
  }

  /** The signals that the cells of the model have. */
  function available() {
    return SIGNALS_OF[shape()?.cell] ?? ['hidden'];
  }

  /** Offers the layers and signals that the model has. */
  function offer() {
    layers = shape()?.layers ?? 1;
    layer.offer(Array.from({ length: layers }, (_, i) => [String(i + 1), String(i + 1)]), String(layers));
    const names = available();
    what.offer(names.map((it) => [it, `${SIGNALS[it][1]} ${SIGNALS[it][0]}`]), names[0]);
  }

  function submit(event) {
    event.preventDefault();
    look();
  }

  function look() {
    if (!text.value) {
      return undefined;
    }
    const json = request();
    looking.abort();
    looking = new AbortController();
    const mine = AbortSignal.any([signal, looking.signal]);
    remember();
    curl.show({ method: 'POST', path: '/inspect', json });
    return attempt(async () => {
      const answer = await postJson('/inspect', json, { signal: mine });
      asked = json;
      setTitle(answer.model);
      const told = SIGNALS[answer.traces[0].signal];
      replaceChildren(
        hint,
        answer.feature
          ? 'The number is the separation, −1 to 1: 2·AUC − 1 for a class of characters, a rank correlation for a position.'
          : 'By their numbers.',
        ` Shown is the ${told[1]} ${told[0]}: ${told[2]}.`,
      );
      view.read(json.text, answer.feature, json.characters ? `characters ${json.characters}` : FEATURES.find(([name]) => name === (json.feature ?? ''))[1]);
      list.show(answer.traces, answer.hiddenSize, kept);
      announce(`Unit ${answer.traces[0].unit} is the first of ${answer.hiddenSize}.`);
    });
  }

  function choose(trace) {
    kept = trace.unit;
    view.show(trace);
    signals.show({ model: asked.model, text: asked.text, layer: asked.layer, units: [trace.unit], signals: available() });
    remember();
  }

  function remember() {
    setParams({
      model: model.value(),
      layer: Number(layer.value()) === layers ? null : layer.value(),
      signal: what.value(),
      feature: feature.value(),
      characters: characters.value,
      unit: kept,
      text: !own && text.value.length <= LONGEST_IN_URL ? text.value : null,
    });
  }

  /** A select with its label: `{node, value(), offer(options, usual)}`. */
  function chooser(label, options, chosen) {
    const id = uniqueId('choose');
    let wanted = chosen;
    const select = element('select', { id, onchange: () => { wanted = select.value; anew(); } });
    const made = {
      node: element('div', { class: 'field' }, element('label', { for: id }, label), select),
      value: () => select.value,
      offer(next, usual) {
        replaceChildren(select, next.map(([value, name]) => element('option', { value }, name)));
        select.value = next.some(([value]) => value === wanted) ? wanted : usual;
      },
    };
    made.offer(options, chosen ?? '');
    return made;
  }
}
