// The adapter of the naive proxy: a JSON object a line in, one a line out.
import { generateKeyPairSync } from 'node:crypto';
import { createInterface } from 'node:readline';
import { NaiveProxy } from './naive-proxy.mjs';

const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let proxy;

async function answer(request) {
  switch (request.do) {
    case 'describe':
      return { result: { name: 'naive', version: '0.1.0', features: ['own-process', 'bad-certificates'] } };
    case 'start': {
      proxy?.stop();
      proxy = new NaiveProxy(request, signing);
      const port = await proxy.listen();
      const keys = signing.publicKey.export({ type: 'spki', format: 'pem' });
      return { result: { listen: `127.0.0.1:${port}`, statement_keys: keys } };
    }
    case 'stop':
      proxy?.stop();
      return { result: {} };
    default:
      return { skipped: { feature: request.do } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let reply;
  try {
    reply = await answer(request);
  } catch {
    reply = { errored: { context: 'the naive proxy did not do it' } };
  }
  process.stdout.write(JSON.stringify({ seq: request.seq, ...reply }) + '\n');
  if (request.do === 'stop') {
    process.exit(0);
  }
}
process.exit(0);
