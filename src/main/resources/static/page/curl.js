/** The command line that does what the page is about to do. */

import { address } from './address.js';
import { announce } from './announce.js';
import { element } from './element.js';
import { key, onKeyChange } from './key.js';

/** What each line shows, to be shown anew when a key has been entered. */
const requests = new WeakMap();

onKeyChange(() => document.querySelectorAll('details.curl').forEach((line) => line.show(requests.get(line))));

/**
 * The command for a request.
 *
 * @param request `method` (left out: POST with a body, GET without), `path`, `query`, `json`; or `file` with its media
 *     type in `type`, sent as the body; `accept`; `flags`, such as `-OJ`
 */
export function curlCommand({ method, path, query, json, file, type, accept, flags }) {
  const hasBody = json !== undefined || file !== undefined;
  const usual = hasBody ? 'POST' : 'GET'; // to curl, too
  const parts = ['curl'];
  if (flags) {
    parts.push(flags);
  }
  if ((method ?? usual) !== usual) {
    parts.push(`-X ${method}`);
  }
  if (file !== undefined) {
    parts.push(`--data-binary ${quoted(`@${file}`)}`);
  }
  const url = address(path, query);
  parts.push(/[^\w:/.%-]/.test(url) ? quoted(url) : url);
  if (key()) {
    parts.push('-H "Authorization: Bearer $CHARLOOM_KEY"');
  }
  if (accept) {
    parts.push(`-H ${quoted(`Accept: ${accept}`)}`);
  }
  if (json !== undefined) {
    parts.push(`-H 'Content-Type: application/json' -d ${quoted(JSON.stringify(json))}`);
  } else if (type) {
    parts.push(`-H ${quoted(`Content-Type: ${type}`)}`);
  }
  return parts.join(' ');
}

/**
 * An element that shows a command with a button to copy it; its method `show(request)` shows that of another request.
 *
 * @param request as for `curlCommand`, or null for none yet
 * @param label what the command does, such as "Train with curl"
 */
export function curlLine(request, label = 'The same with curl') {
  const code = element('code');
  const button = element('button', { type: 'button', class: 'quiet small', onclick: copy }, 'Copy');
  const line = element(
    'details',
    { class: 'curl' },
    element('summary', {}, label),
    element('div', { class: 'curl-line' }, element('pre', { tabindex: 0 }, code), button),
  );
  line.show = (next) => {
    requests.set(line, next);
    line.hidden = next === null;
    code.textContent = next === null ? '' : curlCommand(next);
  };
  line.show(request);
  return line;

  async function copy() {
    try {
      await navigator.clipboard.writeText(code.textContent);
      announce('Copied.');
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 1500);
    } catch {
      // Where the page may not reach the clipboard, the line is selected for the reader to copy.
      getSelection().selectAllChildren(code);
    }
  }
}

/** A text as the shell reads it back. */
function quoted(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
