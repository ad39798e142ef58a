/** The key of the service, where it wants one: asked for when it is missed, kept until the window is closed. */

import { element } from './element.js';

const KEY = 'charloom.key';

let held = stored();
let asking = null;

export function key() {
  return held;
}

/** What a request has to carry. */
export function keyHeaders() {
  return held ? { Authorization: `Bearer ${held}` } : {};
}

/**
 * Asks for the key, once however many requests miss it.
 *
 * @param wrong the key that was refused, or null if none was sent
 * @returns whether there is another key now
 */
export function askForKey(wrong) {
  if (held !== wrong) {
    return Promise.resolve(true); // another request has asked in the meantime
  }
  asking ??= ask(Boolean(wrong)).finally(() => {
    asking = null;
  });
  return asking;
}

function ask(wasWrong) {
  return new Promise((resolve) => {
    const input = element('input', {
      type: 'password',
      id: 'key-input',
      autocomplete: 'current-password',
      required: true,
      spellcheck: 'false',
    });
    const dialog = element(
      'dialog',
      { class: 'dialog', 'aria-labelledby': 'key-title' },
      element(
        'form',
        { method: 'dialog' },
        element('h2', { id: 'key-title' }, 'This service asks for a key'),
        element(
          'p',
          { class: wasWrong ? 'field-error' : 'hint' },
          wasWrong
            ? 'The service does not know that key. Check it and try again.'
            : 'Whoever runs the service gives out keys. Yours is kept in this window alone, until you close it.',
        ),
        element('label', { for: 'key-input' }, 'Key'),
        input,
        element(
          'div',
          { class: 'dialog-buttons' },
          element('button', { type: 'button', class: 'quiet', onclick: () => dialog.close('') }, 'Not now'),
          element('button', { class: 'primary', value: 'use' }, 'Use this key'),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      const given = dialog.returnValue === 'use' ? input.value.trim() : '';
      dialog.remove();
      if (given) {
        held = given;
        store(given);
      }
      resolve(Boolean(given));
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function stored() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(value) {
  try {
    sessionStorage.setItem(KEY, value);
  } catch {
    // it holds until the page is left
  }
}
