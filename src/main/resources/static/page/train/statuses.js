/** What the statuses of a job mean, and what can be done in each. */

import { element } from '../element.js';

const STATUSES = {
  queued: { text: 'Waiting', kind: 'tag-live' },
  running: { text: 'Training', kind: 'tag-live' },
  paused: { text: 'Paused', kind: '' },
  interrupted: { text: 'Interrupted', kind: '' },
  succeeded: { text: 'Finished', kind: '' },
  failed: { text: 'Failed', kind: 'tag-bad' },
  cancelled: { text: 'Cancelled', kind: '' },
};

export function isOver(status) {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

export function statusText(status) {
  return STATUSES[status]?.text ?? status;
}

export function statusTag(status) {
  return element('span', { class: `tag ${STATUSES[status]?.kind ?? ''}`, dataset: { status } }, statusText(status));
}

/** What the reader may ask of a job, as the last step of the path. */
export function actionsFor({ status, version }) {
  const unpublished = version === null || version === undefined;
  switch (status) {
    case 'queued':
    case 'running':
    case 'interrupted':
      return ['pause', 'cancel'];
    case 'paused':
      return ['resume', 'cancel', ...(unpublished ? ['publish'] : [])];
    case 'failed':
    case 'cancelled':
      return unpublished ? ['publish'] : [];
    default:
      return [];
  }
}
