/** Trains models, and watches them learn: `#/train`, and `#/train/{job}` for one of them. */

import { element } from '../element.js';
import { go } from '../router.js';
import { jobPage } from '../train/job-page.js';
import { newTraining } from '../train/new-training.js';
import { runList } from '../train/runs.js';
import { welcome } from '../train/welcome.js';

export const title = 'Train';

export function mount(root, params) {
  if (params.path.length > 0) {
    return jobPage(root, params.path[0], params);
  }
  const form = newTraining(params, (job) => go('train', [job.id]));
  const greeting = welcome(() => {
    form.node.scrollIntoView({ block: 'start' });
    form.useSample();
  });
  greeting.hidden = true;
  const runs = runList((jobs) => {
    greeting.hidden = jobs.length > 0;
  });
  root.append(
    element('h1', {}, 'Train a model on your text'),
    element('p', { class: 'lead' }, 'It reads character by character, guesses what comes next, and gets better at it. Watch the loss fall and the samples turn from noise into words.'),
    greeting,
    form.node,
    runs.node,
  );
  return () => {
    form.destroy();
    runs.destroy();
  };
}
