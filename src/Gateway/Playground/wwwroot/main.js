// The playground: keeps the key in this tab only, the market's facts fresh, and the parts of the page together.
import { ApiError, Gateway } from './api.js';
import { Chat } from './chat.js';
import { byId } from './dom.js';
import { Meter } from './meter.js';
import { ModelList } from './models.js';
import { nano, ton } from './money.js';
import { Pace } from './pace.js';

const keyName = 'cocoon-api-key';
const refreshMs = 5_000;

const pace = new Pace(), meter = new Meter(), models = new ModelList(pace), chat = new Chat(meter, pace);
let gateway, marketKey, timer;

async function open(key) {
  const candidate = new Gateway(key);
  try {
    models.show(await candidate.models());
  } catch (error) {
    close(trouble(error));
    return;
  }
  sessionStorage.setItem(keyName, key);
  gateway = candidate;
  byId('key').value = '';
  toggle(true);
  await showChannel();
  timer = setInterval(refresh, refreshMs);
  byId('question').focus();
}

function close(why) {
  clearInterval(timer);
  sessionStorage.removeItem(keyName);
  chat.reset();
  gateway = marketKey = undefined;
  toggle(false);
  byId('trouble').textContent = why ?? '';
  byId('trouble').hidden = !why;
  byId('key').focus();
}

function toggle(isOpen) {
  byId('key-form').hidden = isOpen;
  byId('market').hidden = byId('forget').hidden = !isOpen;
  byId('question').disabled = byId('send').disabled = !isOpen;
}

async function refresh() {
  if (document.hidden || !gateway) return;
  try {
    models.show(await gateway.models());
  } catch (error) {
    if (error.status === 401) close(trouble(error));
    else byId('models-note').textContent = `${error.message} Shown is what was true before.`;
  }
}

async function showChannel() {
  try {
    const channel = await gateway.channel();
    marketKey = channel.market_key;
    byId('channel-note').textContent = `${ton(nano(channel.available_nano))} TON are left in the channel.`;
  } catch (error) {
    byId('channel-note').textContent = error.message;
  }
}

function trouble(error) {
  if (error instanceof ApiError && error.status === 401) return 'The gateway does not know this key, or it was revoked. Check that it is whole: it begins with sk-cocoon-.';
  return error.message;
}

function settings() {
  const number = id => (byId(id).value === '' ? undefined : Number(byId(id).value));
  return { model: models.chosen, system: byId('system').value.trim(), maxTokens: number('max-tokens'), temperature: number('temperature'), tier: byId('tier').value, marketKey };
}

async function ask() {
  const question = byId('question').value.trim();
  if (question === '' || chat.isBusy || !gateway || !models.chosen) return;
  byId('question').value = '';
  const asking = chat.ask(gateway, question, settings());
  showBusy();
  try {
    await asking;
  } catch (error) {
    // It stands in the conversation already.
    if (error.status === 401) close(trouble(error));
  }
  showBusy();
  byId('sum').textContent = meter.sum;
  byId('sum-note').textContent = meter.note;
  if (gateway) await Promise.all([showChannel(), refresh()]);
}

function showBusy() {
  byId('send').hidden = chat.isBusy;
  byId('stop').hidden = !chat.isBusy;
  if (!chat.isBusy) byId('question').focus();
}

byId('key-form').addEventListener('submit', event => { event.preventDefault(); open(byId('key').value.trim()); });
byId('forget').addEventListener('click', () => close());
byId('ask').addEventListener('submit', event => { event.preventDefault(); ask(); });
byId('stop').addEventListener('click', () => chat.stop());
byId('reset').addEventListener('click', () => { chat.reset(); byId('question').focus(); });
byId('question').addEventListener('keydown', event => {
  if (event.key === 'Escape') chat.stop();
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  ask();
});

const kept = sessionStorage.getItem(keyName);
if (kept) open(kept);
else close();
