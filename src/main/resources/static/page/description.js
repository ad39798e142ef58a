/** What the service says about its own requests (OpenAPI), so that the page says the same. */

import { element } from './element.js';
import { getJson } from './api.js';

let description = null;

/** The fields of the JSON body of a request: by their names, `{type, enum, default, minimum, …, description}`. */
export async function fieldsOf(path) {
  description ??= getJson('/v3/api-docs').catch((error) => {
    description = null; // asked for again when it is needed again
    throw error;
  });
  const { schema } = (await description).paths[path].post.requestBody.content['application/json'];
  return schema.properties;
}

/** A description with `code` in it, as nodes. */
export function marked(text) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? element('code', {}, part) : part));
}
