/** Clicks that do something only once. */

/**
 * Makes listeners of buttons whose actions are done one at a time. What is clicked while one is under way does nothing,
 * and neither does the second click of a double click: it falls on whatever has taken the place of the first button.
 *
 * @returns a function that makes a listener of an action, which may return a promise
 */
export function oneAtATime() {
  let busy = false;
  return (action) => async (event) => {
    if (busy || event.detail > 1) {
      return;
    }
    busy = true;
    try {
      await action();
    } finally {
      busy = false;
    }
  };
}
