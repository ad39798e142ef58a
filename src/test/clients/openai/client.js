// OpenAI's own client for Node.js, unchanged, against the service whose address is the argument.
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], apiKey: 'sk-anything', maxRetries: 0 });
const mega = { model: 'dinosaurs', prompt: 'Mega', seed: 7 };

// complete
const completion = await client.completions.create({ ...mega, n: 2, echo: true, logprobs: 1 });
assert.equal(completion.choices.length, 2);
assert.ok(completion.choices.every((choice) => choice.text.startsWith('Mega')));
assert.equal(completion.choices[0].logprobs.token_logprobs[0], null);
assert.equal(completion.usage.prompt_tokens, 4);
assert.ok(completion.created < 1e10, 'created is in seconds');

// stream
const whole = (await client.completions.create(mega)).choices[0].text;
let text = '';
let usage;
const reasons = [];
const stream = await client.completions.create({ ...mega, stream: true, stream_options: { include_usage: true } });
for await (const chunk of stream) {
  text += chunk.choices[0]?.text ?? '';
  reasons.push(...chunk.choices.map((choice) => choice.finish_reason));
  usage = chunk.usage;
}
assert.equal(text, whole);
assert.ok(reasons.slice(0, -1).every((reason) => reason === null));
assert.equal(reasons.at(-1), 'stop');
assert.equal(usage.completion_tokens, whole.length);

// chat
const messages = [{ role: 'system', content: 'Names' }, { role: 'user', content: 'Mega' }];
const chat = await client.chat.completions.create({ model: 'dinosaurs', messages, seed: 7 });
let said = '';
for await (const chunk of await client.chat.completions.create({ model: 'dinosaurs', messages, seed: 7, stream: true })) {
  said += chunk.choices[0].delta.content ?? '';
}
assert.equal(said, chat.choices[0].message.content);

// list models
const models = [];
for await (const model of client.models.list()) {
  models.push(model.id);
}
assert.deepEqual(models, ['dinosaurs']);
assert.equal((await client.models.retrieve('dinosaurs')).owned_by, 'charloom');

// errors
await assert.rejects(client.completions.create({ ...mega, model: 'nothing' }), (error) => {
  assert.ok(error instanceof OpenAI.NotFoundError);
  assert.equal(error.code, 'model_not_found');
  return true;
});
await assert.rejects(client.completions.create({ ...mega, n: 0 }), (error) => {
  assert.ok(error instanceof OpenAI.UnprocessableEntityError);
  assert.equal(error.param, 'n');
  return true;
});

// cancel
const endless = { ...mega, logit_bias: { 0: -100 }, max_tokens: 1_000_000, stream: true };
for await (const chunk of await client.completions.create(endless)) {
  assert.ok(chunk.choices.length === 1);
  break; // which closes the connection
}

console.log('all is well');
