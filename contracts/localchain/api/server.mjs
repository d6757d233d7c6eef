// HTTP around the method tables. Answers are toncenter's: { ok: true, result } or { ok: false, error, code }.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, ConnectionCut, invalid } from '../errors.mjs';
import { devMethods } from './dev.mjs';
import { toncenterMethods } from './toncenter.mjs';

const bodyBytesMax = 1 << 20;
// Clients keep connections for long; Node's own five seconds would cut them off between two calls.
const keepAliveMilliseconds = 120_000;

/**
 * `chain` returns the promise of a chain: requests that come before it is open wait. `weather` is what befalls calls of the
 * API, `forecast(changes)` changes it. `stop` ends the process in peace; `onFatal` is told of an error after which the chain
 * cannot go on.
 */
export function createApiServer({ chain, weather, forecast, stop, onFatal }) {
  const context = { weather, forecast, stop };
  const server = createServer(async (request, response) => {
    let reply;
    try {
      reply = await answer(request, await chain(), context);
    } catch (error) {
      if (error instanceof ConnectionCut) return request.socket.destroy();
      if (error.fatal) onFatal(error);
      reply = failure(error);
    }
    const text = JSON.stringify(reply.body);
    if (!server.listening) response.setHeader('connection', 'close');
    response.writeHead(reply.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  });
  server.keepAliveTimeout = keepAliveMilliseconds;
  return server;
}

async function answer(request, chain, context) {
  const url = new URL(request.url, 'http://localhost');
  const [, area, ...rest] = url.pathname.split('/');
  const path = rest.join('/');
  if (area === 'api' && path.startsWith('v2/')) return answerCall(path.slice('v2/'.length), request, url, chain, context);
  const dev = area === 'dev' && devMethods[`${request.method} ${path}`];
  if (dev) return success(await dev(chain, await parametersOf(request, url), context));
  throw new ApiError(404, `nothing at ${request.method} ${url.pathname}`);
}

/** A call of the API, in the weather of the moment. Calls for development always see a blue sky. */
async function answerCall(method, request, url, chain, context) {
  const { weather } = context;
  const { outage } = weather.current;
  if (outage === 'cut') throw new ConnectionCut();
  if (outage === '503') throw new ApiError(503, 'Service unavailable');
  if (!weather.admitsCall()) throw new ApiError(429, 'Ratelimit exceed');
  const latency = weather.nextLatency();
  if (latency > 0) await sleep(latency);
  const isRpc = method === 'jsonRPC' && request.method === 'POST';
  return isRpc ? answerRpc(await readJson(request), chain, context) : success(await call(method, chain, await parametersOf(request, url), context));
}

async function answerRpc(input, chain, context) {
  const envelope = { jsonrpc: '2.0', id: input.id ?? null };
  try {
    const { status, body } = success(await call(input.method, chain, input.params ?? {}, context));
    return { status, body: { ...body, ...envelope } };
  } catch (error) {
    if (error.fatal || error instanceof ConnectionCut) throw error;
    const { status, body } = failure(error);
    return { status, body: { ...body, ...envelope } };
  }
}

function call(method, chain, input, context) {
  if (!Object.hasOwn(toncenterMethods, String(method))) throw invalid(`method ${method} is not known`);
  return toncenterMethods[method](chain, input, context);
}

async function parametersOf(request, url) {
  return request.method === 'POST' ? readJson(request) : Object.fromEntries(url.searchParams);
}

async function readJson(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > bodyBytesMax) throw new ApiError(413, `the body is larger than ${bodyBytesMax} bytes`);
    parts.push(part);
  }
  if (size === 0) return {};
  let value;
  try {
    value = JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw invalid('the body is not JSON');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw invalid('the body must be a JSON object');
  return value;
}

const success = result => ({ status: 200, body: { ok: true, result } });

function failure(error) {
  const known = error instanceof ApiError;
  if (!known) console.error(error);
  const code = known ? error.code : 500;
  return { status: code, body: { ok: false, error: known ? error.message : `internal error: ${error.message}`, code } };
}
