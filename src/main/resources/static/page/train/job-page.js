/** One training as it goes on. */

import { announce } from '../announce.js';
import { getJson, isAbort, postJson, send } from '../api.js';
import { learningCurve } from '../charts/learning-curve.js';
import { oneAtATime } from '../clicks.js';
import { confirmed } from '../confirm.js';
import { curlLine } from '../curl.js';
import { element, replaceChildren } from '../element.js';
import { followEvents } from '../events.js';
import { bits, count, duration, loss, percent, shortCount, significant } from '../figures.js';
import { attempt, errorBox, showError } from '../notice.js';
import { figureList, panel } from '../panel.js';
import { poll } from '../poll.js';
import { focusHeading, go, link, setParams, setTitle } from '../router.js';
import { comparison } from './comparison.js';
import { jobFacts, originality } from './job-details.js';
import { sampleTimeline } from './sample-timeline.js';
import { actionsFor, isOver, statusTag, statusText } from './statuses.js';

const EVERY = 1000;
/** Others may still publish it, or forget it. */
const EVERY_WHEN_OVER = 4000;
const ACTIONS = { pause: 'Pause', resume: 'Resume', cancel: 'Cancel', publish: 'Publish what it has learned' };

/** Shows the job `id` in `root`; returns how to end that. */
export function jobPage(root, id, params) {
  const path = `/jobs/${encodeURIComponent(id)}`;
  const following = new AbortController();
  const acting = oneAtATime();
  let job = null;

  const heading = element('h1', {}, 'Training');
  const status = element('span');
  const bar = element('progress', { max: 1, value: 0, 'aria-label': 'Progress' });
  const barText = element('p', { class: 'hint' });
  const figures = element('div');
  const buttons = element('div', { class: 'actions' });
  const failure = element('div');
  const trouble = element('div');
  const curve = learningCurve({ unit: params.get('unit') ?? 'nats', scale: params.get('steps') ?? 'linear' }, (state) =>
    setParams({ unit: state.unit === 'nats' ? null : state.unit, steps: state.scale === 'linear' ? null : state.scale }),
  );
  const others = comparison(id, (params.get('with') ?? '').split(',').filter(Boolean), drawCurve);
  const timeline = sampleTimeline();
  const heart = panel('By heart?');
  const facts = panel('About this training');
  const head = element(
    'section',
    { class: 'panel' },
    element('div', { class: 'stack-tight' }, bar, barText),
    figures,
    failure,
    buttons,
    element(
      'div',
      { class: 'actions' },
      curlLine({ path }, 'This job with curl'),
      curlLine({ path: `${path}/events`, accept: 'text/event-stream', flags: '-N' }, 'Follow it with curl'),
    ),
  );
  const body = element(
    'div',
    { class: 'stack-wide', hidden: true },
    head,
    panel('Learning curve', curve.node, others.node),
    element('div', { class: 'columns' }, panel('What it writes', timeline.node), element('div', { class: 'stack-wide' }, facts, heart)),
  );
  root.append(
    element('p', {}, element('a', { href: link('train') }, '← All trainings')),
    element('div', { class: 'panel-head' }, heading, status),
    trouble,
    body,
  );

  const polling = poll(() => (isOver(job?.status) ? EVERY_WHEN_OVER : EVERY), async (signal) => {
    const now = await getJson(path, { signal, byItself: true });
    replaceChildren(trouble);
    if (!job || !isOver(now.status) || changed(now)) {
      show(now);
    }
  }, (error) => {
    if (error.status === 404) {
      gone(error);
    } else {
      replaceChildren(trouble, errorBox(error));
    }
  });

  /** The job is forgotten, or was never there: nothing is left that could be shown or done. */
  function gone(error) {
    polling.stop();
    following.abort();
    others.destroy();
    const focused = body.contains(document.activeElement);
    body.hidden = true;
    replaceChildren(status);
    replaceChildren(trouble, errorBox(job
      ? { name: 'ApiError', message: `The training of ${job.model} is there no more: it has been forgotten.` }
      : error));
    if (focused) {
      focusHeading();
    }
  }

  /** What happens is shown soon; the figures in between come by asking. */
  async function follow() {
    try {
      await followEvents(`${path}/events`, () => polling.soon(), {
        signal: following.signal,
        isLast: (event) => event.type === 'status' && isOver(JSON.parse(event.data).data.status),
      });
    } catch (error) {
      if (!isAbort(error) && error.status !== 404) {
        showError(error);
      }
    }
  }

  function changed(now) {
    return job.status !== now.status || job.version !== now.version;
  }

  function show(now) {
    if (job && job.status !== now.status) {
      announce(`The training of ${now.model}: ${statusText(now.status)}.`);
    }
    const first = job === null;
    const moved = first || changed(now);
    job = now;
    body.hidden = false;
    const { progress } = job;
    bar.value = progress.fraction;
    barText.textContent = progressText(job);
    replaceChildren(figures, progressFigures(job));
    timeline.show(job);
    drawCurve();
    if (isOver(job.status)) {
      following.abort();
    } else if (first) {
      follow();
    }
    if (moved) {
      heading.textContent = job.model;
      setTitle(job.model);
      replaceChildren(status, statusTag(job.status));
      replaceChildren(failure, job.error && errorBox({ name: 'ApiError', message: job.error }));
      showButtons();
      replaceChildren(facts, element('h2', {}, 'About this training'), jobFacts(job));
      const found = originality(job.report);
      heart.hidden = found === null;
      replaceChildren(heart, element('h2', {}, 'By heart?'), found ?? []);
    }
  }

  function drawCurve() {
    if (job) {
      const runs = [job, ...others.jobs()];
      curve.show(runs.map((it) => ({
        label: runs.some((other) => other !== it && other.model === it.model) ? `${it.model} ${it.id.slice(-4)}` : it.model,
        losses: it.history?.losses ?? [],
        evaluations: it.history?.evaluations ?? [],
      })));
    }
  }

  function showButtons() {
    const focused = buttons.contains(document.activeElement);
    replaceChildren(
      buttons,
      job.status === 'succeeded' && [
        element('a', { class: 'button primary', href: link('write', [], { model: job.model }) }, 'Write with it'),
      ],
      job.version !== null
        && element('a', { class: 'button', href: link('models', [job.model], { version: job.version }) }, 'See the model'),
      actionsFor(job).map((action) =>
        element('button', { type: 'button', dataset: { action }, onclick: acting(() => act(action)) }, ACTIONS[action]),
      ),
      isOver(job.status) && element('button', { type: 'button', class: 'quiet danger', onclick: acting(forget) }, 'Forget this training'),
    );
    if (focused) {
      buttons.querySelector('button, a')?.focus();
    }
  }

  function act(action) {
    return attemptHere(async () => {
      if (action === 'cancel' && !(await confirmed({
        title: `Cancel the training of ${job.model}?`,
        text: 'It ends here for good. What it has learned until its last checkpoint can still be published.',
        action: 'Cancel it',
      }))) {
        return;
      }
      show(await postJson(`${path}/${action}`));
      polling.now();
    });
  }

  /** What becomes of an action tells how the job is now, also when somebody else was quicker. */
  function attemptHere(action) {
    return attempt(async () => {
      try {
        await action();
      } catch (error) {
        if (error.status !== 404) {
          polling.now();
          throw error;
        }
        gone(error);
      }
    });
  }

  function forget() {
    return attemptHere(async () => {
      const sure = await confirmed({
        title: `Forget the training of ${job.model}?`,
        text: 'Its curve, its samples and its checkpoints are deleted. The model stays.',
        action: 'Forget it',
      });
      if (sure) {
        await send('DELETE', path);
        go('train');
      }
    });
  }

  return () => {
    following.abort();
    polling.stop();
    others.destroy();
    curve.destroy();
  };
}

function progressText({ status, progress }) {
  const steps = progress.steps === null ? '' : ` of ${count(progress.steps)}`;
  const place = `${percent(progress.fraction)} · step ${count(progress.step)}${steps} · epoch ${count(progress.epoch)} of ${count(progress.epochs)}`;
  return status === 'running' && progress.etaSeconds !== null ? `${place} · ${duration(progress.etaSeconds)} to go` : place;
}

function progressFigures({ progress, history }) {
  const rate = history?.losses.at(-1)?.learningRate;
  const best = progress.bestValidationLoss;
  return figureList([
    ['Training loss', loss(progress.trainLoss), 'nats, the mean since the last evaluation'],
    ['Validation loss', progress.validationLoss === null ? null : loss(progress.validationLoss), 'nats'],
    ['Best until now', best === null ? null : loss(best), 'nats'],
    ['Bits per character', progress.bitsPerCharacter === null ? loss(bits(progress.trainLoss)) : loss(progress.bitsPerCharacter)],
    ['Learning rate', rate === undefined ? null : significant(rate)],
    ['Characters a second', progress.charactersPerSecond === null ? null : shortCount(progress.charactersPerSecond)],
  ]);
}
