// Writes, reads and says something by jsforce: records.mjs ADDRESS TOKEN CODE
import jsforce from 'jsforce';

const [address, accessToken, code, redirectUri] = process.argv.slice(2);
const connection = new jsforce.Connection({ instanceUrl: address, accessToken, version: '62.0' });

const made = await connection
  .sobject('Account')
  .create([1, 2, 3, 4, 5].map(n => ({ Name: 'Acme ' + n, Industry: 'Steel' })));
const ids = made.map(each => each.id);
console.log('made ' + made.filter(each => each.success).length);

const answer = await connection
  .query('SELECT Id, Name, Owner.Name FROM Account ORDER BY SystemModstamp, Id')
  .run({ autoFetch: true, maxFetch: 100 });
const paged = answer.records ?? answer;
console.log('queried ' + paged.map(each => each.Name + ' of ' + each.Owner.Name).join(', '));

const read = await connection.sobject('Account').retrieve(ids);
console.log('read ' + read.map(each => each.Name).join(', '));
await connection.sobject('Account').update({ Id: ids[0], Industry: 'Paper' });
const found = await connection
  .sobject('Account')
  .find({ Industry: 'Paper', LastModifiedDate: { $gte: jsforce.SfDate.toDateTimeLiteral('2020-01-01T00:00:00Z') } }, 'Id, Name');
console.log('found ' + found.map(each => each.Name).join(', '));
const described = await connection.describe('Account');
console.log('described ' + described.fields.find(field => field.name === 'Name').length);
await connection.sobject('Account').destroy(ids[4]);
const now = new Date();
const gone = await connection
  .sobject('Account')
  .deleted(new Date(now - 3600e3).toISOString(), new Date(now.getTime() + 3600e3).toISOString());
console.log('gone ' + gone.deletedRecords.length);
try {
  await connection.query('SELECT Shoes FROM Account');
} catch (error) {
  console.log('refused ' + error.errorCode);
}

const post = await connection.chatter.resource('/feed-elements').create({
  body: { messageSegments: [{ type: 'Text', text: 'Blocked' }] },
  feedElementType: 'FeedItem',
  subjectId: ids[0],
});
const comment = await connection.chatter
  .resource(`/feed-elements/${post.id}/capabilities/comments/items`)
  .create({ body: { messageSegments: [{ type: 'Text', text: 'Released' }] } });
const feed = await connection.chatter.resource(`/feeds/record/${ids[0]}/feed-elements`).retrieve();
console.log('said ' + feed.elements[0].body.text + ': ' + comment.body.text);
console.log('limit ' + connection.limitInfo.apiUsage.limit);

const person = new jsforce.Connection({
  oauth2: { loginUrl: address, clientId: 'app', clientSecret: 'a-secret', redirectUri },
  version: '62.0',
});
const who = await person.authorize(code);
person.accessToken = 'ended';
const identity = await person.query('SELECT COUNT() FROM Account');
console.log('person ' + (who.id ? 'in' : 'out') + ' sees ' + identity.totalSize);
