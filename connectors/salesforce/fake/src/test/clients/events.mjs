// Signs in by a signed assertion and prints what comes on a topic: events.mjs ADDRESS PUBSUB KEY TOPIC COUNT
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import PubSubApiClient from 'salesforce-pubsub-api-client';

const [address, pubSubEndpoint, keyFile, topic, count] = process.argv.slice(2);
const privateKey = createPrivateKey(readFileSync(keyFile)).export({ type: 'pkcs1', format: 'pem' });
const quiet = { debug() {}, info() {}, warn: console.error, error: console.error };
const text = value => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? Number(v) : v));

async function client() {
  const made = new PubSubApiClient(
    {
      authType: 'oauth-jwt-bearer',
      loginUrl: address,
      clientId: 'app',
      username: 'ada@acme.example',
      privateKey,
      pubSubEndpoint,
      rejectUnauthorizedSsl: false,
    },
    quiet,
  );
  await made.connect();
  return made;
}

const first = await client();
const ids = [];
await new Promise((resolve, reject) => {
  first.subscribeFromEarliestEvent(
    topic,
    (_, type, data) => {
      if (type === 'event') {
        ids.push(data.replayId);
        console.log('event ' + text(data.payload));
      } else if (type === 'error') {
        reject(data);
      } else if (type === 'lastEvent') {
        resolve();
      }
    },
    Number(count),
  );
});
first.close();

const second = await client();
await new Promise((resolve, reject) => {
  second.subscribeFromReplayId(
    topic,
    (_, type, data) => {
      if (type === 'event') {
        console.log('again ' + text(data.payload));
      } else if (type === 'error') {
        reject(data);
      } else if (type === 'lastEvent') {
        resolve();
      }
    },
    Number(count) - 1,
    ids[0],
  );
});
second.close();

const third = await client();
await new Promise(resolve => {
  third.subscribeFromReplayId(
    topic,
    (_, type, data) => {
      if (type === 'error') {
        console.log('refused ' + data.code + ' ' + data.metadata?.get('error-code'));
        resolve();
      }
    },
    1,
    7,
  );
});
third.close();
process.exit(0);
