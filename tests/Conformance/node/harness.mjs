// Runs named checks one after the other and prints one JSON line for each; a .NET test reads them (NodeSdkTests.cs).
export const endpoint = required('COCOON_ENDPOINT');
export const apiKey = required('COCOON_API_KEY');
export const model = required('COCOON_MODEL');

const patienceMs = 20_000;

export async function run(checks) {
  for (const [name, check] of Object.entries(checks)) {
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`nothing came within ${patienceMs} ms`)), patienceMs); });
    try {
      await Promise.race([check(), late]);
      say({ name, ok: true });
    } catch (error) {
      say({ name, ok: false, why: String(error?.stack ?? error).slice(0, 2000) });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What the channel was charged and how many receipts it has, by the gateway. */
export async function books() {
  const response = await fetch(new URL('cocoon/v1/channel', endpoint), { headers: { authorization: `Bearer ${apiKey}` } });
  const channel = await response.json();
  return { receipts: channel.receipt_count, charged: channel.charged_nano };
}

/** A fetch that loses the first answer after the server has given it, as a broken connection does; and counts its calls. */
export function losing() {
  const lossy = async (url, init) => {
    lossy.calls++;
    const response = await fetch(url, init);
    if (lossy.calls > 1) return response;
    await response.text();
    throw new TypeError('fetch failed: the connection was lost');
  };
  lossy.calls = 0;
  return lossy;
}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. The .NET tests set it; by hand, take it from ./cocoon dev.`);
  return value;
}

function say(line) { console.log(JSON.stringify(line)); }
