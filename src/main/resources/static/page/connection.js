/** Watches whether the service is there: a banner while it is not, and a sign to the views when it is back. */

import { address } from './address.js';
import { announce } from './announce.js';
import { element } from './element.js';

const PROBE = '/actuator/health/liveness';
const FIRST_WAIT = 500;
const LONGEST_WAIT = 5000;

const changes = new EventTarget();
let banner = null;

/** Calls back when the service answers again after it was away. Returns how to stop that. */
export function onRestored(callback) {
  changes.addEventListener('restored', callback);
  return () => changes.removeEventListener('restored', callback);
}

/** Tells that the service did not answer. */
export function lost() {
  if (banner) {
    return;
  }
  const text = 'The service is away. This page waits for it and goes on by itself.';
  banner = element('div', { class: 'banner banner-warning', role: 'alert', id: 'away' }, text);
  document.querySelector('.banners').append(banner);
  probe(FIRST_WAIT);
}

/** Resolves as soon as the service answers; at once if it is not known to be away. */
export function whenThere() {
  return banner
    ? new Promise((resolve) => {
        changes.addEventListener('restored', resolve, { once: true });
      })
    : Promise.resolve();
}

async function probe(wait) {
  await new Promise((resolve) => {
    setTimeout(resolve, wait);
  });
  if (await answers()) {
    banner.remove();
    banner = null;
    announce('The service is back.');
    changes.dispatchEvent(new Event('restored'));
  } else {
    probe(Math.min(LONGEST_WAIT, wait * 1.5));
  }
}

/** Where health has a port of its own, this one does not know it, and yet answers. */
async function answers() {
  try {
    return (await fetch(address(PROBE), { cache: 'no-store' })).status < 500;
  } catch {
    return false;
  }
}
