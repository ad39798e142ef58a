/** A text, and the units of a layer that were looked at while the model read it. */

import { announce } from '../announce.js';
import { postJson } from '../api.js';
import { curlLine } from '../curl.js';
import { element, replaceChildren, uniqueId } from '../element.js';
import { load } from '../load.js';
import { attempt } from '../notice.js';
import { panel } from '../panel.js';
import { setParams, setTitle } from '../router.js';
import { named, SIGNALS } from './features.js';
import { lens } from './lens.js';
import { ownText } from './own-text.js';
import { unitList } from './unit-list.js';
import { unitSignals } from './unit-signals.js';
import { unitText } from './unit-text.js';

const AT_ONCE = 24;
const MOST = 1000; // that the service tells of at once
const LONGEST_IN_URL = 1000;

/**
 * @param signal breaks off what is under way
 * @returns the nodes of the view
 */
export function microscope(all, params, signal) {
  let shown = Math.min(MOST, Math.max(AT_ONCE, Number(params.get('top')) || 0));
  let asked = {}; // what the answer that is shown was an answer to
  let looking = new AbortController();
  let asking = new AbortController(); // for a text of the model's
  let own = params.get('text') === null; // whether the text is the model's
  let kept = params.get('unit') === null ? null : Number(params.get('unit'));
  const textId = uniqueId('text');
  const text = element('textarea', { id: textId, value: params.get('text') ?? '', required: true, maxlength: 10_000, spellcheck: 'false', dir: 'auto', oninput: typed });
  const looked = lens(all, params, () => begin(), anew);
  const signals = unitSignals(signal);
  const view = unitText(signals);
  const list = unitList(choose, more);
  const curl = curlLine(null, 'Inspect with curl');
  const hint = element('p', { class: 'hint' });
  const form = element(
    'form',
    { class: 'stack', onsubmit: submit },
    looked.node,
    element('div', { class: 'field' }, element('label', { for: textId }, 'Text'), text),
    element('div', { class: 'actions' }, element('button', { class: 'primary' }, 'Look inside')),
    curl,
  );
  begin(kept);
  return [
    element('section', { class: 'panel' }, form),
    element('div', { class: 'inside' }, panel('Units', hint, list.node), view.node),
  ];

  function typed() {
    own = false;
    asking.abort();
  }

  function submit(event) {
    event.preventDefault();
    look();
  }

  /** Looks at the text, or at one of the model's where the reader has given none. */
  function begin(unit = null) {
    kept = unit;
    asking.abort();
    asking = new AbortController();
    const mine = AbortSignal.any([signal, asking.signal]);
    return attempt(async () => {
      if (own) {
        text.value = await load(() => ownText(looked.model(), mine), mine);
      }
      await look();
    });
  }

  /** Looks again, at what is chosen now. */
  function anew() {
    shown = AT_ONCE;
    kept = null;
    look();
  }

  function more() {
    shown = Math.min(MOST, shown + AT_ONCE);
    look();
  }

  async function look() {
    if (!text.value) {
      return;
    }
    const wanted = { ...looked.choice(), text: text.value, top: shown };
    const json = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null));
    looking.abort();
    looking = new AbortController();
    const mine = AbortSignal.any([signal, looking.signal]);
    remember();
    curl.show({ method: 'POST', path: '/inspect', json });
    await attempt(async () => {
      const answer = await load(() => postJson('/inspect', json, { signal: mine }), mine);
      asked = json;
      show(answer);
    });
  }

  function show(answer) {
    const what = answer.traces[0].signal;
    setTitle(answer.model);
    replaceChildren(
      hint,
      answer.feature
        ? 'The number is the separation, −1 to 1: 2·AUC − 1 for a class of characters, a rank correlation for a position.'
        : 'By their numbers.',
      ` Shown is the ${named(what)}: ${SIGNALS[what][2]}.`,
    );
    view.read(asked.text, answer.feature, looked.featureName());
    list.show(answer.traces, Math.min(MOST, answer.hiddenSize), kept);
    announce(`Unit ${answer.traces[0].unit} is the first of ${answer.hiddenSize}.`);
  }

  function choose(trace) {
    kept = trace.unit;
    view.show(trace);
    const { model, text: read, layer } = asked;
    signals.show({ model, text: read, layer, units: [trace.unit], signals: looked.signals() });
    remember();
  }

  function remember() {
    setParams({
      ...looked.params(),
      unit: kept,
      top: shown === AT_ONCE ? null : shown,
      text: !own && text.value.length <= LONGEST_IN_URL ? text.value : null,
    });
  }
}
