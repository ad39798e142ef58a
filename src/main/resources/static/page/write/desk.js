/** The desk at which texts are written: prompt, settings, and the texts side by side. */

import { announce } from '../announce.js';
import { curlLine } from '../curl.js';
import { element, replaceChildren, uniqueId } from '../element.js';
import { clearErrors, showError } from '../notice.js';
import { isAbort } from '../api.js';
import { panel } from '../panel.js';
import { setParams } from '../router.js';
import { modelField, modelNamed } from '../text/model-field.js';
import { legend } from '../text/tint.js';
import { nextCharacter } from './next-character.js';
import { numberField } from './number-field.js';
import { stream } from './request.js';
import { samplerFields } from './sampler-fields.js';
import { seedField } from './seed-field.js';
import { writing } from './writing.js';

const ALTERNATIVES = 8;
const MOST_LOG_PROBABILITIES = 5_000_000; // of a request, alternatives included
const LONGEST_IN_URL = 1000;

/**
 * @param signal breaks off what is under way
 * @returns the nodes of the view
 */
export function desk(all, params, signal) {
  const running = new Set(); // requests: `{texts, breaking}`
  const promptId = uniqueId('prompt');
  const prompt = element('textarea', { id: promptId, value: params.get('prompt') ?? '', spellcheck: 'false', dir: 'auto', rows: 3, placeholder: 'Leave it empty for a text from nothing' });
  const model = modelField(all, params.get('model'), { onChange: changed });
  const other = modelField(all, params.get('compare'), { label: 'Compare with', none: 'no other model', onChange: changed });
  const sampler = samplerFields(params, changed);
  const n = numberField('Texts', { min: 1, max: 8, usual: 1 }, params.get('n'), changed);
  const maxLength = numberField('Length', { min: 1, max: 100_000, usual: 200 }, params.get('length'), changed);
  const seed = seedField(params.get('seed') === null ? null : Number(params.get('seed')), changed);
  const distribution = nextCharacter(signal);
  const curl = curlLine(null, 'Write with curl');
  const write = element('button', { class: 'primary' }, 'Write');
  const stop = element('button', { type: 'button', class: 'stop', hidden: true, onclick: stopAll }, 'Stop');
  const texts = element('div', { class: 'writings' });
  const hint = element('p', { class: 'hint' }, 'What the model writes appears here. Point at a character to see what else it could have been.');

  prompt.addEventListener('input', changed);
  prompt.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      begin();
    }
  });
  changed();

  const form = element(
    'form',
    { class: 'stack', onsubmit: submit },
    element('div', { class: 'field' }, element('label', { for: promptId }, 'Prompt'), prompt),
    element('div', { class: 'fields' }, model.node, other.node),
    element('div', { class: 'fields fields-small' }, n.node, maxLength.node, seed.node),
    element('div', { class: 'actions' }, write, stop),
    curl,
  );
  return [
    element(
      'div',
      { class: 'desk' },
      element(
        'div',
        { class: 'stack desk-texts' },
        element('section', { class: 'panel' }, form),
        panel('Texts', hint, legend('expected', '10 bits of surprise or more'), texts),
      ),
      panel('The next character', sampler.node, distribution.node),
    ),
  ];

  function request(name, seedOf = seed.kept()) {
    const json = { model: name, prompt: prompt.value, ...sampler.values(), n: n.value(), maxLength: maxLength.value(), logprobs: alternatives(n.value() * maxLength.value()), seed: seedOf };
    return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
  }

  function changed() {
    setParams({
      model: model.value(),
      compare: other.value(),
      prompt: prompt.value.length <= LONGEST_IN_URL ? prompt.value : null,
      ...sampler.changes(),
      n: n.change(),
      length: maxLength.change(),
      seed: seed.kept(),
    });
    curl.show({ method: 'POST', path: '/complete', json: request(model.value()) });
    distribution.redraw(sampler.values());
    distribution.ask({ model: model.value(), prompt: prompt.value }, writesLines(model.value()));
  }

  function submit(event) {
    event.preventDefault();
    begin();
  }

  function begin() {
    running.forEach((it) => it.breaking.abort());
    const names = [model.value(), other.value()].filter((it) => it !== null);
    const chosen = seed.next();
    const runs = names.map((name) => ({ json: request(name, chosen), writings: ofModel(name, names.length > 1) }));
    hint.hidden = true;
    replaceChildren(texts, runs.map((it) => it.writings.map((text) => text.node)));
    curl.show({ method: 'POST', path: '/complete', json: runs[0].json });
    run(runs.map(({ json, writings }) => ({ json, texts: writings.map((text) => text.begin(json.prompt)) })));
  }

  /** The places of the texts of a model. */
  function ofModel(name, named) {
    return Array.from({ length: n.value() }, (_, i) => {
      const called = [named ? name : null, n.value() > 1 || !named ? `Text ${i + 1}` : null].filter(Boolean).join(', ');
      const text = writing(called, (from, before, chosen) => again(text, name, from, before, chosen), keep);
      return text;
    });
  }

  /** Makes a text, with what it began with, the prompt. */
  function keep(text) {
    prompt.value = text;
    changed();
    prompt.focus();
  }

  /** Goes on from a character that the reader has chosen. */
  function again(text, name, from, before, chosen) {
    const written = [...before, chosen];
    const json = {
      ...request(name, seed.kept() ?? seed.next()),
      prompt: from + written.map((it) => it.character).join(''),
      n: 1,
      maxLength: Math.max(1, maxLength.value() - written.length),
    };
    curl.show({ method: 'POST', path: '/complete', json });
    const begun = text.begin(from, written);
    // Other texts of the request that the old one came from go on.
    running.forEach((it) => it.texts.some((other) => other.writing()) || it.breaking.abort());
    if (chosen.character === '\n' && writesLines(name)) {
      begun.end('stop'); // what follows would be another line, of which this one is no part
    } else {
      run([{ json, texts: [begun] }]);
    }
  }

  function writesLines(name) {
    return modelNamed(all, name)?.mode === 'lines';
  }

  function stopAll() {
    running.forEach((it) => it.breaking.abort());
    announce('Stopped.');
  }

  /** Runs requests at once, `{json, texts}` each. */
  async function run(requests) {
    clearErrors();
    const outcomes = await Promise.allSettled(requests.map(go));
    const failure = outcomes.find((it) => it.status === 'rejected' && !isAbort(it.reason));
    if (failure) {
      showError(failure.reason);
    } else if (outcomes.some((it) => it.status === 'fulfilled')) {
      announce('Written.');
    }
  }

  async function go({ json, texts: begun }) {
    const request = { texts: begun, breaking: new AbortController() };
    running.add(request);
    stop.hidden = false;
    try {
      await stream(json, begun, AbortSignal.any([signal, request.breaking.signal]));
    } finally {
      begun.forEach((text) => text.end(request.breaking.signal.aborted ? 'stopped' : 'broken off'));
      running.delete(request);
      stop.hidden = running.size === 0;
    }
  }
}

/** How many alternatives to a character the service tells where it writes so many. */
function alternatives(characters) {
  return Math.min(ALTERNATIVES, Math.floor(MOST_LOG_PROBABILITIES / characters) - 1);
}
