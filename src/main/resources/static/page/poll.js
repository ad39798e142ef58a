/** Asks again and again while the page is looked at. */

import { isAbort, Unreachable } from './api.js';
import { onRestored, whenThere } from './connection.js';

/**
 * @param every milliseconds from an answer to the next request; more where the answers are slow
 * @param ask asks once, breaking off with the signal that it is given; returns `false` when it need not go on
 * @param onError called with an error that is not about the connection, which waits for the service by itself
 * @returns `{now(), stop()}`: asks at once; asks no more
 */
export function poll(every, ask, onError) {
  let stopped = false;
  let timer = 0;
  let asking = null;

  async function once() {
    clearTimeout(timer);
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const began = performance.now();
    let goOn = true;
    try {
      await whenThere();
      goOn = (await ask(mine.signal)) !== false;
    } catch (error) {
      if (isAbort(error) || stopped) {
        return;
      }
      if (!(error instanceof Unreachable)) {
        onError(error);
      }
    }
    if (!stopped && goOn && asking === mine) {
      timer = setTimeout(next, Math.max(every, 4 * (performance.now() - began)));
    }
  }

  function next() {
    if (document.hidden) {
      document.addEventListener('visibilitychange', once, { once: true });
    } else {
      once();
    }
  }

  const forget = onRestored(() => !stopped && once());
  once();
  return {
    now: once,
    stop() {
      stopped = true;
      clearTimeout(timer);
      asking?.abort();
      forget();
      document.removeEventListener('visibilitychange', once);
    },
  };
}
