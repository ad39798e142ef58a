/** One request for texts: reads the events of the stream and hands each to the text that it is about. */

import { ApiError } from '../api.js';
import { readEvents } from '../events.js';

/**
 * Streams completions into texts.
 *
 * @param json the request
 * @param texts `n` of them, as `begin` of a `writing` makes them
 * @throws ApiError if the service refuses the request, fails while it writes, or ends before the texts do
 */
export async function stream(json, texts, signal) {
  let ended = 0;
  await readEvents(
    'POST',
    '/complete',
    (event) => {
      const told = JSON.parse(event.data);
      if (event.type === 'error') {
        throw new ApiError(told.status, told, null);
      }
      const { index, logprobs = [], finishReason } = told;
      if (logprobs.length > 0) {
        texts[index].grow(logprobs);
      }
      if (finishReason) {
        texts[index].end(finishReason);
        ended += 1;
      }
    },
    { json: { ...json, stream: true }, signal },
  );
  if (ended < texts.length) {
    throw new ApiError(200, { detail: 'The answer ended before the text did. Try again.' }, null);
  }
}
