// send.mjs github|standard SERVER SECRET NOW BODY-FILE: sends as software that is not ours signs, and says what was answered, a line each.
import { readFile } from 'node:fs/promises';
import { Webhooks } from '@octokit/webhooks';
import { Webhook } from 'standardwebhooks';

const [sender, server, secret, now, file] = process.argv.slice(2);
const body = await readFile(file, 'utf8');

async function post(name, headers, sent = body) {
  const answer = await fetch(server, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: sent,
  });
  console.log(name, answer.status, await answer.text());
}

const ways = {
  async github() {
    const hooks = new Webhooks({ secret });
    const signed = async (delivery, signature) => ({
      'x-github-event': 'issues',
      'x-github-delivery': delivery,
      'x-hub-signature-256': signature,
    });
    const good = await hooks.sign(body);
    await post('first', await signed('1', good));
    await post('again', await signed('1', good));
    await post('changed', await signed('2', good), body + ' ');
    await post('forged', await signed('3', await new Webhooks({ secret: 'another' }).sign(body)));
  },
  async standard() {
    const hook = new Webhook(secret);
    const signed = (id, at) => ({
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': hook.sign(id, new Date(at * 1000), body),
    });
    const at = Number(now);
    await post('first', signed('msg_1', at));
    await post('again', signed('msg_1', at + 60));
    await post('changed', signed('msg_2', at), body + ' ');
    await post('old', signed('msg_3', at - 301));
    const another = new Webhook('whsec_' + Buffer.from('another secret of its own').toString('base64'));
    await post('forged', { ...signed('msg_4', at), 'webhook-signature': another.sign('msg_4', new Date(at * 1000), body) });
    const changing = signed('msg_5', at);
    changing['webhook-signature'] = another.sign('msg_5', new Date(at * 1000), body) + ' ' + changing['webhook-signature'];
    await post('changing', changing);
  },
};

await ways[sender]();
