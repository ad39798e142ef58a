/** From a text to a running training: the text, what to make of it, what that costs, and off it goes. */

import { address } from '../address.js';
import { announce } from '../announce.js';
import { isAbort } from '../api.js';
import { curlLine } from '../curl.js';
import { element, replaceChildren, uniqueId } from '../element.js';
import { percent } from '../figures.js';
import { load } from '../load.js';
import { clearErrors, errorBox, showError, showNews } from '../notice.js';
import { panel } from '../panel.js';
import { link, setParams } from '../router.js';
import { upload } from '../upload.js';
import { corpusField } from './corpus-field.js';
import { estimateView } from './estimate.js';
import { parameterFields } from './parameter-fields.js';

const PRESETS = [
  ['auto', 'Auto', 'by the size of the text'],
  ['tiny', 'Tiny', 'in a moment, for trying out'],
  ['small', 'Small', 'names, a story'],
  ['medium', 'Medium', 'a book'],
  ['large', 'Large', 'books, and an hour or more'],
];
const TEXT = 'text/plain;charset=utf-8';
/** Larger texts are not sent again by themselves whenever a parameter changes. */
const SENT_AGAIN = 8_000_000;
const PAUSE_AFTER_TYPING = 400;

/**
 * @param params of the URL, to begin with
 * @param onStarted called with the job that was started, if the form is still there
 * @returns `{node, useSample(), destroy()}`
 */
export function newTraining(params, onStarted) {
  const { model: _model, preset: _preset, budget: _budget, ...ofUrl } = params.query;
  let corpus = null;
  let fields = null;
  let timer = 0;
  let estimating = null;
  let starting = null; // breaks off the sending of the text that is to be trained on
  let estimated = null; // the text that an estimate has been asked for
  let sending = 0;
  let derivedName = null;
  const ended = new AbortController();

  const nameId = uniqueId('model');
  const budgetId = uniqueId('budget');
  const name = element('input', {
    id: nameId, name: 'model', type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: 64,
    value: params.get('model') ?? '', onchange: changed, 'aria-describedby': `${nameId}-wrong`,
  });
  const nameError = element('p', { class: 'field-error', id: `${nameId}-wrong` });
  const budget = element('input', {
    id: budgetId, name: 'budget', type: 'text', autocomplete: 'off', placeholder: 'any; or 15m, 1h30m',
    value: params.get('budget') ?? '', onchange: changed, 'aria-describedby': `${budgetId}-wrong`,
  });
  const budgetError = element('p', { class: 'field-error', id: `${budgetId}-wrong` });
  const presets = presetField(params.get('preset') ?? 'auto', changed);
  const source = corpusField(takeCorpus);
  const progress = element('progress', { max: 1, value: 0, 'aria-label': 'Upload' });
  const progressText = element('span', { class: 'hint' });
  const stop = element('button', { type: 'button', class: 'small', id: 'stop-sending', onclick: stopSending }, 'Stop sending');
  const progressRow = element(
    'div',
    { class: 'stack-tight', hidden: true },
    progress,
    element('div', { class: 'actions' }, progressText, stop),
  );
  const outcome = element('div', { class: 'stack', 'aria-live': 'polite' });
  const again = element('button', { type: 'button', hidden: true, onclick: () => estimate() }, 'Estimate again');
  const start = element('button', { type: 'submit', class: 'primary', id: 'start-training' }, 'Start training');
  const curl = curlLine(null);
  const fold = element(
    'details',
    { class: 'fold' },
    element('summary', {}, 'All parameters'),
    element('div', { class: 'fold-contents' }, element('p', { class: 'hint' }, 'Asking the service for them …')),
  );
  const settings = element(
    'div',
    { class: 'stack', hidden: true },
    element(
      'div',
      { class: 'fields' },
      element('div', { class: 'field' }, element('label', { for: nameId }, 'Name of the model'), name, nameError),
      element('div', { class: 'field' }, element('label', { for: budgetId }, 'Time it may take'), budget, budgetError),
    ),
    presets,
    fold,
    outcome,
    element('div', { class: 'actions' }, start, again),
    curl,
  );
  const form = element('form', { class: 'stack', novalidate: true, onsubmit: submit }, source.node, progressRow, settings);
  const node = panel('Train on a text of your own', form);

  load(() => parameterFields((it) => params.get(it), changed), ended.signal).then(
    (made) => {
      if (ended.signal.aborted) {
        return;
      }
      fields = made;
      replaceChildren(fold.querySelector('.fold-contents'), made.node);
      fold.open = Object.keys(made.values()).length > 0;
      if (corpus) {
        changed();
      }
    },
    (error) => ended.signal.aborted || replaceChildren(fold.querySelector('.fold-contents'), errorBox(error)),
  );

  function takeCorpus(taken) {
    corpus = taken;
    clearTimeout(timer);
    breakOff();
    settings.hidden = !taken;
    replaceChildren(outcome);
    if (taken) {
      if (name.value === '' || name.value === derivedName) {
        derivedName = modelNameOf(taken.name);
        name.value = derivedName;
      }
      changed();
    }
  }

  function query() {
    const given = fields ? fields.values() : ofUrl;
    // What a training goes on from has a shape already.
    presets.disabled = Boolean(given.from);
    const preset = given.from ? null : presets.querySelector(':checked').value;
    return { model: name.value.trim(), preset, budget: budget.value.trim(), ...given };
  }

  function changed() {
    const wanted = query();
    setParams({ ...Object.fromEntries((fields?.names ?? []).map((it) => [it, null])), ...wanted });
    curl.show({ path: '/train', query: wanted, file: corpus?.file ?? 'corpus.txt', type: 'text/plain' });
    clearTimeout(timer);
    again.hidden = true;
    if (!corpus) {
      return;
    }
    if (corpus.body.size <= SENT_AGAIN) {
      timer = setTimeout(estimate, PAUSE_AFTER_TYPING);
    } else if (corpus !== estimated) {
      estimate();
    } else {
      again.hidden = false;
    }
  }

  async function estimate() {
    estimating?.abort();
    estimating = new AbortController();
    const { signal } = estimating;
    estimated = corpus;
    again.hidden = true;
    try {
      const answer = await load(() => sendCorpus({ ...query(), dryRun: true }, signal), signal);
      showErrors(null);
      fields?.showDecided(answer.params);
      replaceChildren(outcome, estimateView(answer));
      announce('The estimate is there.');
    } catch (error) {
      if (!isAbort(error)) {
        showErrors(error);
      }
    }
  }

  function stopSending() {
    breakOff();
    again.hidden = false;
    start.disabled = false;
    start.focus();
    announce('Nothing more is sent.');
  }

  /** What has gone as a whole is the service's: a training that it may have started is told about. */
  function breakOff() {
    estimating?.abort();
    if (progress.value < 1) {
      starting?.abort();
    }
  }

  async function submit(event) {
    event.preventDefault();
    clearTimeout(timer);
    estimating?.abort();
    clearErrors();
    start.disabled = true;
    starting = new AbortController();
    window.addEventListener('beforeunload', keepPage);
    try {
      const job = await sendCorpus(query(), starting.signal);
      const news = `The training of ${job.model} has been started.`;
      if (ended.signal.aborted) {
        showNews(news, link('train', [job.id]));
      } else {
        announce(news);
        onStarted(job);
      }
    } catch (error) {
      if (!isAbort(error)) {
        showErrors(error);
      }
    } finally {
      window.removeEventListener('beforeunload', keepPage);
      start.disabled = false;
    }
  }

  async function sendCorpus(wanted, signal) {
    sending += 1;
    showProgress(0);
    progressRow.hidden = false;
    try {
      return await upload(address('/train', wanted), corpus.body, TEXT, showProgress, signal);
    } finally {
      sending -= 1;
      progressRow.hidden = sending === 0;
    }
  }

  function showProgress(share) {
    const focused = document.activeElement === stop;
    progress.value = share;
    progressText.textContent = share < 1 ? `Sending the text: ${percent(share)}` : 'The service looks at it …';
    stop.hidden = share === 1;
    if (focused && stop.hidden) {
      start.focus();
    }
  }

  function showErrors(error) {
    const inFold = fields?.showErrors(error) ?? false;
    nameError.textContent = error?.of?.('model') ?? '';
    budgetError.textContent = error?.of?.('budget') ?? '';
    if (inFold) {
      fold.open = true;
    }
    if (error) {
      replaceChildren(outcome);
      showError(error);
    } else {
      clearErrors();
    }
  }

  function destroy() {
    ended.abort();
    clearTimeout(timer);
    estimating?.abort();
  }

  return { node, useSample: source.useSample, destroy };
}

function presetField(chosen, onChange) {
  const group = uniqueId('preset');
  return element(
    'fieldset',
    { class: 'stack-tight' },
    element('legend', { class: 'label' }, 'Size of the model'),
    element(
      'div',
      { class: 'presets' },
      PRESETS.map(([value, title, what]) =>
        element(
          'label',
          { class: 'preset' },
          element('input', { type: 'radio', name: group, value, checked: value === chosen, onchange: onChange }),
          element('span', { class: 'preset-title' }, title),
          element('span', { class: 'hint' }, what),
        ),
      ),
    ),
  );
}

/** Asks whoever is about to leave the page: what has been sent of the text until then would be lost. */
function keepPage(event) {
  event.preventDefault();
}

/** A name that the service takes, of the name of a file. */
function modelNameOf(file) {
  const name = file
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 50);
  return name ? `my-${name}` : 'mine';
}
