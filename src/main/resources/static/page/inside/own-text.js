/** A text that a model is sure to know all characters of: its own. */

import { getJson } from '../api.js';

const LINES = 10;
const LENGTH = 400;

/**
 * Some of what the model writes, the same every time.
 *
 * @param model as in `GET /models`
 */
export async function ownText({ name, mode }, signal) {
  const query = { model: name, seed: 1, n: mode === 'lines' ? LINES : 1, maxLength: LENGTH };
  const { samples } = await getJson('/sample', { query, signal });
  return samples.map((it) => it.text).join('\n') + (mode === 'lines' ? '\n' : '');
}
