// The official npm package `openai` against the gateway.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { apiKey, books, endpoint, losing, model, run } from './harness.mjs';

const options = { apiKey, baseURL: new URL('v1', endpoint).href };
const client = new OpenAI(options);
const messages = [{ role: 'user', content: 'What is the capital of France?' }];
const answer = 'The capital of France is Paris.';
// A toy model fills in what a schema leaves open with noise, so these leave little open.
const weather = {
  type: 'object', additionalProperties: false, required: ['city', 'days'],
  properties: { city: { type: 'string', enum: ['Paris', 'Rome'] }, days: { type: 'integer', minimum: 1, maximum: 9 } },
};
const tools = [{ type: 'function', function: { name: 'get_weather', description: 'Weather of a city', parameters: weather, strict: true } }];

function isWeather(json) {
  const { city, days, ...more } = JSON.parse(json);
  assert.ok(['Paris', 'Rome'].includes(city) && days >= 1 && days <= 9 && Object.keys(more).length === 0, json);
}

await run({
  async 'chat answers with text and usage'() {
    const completion = await client.chat.completions.create({ model, messages, temperature: 0 });
    assert.equal(completion.choices[0].message.content, answer);
    assert.equal(completion.choices[0].finish_reason, 'stop');
    assert.equal(completion.usage.total_tokens, 25);
    assert.ok(completion.cocoon.charge_nano > 0);
    assert.ok(completion._request_id);
  },

  async 'chat streams, and usage comes last'() {
    const chunks = [];
    for await (const chunk of await client.chat.completions.create({ model, messages, temperature: 0, stream: true, stream_options: { include_usage: true } })) chunks.push(chunk);
    assert.equal(chunks[0].choices[0].delta.role, 'assistant');
    assert.equal(chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join(''), answer);
    assert.ok(chunks.slice(0, -1).every(chunk => chunk.usage === null && chunk.id === chunks[0].id));
    assert.deepEqual(chunks.at(-1).choices, []);
    assert.equal(chunks.at(-1).usage.completion_tokens, 9);
  },

  async 'the stream helper puts the completion together'() {
    const completion = await client.chat.completions.stream({ model, messages, temperature: 0 }).finalChatCompletion();
    assert.equal(completion.choices[0].message.content, answer);
  },

  async 'a stream can be left early'() {
    const stream = await client.chat.completions.create({ model, messages, temperature: 0, stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    assert.ok(stream.controller.signal.aborted);
  },

  async 'models are listed and found'() {
    const ids = [];
    for await (const entry of client.models.list()) ids.push(entry.id);
    assert.deepEqual(ids, [model]);
    assert.equal((await client.models.retrieve(model)).object, 'model');
  },

  async 'errors have their classes'() {
    await assert.rejects(client.chat.completions.create({ model: 'gpt-nothing', messages }), e => e instanceof OpenAI.NotFoundError && e.code === 'model_not_found');
    await assert.rejects(new OpenAI({ ...options, apiKey: 'sk-cocoon-nonsense' }).models.list(), e => e instanceof OpenAI.AuthenticationError);
    await assert.rejects(client.chat.completions.create({ model, messages, temperature: 9 }), e => e instanceof OpenAI.BadRequestError && e.param === 'temperature');
  },

  async 'n answers come apart, streamed and not, and the prompt is counted once'() {
    const completion = await client.chat.completions.create({ model, messages, temperature: 0, n: 2, max_completion_tokens: 40 });
    assert.deepEqual(completion.choices.map(choice => [choice.index, choice.message.content]), [[0, answer], [1, answer]]);
    assert.equal(completion.usage.prompt_tokens, 16);
    assert.equal(completion.usage.completion_tokens, 18);
    const streamed = await client.chat.completions.stream({ model, messages, temperature: 0, n: 2, max_completion_tokens: 40 }).finalChatCompletion();
    assert.deepEqual(streamed.choices.map(choice => choice.message.content), [answer, answer]);
  },

  async 'tokens come with their log probabilities and rivals'() {
    const completion = await client.chat.completions.create({ model, messages, temperature: 0, logprobs: true, top_logprobs: 2 });
    const tokens = completion.choices[0].logprobs.content;
    assert.equal(tokens.map(token => token.token).join(''), answer);
    assert.ok(tokens.every(token => token.logprob <= 0 && token.top_logprobs.length === 2 && token.top_logprobs[0].logprob >= token.top_logprobs[1].logprob));
  },

  async 'a tool is called, streamed and not, and its result goes back'() {
    const asked = { model, messages, temperature: 0, tools, tool_choice: 'required', max_completion_tokens: 100 };
    const completion = await client.chat.completions.create(asked);
    const [call] = completion.choices[0].message.tool_calls;
    assert.equal(completion.choices[0].finish_reason, 'tool_calls');
    assert.equal(call.function.name, 'get_weather');
    isWeather(call.function.arguments);
    const streamed = await client.chat.completions.stream(asked).finalChatCompletion();
    assert.equal(streamed.choices[0].message.tool_calls[0].function.arguments, call.function.arguments);
    const after = await client.chat.completions.create({
      model, temperature: 0, max_completion_tokens: 8, tools, tool_choice: 'none',
      messages: [...messages, completion.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '{"sky":"blue"}' }],
    });
    assert.equal(typeof after.choices[0].message.content, 'string');
  },

  async 'a strict schema holds'() {
    const format = { type: 'json_schema', json_schema: { name: 'weather', strict: true, schema: weather } };
    const completion = await client.chat.completions.create({ model, messages, temperature: 0, max_completion_tokens: 100, response_format: format });
    assert.equal(completion.choices[0].finish_reason, 'stop');
    isWeather(completion.choices[0].message.content);
  },

  async 'completions continue a raw prompt, streamed and not'() {
    const asked = { model, prompt: 'The capital of France is', temperature: 0, max_tokens: 6 };
    const completion = await client.completions.create(asked);
    assert.equal(completion.object, 'text_completion');
    assert.ok(completion.choices[0].text.length > 0);
    let text = '';
    for await (const chunk of await client.completions.create({ ...asked, stream: true })) text += chunk.choices[0]?.text ?? '';
    assert.equal(text, completion.choices[0].text);
  },

  async 'embeddings are the same as numbers and as base64'() {
    const input = ['a cat', 'a dog'];
    const packed = await client.embeddings.create({ model, input });
    const plain = await client.embeddings.create({ model, input, encoding_format: 'float' });
    assert.deepEqual(packed.data.map(entry => [entry.index, entry.embedding.length]), [[0, packed.data[0].embedding.length], [1, packed.data[0].embedding.length]]);
    plain.data.forEach((entry, i) => entry.embedding.forEach((value, k) => assert.ok(Math.abs(value - packed.data[i].embedding[k]) < 1e-6)));
    assert.notDeepEqual(plain.data[0].embedding, plain.data[1].embedding);
    assert.equal(plain.usage.prompt_tokens, plain.usage.total_tokens);
  },

  async 'responses are made, kept, continued and deleted'() {
    const response = await client.responses.create({ model, input: messages[0].content, temperature: 0 });
    assert.equal(response.status, 'completed');
    assert.equal(response.output_text, answer);
    assert.equal(response.usage.output_tokens, 9);
    assert.equal((await client.responses.retrieve(response.id)).output_text, answer);
    const next = await client.responses.create({ model, input: 'And of Italy?', previous_response_id: response.id, temperature: 0, max_output_tokens: 8 });
    assert.equal(next.previous_response_id, response.id);
    assert.ok(next.usage.input_tokens > response.usage.input_tokens);
    await client.responses.delete(response.id);
    await assert.rejects(client.responses.retrieve(response.id), error => error instanceof OpenAI.NotFoundError);
  },

  async 'responses stream named events in order'() {
    const types = [];
    let text = '', last = -1;
    for await (const event of await client.responses.create({ model, input: messages[0].content, temperature: 0, stream: true })) {
      types.push(event.type);
      assert.equal(event.sequence_number, ++last);
      if (event.type === 'response.output_text.delta') text += event.delta;
    }
    assert.equal(text, answer);
    assert.equal(types[0], 'response.created');
    assert.equal(types.at(-1), 'response.completed');
    assert.ok(types.indexOf('response.output_item.added') < types.indexOf('response.output_text.delta'));
  },

  async 'a response calls a tool, and another keeps to a schema'() {
    const called = await client.responses.create({
      model, input: messages[0].content, temperature: 0, max_output_tokens: 100, tool_choice: 'required', tools: [{ type: 'function', name: 'get_weather', parameters: weather, strict: true }],
    });
    isWeather(called.output.find(item => item.type === 'function_call').arguments);
    const formed = await client.responses.create({
      model, input: messages[0].content, temperature: 0, max_output_tokens: 100, text: { format: { type: 'json_schema', name: 'weather', schema: weather, strict: true } },
    });
    isWeather(formed.output_text);
  },

  async 'a retry with an idempotency key is charged once'() {
    const before = await books();
    const fetch = losing();
    const completion = await new OpenAI({ ...options, fetch }).chat.completions.create({ model, messages, temperature: 0 }, { headers: { 'Idempotency-Key': `retry-${Date.now()}` } });
    assert.equal(completion.choices[0].message.content, answer);
    assert.equal(fetch.calls, 2);
    assert.equal((await books()).receipts, before.receipts + 1);
  },
});
