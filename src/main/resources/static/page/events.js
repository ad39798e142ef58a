/** Server-sent events through fetch, which unlike EventSource can send a key, a body and `Last-Event-ID`. */

import { isAbort, send, Unreachable } from './api.js';
import { lost, whenThere } from './connection.js';

const PAUSE = 500;

/**
 * Reads the events that a request is answered with, until they end. A GET goes on after the last event that it has
 * seen when the connection breaks, until `isLast` says of an event that it was the last one; other methods are sent once.
 *
 * @param onEvent called with each event: `{id, type, data}`, `data` being a text
 * @param options those of `send`, and `isLast`, `lastEventId`
 * @throws ApiError if the service refuses the request
 * @throws Unreachable if the connection breaks and the request cannot be sent again
 * @throws DOMException `AbortError` when `signal` is aborted
 */
export async function readEvents(method, path, onEvent, options = {}) {
  const { isLast, lastEventId = null, ...request } = options;
  let last = lastEventId;
  let over = false;
  const take = (event) => {
    last = event.id ?? last;
    over = Boolean(isLast?.(event));
    onEvent(event);
  };
  for (;;) {
    try {
      await readOnce(method, path, last, request, take);
      if (over || !isLast || method !== 'GET') {
        return;
      }
    } catch (error) {
      if (method !== 'GET' || !(error instanceof Unreachable)) {
        throw error;
      }
    }
    await whenThere();
    await pause(request.signal);
  }
}

async function readOnce(method, path, lastEventId, request, take) {
  const response = await send(method, path, {
    ...request,
    accept: 'text/event-stream',
    headers: { ...request.headers, ...(lastEventId === null ? {} : { 'Last-Event-ID': lastEventId }) },
  });
  const parser = eventParser(take);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      parser(read.value);
    }
  } catch (error) {
    if (isAbort(error) || request.signal?.aborted) {
      throw error;
    }
    if (error instanceof TypeError) {
      lost();
      throw new Unreachable();
    }
    throw error;
  } finally {
    reader.cancel().catch(() => {});
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

function pause(signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, PAUSE);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
