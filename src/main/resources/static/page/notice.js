/** Errors and news, where the reader looks when something has gone wrong or come to its end elsewhere. */

import { isAbort } from './api.js';
import { whenThere } from './connection.js';
import { element } from './element.js';
import { askForAnotherKey, key } from './key.js';

/** Shows an error above the view until the reader puts it away or goes on; what was broken off is no error. */
export function showError(error) {
  if (isAbort(error)) {
    return;
  }
  clearErrors();
  const notice = element(
    'div',
    { class: 'banner banner-error', role: 'alert' },
    errorText(error),
    error.status === 403 && key()
      ? element('button', { type: 'button', class: 'small', onclick: replaceKey }, 'Use another key')
      : null,
    element('button', { type: 'button', class: 'quiet small', onclick: () => notice.remove() }, 'Close'),
  );
  document.querySelector('.banners').append(notice);
  notice.scrollIntoView({ block: 'nearest' });
  if (error.name === 'Unreachable') {
    whenThere().then(() => notice.remove());
  }
}

async function replaceKey() {
  if (await askForAnotherKey()) {
    clearErrors();
  }
}

/** Tells what has come to its end while the reader was at another view, with a link to it, until they go on. */
export function showNews(text, href) {
  clearErrors();
  const notice = element(
    'div',
    { class: 'banner banner-news', role: 'status' },
    element('p', {}, `${text} `, element('a', { href }, 'See it')),
    element('button', { type: 'button', class: 'quiet small', onclick: () => notice.remove() }, 'Close'),
  );
  document.querySelector('.banners').append(notice);
}

export function clearErrors() {
  document.querySelectorAll('.banners :is(.banner-error, .banner-news)').forEach((notice) => notice.remove());
}

/** An error in place, for instance where a list should be. */
export function errorBox(error) {
  return element('div', { class: 'banner banner-error', role: 'alert' }, errorText(error));
}

/** Runs an action of the reader's and shows the error that ends it, if one does. */
export async function attempt(action) {
  clearErrors();
  try {
    return await action();
  } catch (error) {
    showError(error);
    return undefined;
  }
}

function errorText(error) {
  const fields = error.fields ?? [];
  return fields.length > 1
    ? element(
        'div',
        {},
        element('p', {}, 'Some values are not acceptable:'),
        element('ul', {}, fields.map((it) => element('li', {}, element('code', {}, it.field), ` ${it.reason}`))),
      )
    : element('p', {}, known(error) ? error.message : `The page failed: ${error.message}. Reload it to go on.`);
}

const KNOWN = new Set(['ApiError', 'Unreachable', 'UnreadableFile']);

function known(error) {
  return KNOWN.has(error.name);
}
