/** Server-sent events through fetch, which unlike EventSource can send a key, a body and `Last-Event-ID`. */

import { isAbort, send, Unreachable } from './api.js';
import { lost, whenThere } from './connection.js';

/** Milliseconds between the end of a stream and the next request for it. */
const PAUSE = 500;
/** Milliseconds to wait for a service that has too much to do and does not say for how long. */
const PAUSE_WHEN_BUSY = 5000;
/** Milliseconds after which the browser is let to draw and to hear the reader, however much there is to read. */
const LONGEST_TASK = 30;
/** What a service, or something before it, answers when it would answer otherwise later. */
const FOR_NOW = new Set([429, 503, 504]);

/**
 * Reads the events that a request is answered with, until they end.
 *
 * @param onEvent called with each event: `{id, type, data}`, `data` being a text; what it throws ends the reading
 * @param options those of `send`
 * @throws ApiError if the service refuses the request
 * @throws Unreachable if the connection breaks
 * @throws DOMException `AbortError` when `signal` is aborted
 */
export async function readEvents(method, path, onEvent, options = {}) {
  const response = await send(method, path, { ...options, accept: 'text/event-stream' });
  const parser = eventParser(onEvent);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rested = performance.now();
  try {
    for (let read = await next(reader, options.signal); !read.done; read = await next(reader, options.signal)) {
      parser(read.value);
      if (performance.now() - rested > LONGEST_TASK) {
        await rest();
        options.signal?.throwIfAborted();
        rested = performance.now();
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** What has arrived already is read without a task between; this is one, and at once, also while nobody looks. */
function rest() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function next(reader, signal) {
  try {
    return await reader.read();
  } catch (error) {
    if (isAbort(error) || signal?.aborted || !(error instanceof TypeError)) {
      throw error;
    }
    lost();
    throw new Unreachable();
  }
}

/**
 * Follows the events of a path until `isLast` says of one that it was the last. It goes on after the last event that it
 * has seen when the connection breaks or the service has too much to do. While nobody looks at the page it lets go of
 * the connection: a browser has six for all of its windows.
 *
 * @param onEvent as for `readEvents`
 * @param signal ends it
 * @throws ApiError if the service refuses the request for good
 * @throws DOMException `AbortError` when `signal` is aborted
 */
export async function followEvents(path, onEvent, { isLast, signal }) {
  let last = null;
  let over = false;
  const take = (event) => {
    last = event.id ?? last;
    over = isLast(event);
    onEvent(event);
  };
  while (!over) {
    await untilLookedAt(signal);
    const hidden = new AbortController();
    const hide = () => hidden.abort();
    document.addEventListener('visibilitychange', hide, { once: true });
    let wait = PAUSE;
    try {
      await readEvents('GET', path, take, {
        headers: last === null ? {} : { 'Last-Event-ID': last },
        signal: AbortSignal.any([signal, hidden.signal]),
        byItself: true,
      });
    } catch (error) {
      signal.throwIfAborted();
      if (FOR_NOW.has(error.status)) {
        wait = error.retryAfter ? 1000 * error.retryAfter : PAUSE_WHEN_BUSY;
      } else if (error instanceof Unreachable) {
        await whenThere();
      } else if (!isAbort(error)) {
        throw error;
      }
    } finally {
      document.removeEventListener('visibilitychange', hide);
    }
    if (!over) {
      await pause(wait, signal);
    }
  }
}

/** Takes pieces of a stream as they come, and hands on the events that are complete. */
export function eventParser(take) {
  let rest = '';
  let event = fresh();
  const line = (text) => {
    if (text === '') {
      if (event.lines.length > 0) {
        take({ id: event.id, type: event.type, data: event.lines.join('\n') });
      }
      event = fresh();
      return;
    }
    const colon = text.indexOf(':');
    const name = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') {
      event.lines.push(value);
    } else if (name === 'event') {
      event.type = value;
    } else if (name === 'id') {
      event.id = value;
    }
  };
  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop();
    lines.forEach((text) => line(text.replace(/\r$/, '')));
  };
}

function fresh() {
  return { id: null, type: 'message', lines: [] };
}

function untilLookedAt(signal) {
  return document.hidden ? once(document, 'visibilitychange', signal) : Promise.resolve();
}

function pause(milliseconds, signal) {
  const timer = new EventTarget();
  const id = setTimeout(() => timer.dispatchEvent(new Event('over')), milliseconds);
  return once(timer, 'over', signal).finally(() => clearTimeout(id));
}

/** Waits for an event; breaks off with the signal. */
function once(target, type, signal) {
  return new Promise((resolve, reject) => {
    const broken = () => {
      target.removeEventListener(type, come);
      reject(signal.reason);
    };
    const come = () => {
      signal.removeEventListener('abort', broken);
      resolve();
    };
    signal.addEventListener('abort', broken, { once: true });
    target.addEventListener(type, come, { once: true });
  });
}
