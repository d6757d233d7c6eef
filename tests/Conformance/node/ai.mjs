// The Vercel AI SDK (`ai` with `@ai-sdk/openai-compatible`) against the gateway.
import assert from 'node:assert/strict';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateObject, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { apiKey, endpoint, model, run } from './harness.mjs';

const cocoon = createOpenAICompatible({ name: 'cocoon', baseURL: new URL('v1', endpoint).href, apiKey, includeUsage: true, supportsStructuredOutputs: true });
const prompt = 'What is the capital of France?';
const answer = 'The capital of France is Paris.';
// A toy model fills in what a schema leaves open with noise, so this leaves little open.
const weather = z.object({ city: z.enum(['Paris', 'Rome']), days: z.number().int().min(1).max(9) });

await run({
  async 'text is generated with its usage'() {
    const result = await generateText({ model: cocoon(model), prompt, temperature: 0 });
    assert.equal(result.text, answer);
    assert.equal(result.finishReason, 'stop');
    assert.equal(result.usage.totalTokens, 25);
  },

  async 'text streams piece by piece'() {
    const result = streamText({ model: cocoon(model), prompt, temperature: 0 });
    const pieces = [];
    for await (const piece of result.textStream) pieces.push(piece);
    assert.equal(pieces.join(''), answer);
    assert.ok(pieces.length > 3);
    assert.equal((await result.usage).outputTokens, 9);
  },

  async 'a refusal is an error with our message'() {
    await assert.rejects(generateText({ model: cocoon('gpt-nothing'), prompt, maxRetries: 0 }), error => error.statusCode === 404 && /does not exist/.test(error.message));
  },

  async 'a tool is called with arguments of its schema'() {
    const asked = [];
    const result = await generateText({
      model: cocoon(model), prompt, temperature: 0, maxOutputTokens: 100, toolChoice: 'required', stopWhen: stepCountIs(1),
      tools: { get_weather: tool({ description: 'Weather of a city', inputSchema: weather, execute: async input => { asked.push(input); return 'blue sky'; } }) },
    });
    assert.equal(result.finishReason, 'tool-calls');
    assert.equal(asked.length, 1);
    assert.ok(weather.safeParse(asked[0]).success);
  },

  async 'an object keeps to its schema'() {
    const result = await generateObject({ model: cocoon(model), prompt, schema: weather, temperature: 0, maxOutputTokens: 100 });
    assert.ok(weather.safeParse(result.object).success);
  },

  async 'texts are embedded'() {
    const result = await embedMany({ model: cocoon.textEmbeddingModel(model), values: ['a cat', 'a dog'] });
    assert.equal(result.embeddings.length, 2);
    assert.ok(result.usage.tokens > 0);
  },
});
