/** How well a model knows a text: `#/score`, with the surprise at each of its characters. */

import { announce } from '../announce.js';
import { postJson } from '../api.js';
import { curlLine } from '../curl.js';
import { element, replaceChildren, uniqueId } from '../element.js';
import { count, significant } from '../figures.js';
import { load } from '../load.js';
import { attempt } from '../notice.js';
import { figureList, panel } from '../panel.js';
import { setParams, setTitle } from '../router.js';
import { alternatives, probability, spoken } from '../text/alternatives.js';
import { modelField, withModels } from '../text/model-field.js';
import { surpriseTint, legend } from '../text/tint.js';
import { tintedText } from '../text/tinted-text.js';

export const title = 'Score';

const ALTERNATIVES = 5;
const LONGEST_IN_URL = 1000;

export function mount(root, params) {
  root.append(
    element('h1', {}, 'How well does a model know a text?'),
    element('p', { class: 'lead' }, 'Every character is coloured by how much it surprised the model that had read what stands before it.'),
  );
  const pending = new AbortController();
  withModels(root, pending.signal, (all) => scoring(all, params, pending.signal));
  return () => pending.abort();
}

function scoring(all, params, signal) {
  let asking = new AbortController();
  const id = uniqueId('text');
  const field = element('textarea', { id, value: params.get('text') ?? '', required: true, spellcheck: 'false', dir: 'auto' });
  const model = modelField(all, params.get('model'), { onChange: remember });
  const curl = curlLine(null, 'Score with curl');
  const result = scoredText();
  const form = element(
    'form',
    { class: 'stack', onsubmit: submit },
    model.node,
    element('div', { class: 'field' }, element('label', { for: id }, 'Text'), field),
    element('div', { class: 'actions' }, element('button', { class: 'primary' }, 'Score')),
    curl,
  );
  field.addEventListener('input', remember);
  if (field.value) {
    score();
  }
  return [element('div', { class: 'columns' }, element('section', { class: 'panel' }, form), result.node)];

  function request() {
    return { model: model.value(), text: field.value, logprobs: ALTERNATIVES };
  }

  function remember() {
    const text = field.value.length <= LONGEST_IN_URL ? field.value : null;
    setParams({ model: model.value(), text });
    curl.show(field.value ? { method: 'POST', path: '/score', json: request() } : null);
  }

  function submit(event) {
    event.preventDefault();
    score();
  }

  function score() {
    remember();
    asking.abort();
    asking = new AbortController();
    const mine = AbortSignal.any([signal, asking.signal]);
    return attempt(async () => {
      const asked = request();
      const answer = await load(() => postJson('/score', asked, { signal: mine }), mine);
      setTitle(answer.model);
      result.show(answer.scores[0]);
    });
  }
}

/** The place of the result: `{node, show(score)}`. */
function scoredText() {
  let characters = [];
  const figures = element('div');
  const readout = element('p', { class: 'readout', 'aria-live': 'polite' });
  const list = element('div');
  const text = tintedText('The text, coloured by surprise', (index) => point(characters[index]));
  const hint = element('p', { class: 'hint' }, 'The text appears here, coloured, with how many bits per character the model needs for it.');
  const contents = element(
    'div',
    { class: 'stack', hidden: true },
    figures,
    legend('expected', '10 bits of surprise or more'),
    text.node,
    readout,
    list,
  );
  const node = panel('Surprise', hint, contents);
  node.setAttribute('aria-label', 'Surprise');
  return { node, show };

  function show(score) {
    characters = score.logprobs;
    hint.hidden = true;
    contents.hidden = false;
    replaceChildren(
      figures,
      figureList([
        ['Bits per character', significant(score.bitsPerCharacter)],
        ['Perplexity', significant(score.perplexity)],
        ['Nats per character', significant(score.natsPerCharacter)],
        ['Characters', count(score.characters)],
      ]),
    );
    text.set(characters.map((it) => ({ text: it.character, tint: surpriseTint(-it.logprob) })));
    point(null);
    announce(`${significant(score.bitsPerCharacter)} bits per character, perplexity ${significant(score.perplexity)}.`);
  }

  function point(character) {
    if (!character) {
      replaceChildren(readout, 'Point at a character, or go through them with the arrow keys.');
      list.replaceChildren();
      return;
    }
    const bits = -character.logprob / Math.LN2;
    replaceChildren(
      readout,
      element('strong', {}, spoken(character.character)),
      `: ${bits.toFixed(2)} bits of surprise, a probability of ${probability(character.logprob)}. What the model expected here:`,
    );
    replaceChildren(list, alternatives(character));
  }
}
