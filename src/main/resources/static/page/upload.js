/** Sends a large body and tells how much of it has gone. */

import { ApiError, BAD_GATEWAY, refusalOf, Unreachable } from './api.js';
import { lost } from './connection.js';
import { askForKey, key, keyHeaders } from './key.js';

/** The browser cannot read what is to be sent: a file that has changed since it was chosen, or is gone. */
export class UnreadableFile extends Error {
  constructor() {
    super('The file has changed or cannot be read; choose it again.');
    this.name = 'UnreadableFile';
  }
}

/**
 * Posts a body. Fetch does not tell how far it is, so this is an XMLHttpRequest.
 *
 * @param url with its query
 * @param body a Blob or a text
 * @param type its media type
 * @param onProgress called with the share that has gone, 0 to 1
 * @param signal breaks it off
 * @returns the JSON that is answered
 * @throws ApiError if the service refuses it
 * @throws UnreadableFile if the body cannot be read
 * @throws Unreachable if the service does not answer
 */
export async function upload(url, body, type, onProgress = () => {}, signal = undefined) {
  for (;;) {
    const used = key();
    try {
      return await once(url, body, type, onProgress, signal);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401 || !(await askForKey(used))) {
        throw error;
      }
    }
  }
}

function once(url, body, type, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Content-Type', type);
    request.setRequestHeader('Accept', 'application/json');
    Object.entries(keyHeaders()).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) {
        onProgress(event.loaded / event.total);
      }
    });
    request.addEventListener('load', () => {
      if (request.status === BAD_GATEWAY) {
        lost();
        reject(new Unreachable());
      } else if (request.status >= 200 && request.status < 300) {
        resolveJson();
      } else {
        reject(refusalOf(request.status, request.responseText, request.getResponseHeader('Retry-After')));
      }
    });
    request.addEventListener('error', async () => {
      if (body instanceof Blob && !(await isReadable(body))) {
        reject(new UnreadableFile());
      } else {
        lost();
        reject(new Unreachable());
      }
    });
    request.addEventListener('abort', () => reject(new DOMException('broken off', 'AbortError')));
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);

    function resolveJson() {
      try {
        resolve(JSON.parse(request.responseText));
      } catch {
        reject(new ApiError(request.status, { detail: 'What was answered is not from the service.' }, null));
      }
    }
  });
}

async function isReadable(blob) {
  try {
    await blob.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
