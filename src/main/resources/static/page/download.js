/** Saves what the service answers as a file. */

import { send } from './api.js';
import { element } from './element.js';

/** Asks for a file and gives it to the browser to save, under the name that the service gives it. */
export async function download(path, query) {
  const response = await send('GET', path, { query, accept: '*/*' });
  const url = URL.createObjectURL(await response.blob());
  const link = element('a', { href: url, download: fileName(response) ?? 'download' });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function fileName(response) {
  return /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
}
