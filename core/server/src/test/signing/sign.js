// node sign.js PERSON SYSTEM TYPE ID SECRET: prints a token for <causerie-record>.
import { createHmac, randomUUID } from "node:crypto";

const base64url = (text) => Buffer.from(text).toString("base64url");

export function sign(person, record, host, secret, now = Math.floor(Date.now() / 1000), jti = randomUUID()) {
  const header = base64url(JSON.stringify({ alg: "HS256", typ: "JWT" }));
  const claims = base64url(
    JSON.stringify({ iss: host, aud: "causerie", sub: person, jti, iat: now, exp: now + 60, record }),
  );
  const signature = createHmac("sha256", secret).update(`${header}.${claims}`).digest("base64url");
  return `${header}.${claims}.${signature}`;
}

const [person, system, type, id, secret, now, jti] = process.argv.slice(2);
if (secret) {
  console.log(sign(person, { system, type, id }, "desk", secret, now && Number(now), jti));
}
