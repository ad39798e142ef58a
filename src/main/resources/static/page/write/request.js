/** One request for texts: reads the events of the stream and hands each to the text that it is about. */

import { readEvents } from '../events.js';

/**
 * Streams completions into texts.
 *
 * @param json the request
 * @param texts `n` of them, as `writing` makes them
 * @returns the end of the request: model, version and seed
 */
export async function stream(json, texts, signal) {
  let told = {};
  await readEvents(
    'POST',
    '/complete',
    (event) => {
      const { index, logprobs = [], finishReason, ...rest } = JSON.parse(event.data);
      if (logprobs.length > 0) {
        texts[index].grow(logprobs);
      }
      if (finishReason) {
        texts[index].end(finishReason);
        told = rest;
      }
    },
    { json: { ...json, stream: true }, signal },
  );
  return told;
}
