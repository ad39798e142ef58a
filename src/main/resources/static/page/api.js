/** Requests to the service, and its refusals as errors that say in plain sentences what to do. */

import { address } from './address.js';
import { lost } from './connection.js';
import { askForKey, key, keyHeaders } from './key.js';

/** What a proxy answers in the place of a service that is away. */
export const BAD_GATEWAY = 502;

/** The service has refused a request. `message` is for the reader. */
export class ApiError extends Error {
  /**
   * @param status of HTTP
   * @param problem the body of the refusal (RFC 9457), as far as there is one
   * @param retryAfter seconds after which it may be tried again, or null
   */
  constructor(status, problem, retryAfter) {
    super(sentence(status, problem, retryAfter));
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
    /** What is wrong with which field: `{field, value, reason, allowed, index}`. */
    this.fields = problem.errors ?? [];
  }

  /** What is wrong with a field, as a sentence; null if nothing is. */
  of(field) {
    const error = this.fields.find((it) => it.field === field);
    return error ? `${capitalised(error.reason)}.` : null;
  }
}

/** The service did not answer at all. */
export class Unreachable extends Error {
  constructor() {
    super('The service does not answer. Try again when it is back.');
    this.name = 'Unreachable';
  }
}

/** Whether an error only says that the reader, or the page, has broken a request off. */
export function isAbort(error) {
  return error?.name === 'AbortError';
}

/**
 * Sends a request and returns its response, if that is a success.
 *
 * @param path such as `/models`
 * @param options `query` (an object; null values are left out), `json` or `body`, `headers`, `signal`, `accept`;
 *     `byItself` for what the page asks without the reader's doing: a reader who has no key is then not asked twice
 * @throws ApiError if the service refuses it
 * @throws Unreachable if the service does not answer
 */
export async function send(method, path, options = {}) {
  for (;;) {
    const used = key();
    const response = await attempt(method, path, options);
    if (response.ok) {
      return response;
    }
    if (response.status !== 401 || !(await askForKey(used, options.byItself))) {
      throw await refusal(response);
    }
  }
}

async function attempt(method, path, { query, json, body, headers = {}, signal, accept = 'application/json' }) {
  let response;
  try {
    response = await fetch(address(path, query), {
      method,
      signal,
      cache: 'no-store',
      credentials: 'omit',
      headers: {
        Accept: accept,
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...keyHeaders(),
        ...headers,
      },
      body: json === undefined ? body : JSON.stringify(json),
    });
  } catch (error) {
    if (isAbort(error)) {
      throw error;
    }
    lost();
    throw new Unreachable();
  }
  if (response.status === BAD_GATEWAY) {
    lost();
    throw new Unreachable();
  }
  return response;
}

export async function getJson(path, options) {
  return (await send('GET', path, options)).json();
}

/** Sends JSON, or nothing if there is no `json`, and returns the JSON that is answered. */
export async function postJson(path, json, options = {}) {
  return (await send('POST', path, { ...options, json })).json();
}

async function refusal(response) {
  const text = await response.text().catch(() => '');
  return refusalOf(response.status, text, response.headers.get('Retry-After'));
}

/** The error for a refused request, of its status, its body and the header `Retry-After`. */
export function refusalOf(status, body, retryAfter) {
  let problem = {};
  try {
    problem = JSON.parse(body);
  } catch {
    // not from the service itself, but from something in between
  }
  return new ApiError(status, problem, Number(retryAfter) || null);
}

const WHAT_TO_DO = {
  401: 'Reload the page to be asked for a key again.',
  403: 'Ask whoever runs the service for a key that may do this.',
  429: 'Wait a little and try again.',
  503: 'Try again in a moment.',
};

function sentence(status, problem, retryAfter) {
  const said = problem.detail ?? `The service answered with status ${status}.`;
  const id = problem.id ? ` In the log of the service it has the number ${problem.id}.` : '';
  const advice = retryAfter ? `Try again in ${retryAfter} s.` : status === 403 && !key() ? null : WHAT_TO_DO[status];
  return `${said}${id}${advice ? ` ${advice}` : ''}`;
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
