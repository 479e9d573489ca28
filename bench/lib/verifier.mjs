/**
 * The token check behind nginx's auth_request: a real one, small, and quick because it remembers the
 * tokens that were good. verifier.mjs PORT PUBLIC_KEY ISSUER AUDIENCE
 */
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';

const [port, keyFile, issuer, audience] = process.argv.slice(2);
const key = createPublicKey(readFileSync(keyFile));
const REMEMBERED_MAX = 10_000;
/** Expiry in seconds by token. */
const good = new Map();

function expiryOf(token) {
  const [head, body, signature, more] = token.split('.');
  if (!signature || more !== undefined) return 0;
  if (JSON.parse(Buffer.from(head, 'base64url')).alg !== 'RS256') return 0;
  if (!verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) return 0;
  const claims = JSON.parse(Buffer.from(body, 'base64url'));
  return claims.iss === issuer && [claims.aud].flat().includes(audience) ? claims.exp : 0;
}

function isGood(authorization) {
  if (!authorization?.startsWith('Bearer ')) return false;
  const token = authorization.slice(7);
  let expiry = good.get(token);
  if (expiry === undefined) {
    try {
      expiry = expiryOf(token);
    } catch {
      expiry = 0;
    }
    if (expiry > 0) {
      if (good.size >= REMEMBERED_MAX) good.clear();
      good.set(token, expiry);
    }
  }
  return expiry > Date.now() / 1000;
}

const server = http.createServer((request, response) => {
  response.writeHead(isGood(request.headers.authorization) ? 200 : 401, { 'Content-Length': 0 });
  response.end();
});
server.keepAliveTimeout = 3_600_000;
server.listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
