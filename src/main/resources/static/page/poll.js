/** Asks again and again while the page is looked at. */

import { isAbort, Unreachable } from './api.js';
import { onRestored, whenThere } from './connection.js';
import { key } from './key.js';

/** Milliseconds that are left between an answer and the next request, however much there is to ask about. */
const LEAST = 500;
/** Milliseconds after which even a slow service is asked again. */
const LONGEST = 30_000;

/**
 * @param every milliseconds from an answer to the next request, or a function that tells them after each answer; more
 *     where the answers are slow
 * @param ask asks once, breaking off with the signal that it is given; returns `false` when it need not go on
 * @param onError called with an error that is not about the connection, which waits for the service by itself
 * @returns `{now(), soon(), stop()}`: asks at once, breaking off what is under way; asks when what is under way has
 *     been answered, once for however many calls; asks no more
 */
export function poll(every, ask, onError) {
  let stopped = false;
  let timer = 0;
  let asking = null;
  let wanted = false;
  let earliest = 0; // when it may be asked again

  async function once() {
    clearTimeout(timer);
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    wanted = false;
    const withKey = key();
    let began = performance.now();
    let wait = 0;
    let goOn = true;
    try {
      await whenThere();
      began = performance.now();
      goOn = (await ask(mine.signal)) !== false;
    } catch (error) {
      if (isAbort(error) || stopped) {
        return;
      }
      if (!(error instanceof Unreachable)) {
        onError(error);
      }
      wait = 1000 * (error.retryAfter ?? 0);
    }
    if (asking !== mine) {
      return;
    }
    asking = null;
    const now = performance.now();
    const took = key() === withKey ? now - began : 0; // the time that a reader takes to find a key is not the service's
    earliest = now + Math.max(wait, Math.min(LONGEST, Math.max(LEAST, took)));
    if (!stopped && goOn) {
      const pause = typeof every === 'function' ? every() : every;
      schedule(wanted ? earliest : Math.max(earliest, now + Math.min(LONGEST, Math.max(pause, 4 * took))));
    }
  }

  function soon() {
    if (asking) {
      wanted = true;
    } else if (!stopped) {
      schedule(earliest);
    }
  }

  function schedule(moment) {
    clearTimeout(timer);
    timer = setTimeout(next, Math.max(0, moment - performance.now()));
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
    soon,
    stop() {
      stopped = true;
      clearTimeout(timer);
      asking?.abort();
      forget();
      document.removeEventListener('visibilitychange', once);
    },
  };
}
