// Drives a server with the official Node clients; prints one line of JSON for each case. Argument: the server's address.
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';

const base = process.argv[2];
const openai = new OpenAI({ baseURL: base + '/v1', apiKey: 'none-needed', maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: base, apiKey: 'none-needed', maxRetries: 0 });
const ask = { model: 'tiny', messages: [{ role: 'user', content: 'hello' }], temperature: 0 };
const schema = {
  type: 'object', properties: { city: { enum: ['Paris', 'Rome'] } }, required: ['city'], additionalProperties: false,
};
const cities = ['Paris', 'Rome'];

const cases = {
  async 'openai chat'() {
    const answer = await openai.chat.completions.create({ ...ask, max_tokens: 5 });
    assert.equal(answer.choices[0].finish_reason, 'length');
    assert.equal(answer.usage.completion_tokens, 5);
  },
  async 'openai stream'() {
    const whole = await openai.chat.completions.create({ ...ask, max_tokens: 5 });
    const stream = await openai.chat.completions.create({
      ...ask, max_tokens: 5, stream: true, stream_options: { include_usage: true },
    });
    let text = '', usage;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? '';
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, whole.choices[0].message.content);
    assert.equal(usage.completion_tokens, 5);
  },
  async 'openai stream given up'() {
    const stream = await openai.chat.completions.create({ ...ask, max_tokens: 900, stream: true });
    for await (const chunk of stream) break;
  },
  async 'openai tools'() {
    const stream = openai.chat.completions.stream({
      ...ask, tools: [{ type: 'function', function: { name: 'weather', parameters: schema } }],
      tool_choice: 'required', parallel_tool_calls: false,
    });
    const call = (await stream.finalChatCompletion()).choices[0].message.tool_calls[0];
    assert.equal(call.function.name, 'weather');
    assert.ok(cities.includes(JSON.parse(call.function.arguments).city));
  },
  async 'openai schema'() {
    const answer = await openai.chat.completions.create({
      ...ask, response_format: { type: 'json_schema', json_schema: { name: 'place', strict: true, schema } },
    });
    assert.ok(cities.includes(JSON.parse(answer.choices[0].message.content).city));
  },
  async 'openai embeddings'() {
    const vectors = await openai.embeddings.create({ model: 'tiny-bert', input: ['a', 'b'] });
    const squares = vectors.data[1].embedding.reduce((sum, v) => sum + v * v, 0);
    assert.ok(Math.abs(squares - 1) < 1e-3);
  },
  async 'openai models'() {
    assert.deepEqual((await openai.models.list()).data.map(m => m.id), ['tiny', 'tiny-bert']);
  },
  async 'openai errors'() {
    await assert.rejects(openai.chat.completions.create({ ...ask, nonsense: 1 }), e =>
      e instanceof OpenAI.BadRequestError && e.param === 'nonsense' && e.code === 'unknown_parameter');
    await assert.rejects(openai.chat.completions.create({ ...ask, model: 'none' }), OpenAI.NotFoundError);
  },
  async 'openai responses'() {
    const first = await openai.responses.create({ model: 'tiny', input: 'hello', temperature: 0, max_output_tokens: 5 });
    assert.equal(first.status, 'incomplete');
    assert.ok(first.output_text.length > 0);
    const second = await openai.responses.create({
      model: 'tiny', input: 'more', previous_response_id: first.id, max_output_tokens: 5, temperature: 0,
    });
    assert.deepEqual((await openai.responses.retrieve(second.id)).output, second.output);
    const items = await openai.responses.inputItems.list(second.id);
    assert.equal(items.data[0].content[0].text, 'more');
    await openai.responses.delete(second.id);
    await assert.rejects(openai.responses.retrieve(second.id), OpenAI.NotFoundError);
  },
  async 'openai responses stream'() {
    const whole = await openai.responses.create({ model: 'tiny', input: 'hello', temperature: 0, max_output_tokens: 5 });
    const stream = openai.responses.stream({ model: 'tiny', input: 'hello', temperature: 0, max_output_tokens: 5 });
    let text = '';
    stream.on('response.output_text.delta', event => { text += event.delta; });
    const response = await stream.finalResponse();
    assert.equal(text, whole.output_text);
    assert.equal(response.output_text, text);
  },
  async 'openai responses tools'() {
    const tools = [{ type: 'function', name: 'weather', strict: true, parameters: schema }];
    const response = await openai.responses.create({ model: 'tiny', input: 'hello', tools, tool_choice: 'required' });
    const call = response.output.find(item => item.type === 'function_call');
    assert.ok(cities.includes(JSON.parse(call.arguments).city));
    const next = await openai.responses.create({
      model: 'tiny', max_output_tokens: 5, tools,
      input: [{ role: 'user', content: 'hello' }, ...response.output,
        { type: 'function_call_output', call_id: call.call_id, output: 'sunny' }],
    });
    assert.ok(next.output.length > 0);
  },
  async 'openai responses schema'() {
    const response = await openai.responses.create({
      model: 'tiny', input: 'hello', text: { format: { type: 'json_schema', name: 'place', strict: true, schema } },
    });
    assert.ok(cities.includes(JSON.parse(response.output_text).city));
  },
  async 'anthropic message'() {
    const answer = await anthropic.messages.create({ ...ask, max_tokens: 5, system: 'Be brief.' });
    assert.equal(answer.stop_reason, 'max_tokens');
    assert.equal(answer.content[0].type, 'text');
    assert.equal(answer.usage.output_tokens, 5);
  },
  async 'anthropic stream'() {
    const stream = anthropic.messages.stream({ ...ask, max_tokens: 5 });
    let text = '';
    stream.on('text', piece => { text += piece; });
    const message = await stream.finalMessage();
    assert.equal(message.content[0].text, text);
    assert.equal(message.usage.output_tokens, 5);
  },
  async 'anthropic tools'() {
    const stream = anthropic.messages.stream({
      ...ask, max_tokens: 300, tools: [{ name: 'weather', input_schema: schema }],
      tool_choice: { type: 'tool', name: 'weather' },
    });
    const message = await stream.finalMessage();
    assert.equal(message.stop_reason, 'tool_use');
    assert.ok(cities.includes(message.content[0].input.city));
  },
  async 'anthropic errors'() {
    await assert.rejects(anthropic.messages.create({ ...ask, max_tokens: 5, model: 'none' }), Anthropic.NotFoundError);
  },
};

for (const [name, run] of Object.entries(cases)) {
  try {
    await run();
    console.log(JSON.stringify({ name, ok: true }));
  } catch (e) {
    console.log(JSON.stringify({ name, ok: false, error: String(e && e.stack || e) }));
  }
}
