/** The key of the service, where it wants one: asked for when it is missed, kept until the window is closed. */

import { element } from './element.js';

const KEY = 'charloom.key';
/** What can be sent in a header: a browser refuses to send the rest, as if the service were away. */
const SENDABLE = /^[\x21-\x7e]+$/;

const NONE = {
  text: 'Whoever runs the service gives out keys. Yours is kept in this window alone, until you close it.',
  isError: false,
};
const WRONG = { text: 'The service does not know that key. Check it and try again.', isError: true };
const ANOTHER = { text: 'This key takes the place of the one that you gave before.', isError: false };

let held = stored();
let asking = null;
let declined = false;
const changes = new EventTarget();

export function key() {
  return held;
}

/** Calls back when there is another key. */
export function onKeyChange(callback) {
  changes.addEventListener('change', callback);
}

/** What a request has to carry. */
export function keyHeaders() {
  return held ? { Authorization: `Bearer ${held}` } : {};
}

/**
 * Asks for the key, once however many requests miss it.
 *
 * @param wrong the key that was refused, or null if none was sent
 * @param byItself whether it is the page that misses it, not something that the reader has done: a reader who did not
 *     want to give a key is left in peace
 * @returns whether there is another key now
 */
export function askForKey(wrong, byItself = false) {
  if (held !== wrong) {
    return Promise.resolve(true); // another request has asked in the meantime
  }
  if (byItself && declined && !asking) {
    return Promise.resolve(false);
  }
  return asked(wrong ? WRONG : NONE);
}

/** Asks for a key in place of the one that is held, which may not do what the reader wants. Resolves as `askForKey` does. */
export function askForAnotherKey() {
  return asked(ANOTHER);
}

function asked(hint) {
  asking ??= ask(hint).finally(() => {
    asking = null;
  });
  return asking;
}

function ask({ text, isError }) {
  return new Promise((resolve) => {
    const input = element('input', {
      type: 'password',
      id: 'key-input',
      autocomplete: 'current-password',
      required: true,
      spellcheck: 'false',
      'aria-describedby': 'key-hint',
    });
    const hint = element(
      'p',
      { class: isError ? 'field-error' : 'hint', id: 'key-hint', 'aria-live': 'polite' },
      text,
    );
    const dialog = element(
      'dialog',
      { class: 'dialog', 'aria-labelledby': 'key-title' },
      element(
        'form',
        { method: 'dialog', onsubmit: check },
        element('h2', { id: 'key-title' }, 'This service asks for a key'),
        hint,
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
      declined = !given;
      if (given) {
        held = given;
        store(given);
        changes.dispatchEvent(new Event('change'));
      }
      resolve(Boolean(given));
    });
    document.body.append(dialog);
    dialog.showModal();

    function check(event) {
      if (!SENDABLE.test(input.value.trim())) {
        event.preventDefault();
        hint.className = 'field-error';
        hint.textContent = 'A key has letters, digits and signs of ASCII alone, and no spaces. Perhaps something else was copied with it.';
        input.focus();
      }
    }
  });
}

function stored() {
  try {
    const value = sessionStorage.getItem(KEY);
    return SENDABLE.test(value ?? '') ? value : null;
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
