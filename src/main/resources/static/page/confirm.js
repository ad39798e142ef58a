/** Asks before something is done that cannot be undone. */

import { element, uniqueId } from './element.js';
import { focusHeading } from './router.js';

/** @returns a promise of whether the reader agreed */
export function confirmed({ title, text, action }) {
  return new Promise((resolve) => {
    const heading = uniqueId('confirm');
    const opener = document.activeElement;
    const dialog = element(
      'dialog',
      { class: 'dialog', 'aria-labelledby': heading },
      element(
        'form',
        { method: 'dialog' },
        element('h2', { id: heading }, title),
        element('p', {}, text),
        element(
          'div',
          { class: 'dialog-buttons' },
          element('button', { value: 'no', autofocus: true }, 'Keep'),
          element('button', { value: 'yes', class: 'danger primary' }, action),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (opener.getClientRects().length === 0) {
        focusHeading(); // the button that asked has gone while the reader thought about it
      }
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
