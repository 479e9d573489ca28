/** B4, equal duties: nginx with a token check, a limit, an access log and a request id, as the gateway has them. */
import { readFileSync } from 'node:fs';
import { PORTS, Refusal, WORK, awaitAnswer, requireFree, start, startNginx, stop } from './children.mjs';
import { startUpstream } from './gateway-static.mjs';
import { Table } from './results.mjs';
import { ratios } from './ratio.mjs';
import { closedLoop, rounds, warm } from './rounds.mjs';
import { DEPARTMENT, YEAR, startGateway, token, trust } from './suite.mjs';

const CONNECTIONS = 32;
const PATH = `/api/v1/departments/${DEPARTMENT}/fiscal-years/${YEAR}/statement`;

export const COLUMNS = ['requests/s, 32 connections', 'CPU µs/request, token check included'];

/**
 * A comparison of equal duties is void if somebody does not do them.
 *
 * @param log           where its access lines go
 * @param anonymousPass whether who sends no token is for the service to refuse, since some resources are public
 */
async function requireDuties(target, log, anonymousPass) {
  const missing = [];
  const good = await fetch(target.url, { headers: target.headers });
  await good.arrayBuffer();
  if (!good.headers.get('x-request-id')) missing.push('a request id');
  const altered = target.headers.Authorization.replace(/.{8}$/, 'AAAAAAAA');
  for (const headers of [...(anonymousPass ? [] : [{}]), { Authorization: altered }]) {
    const refused = await fetch(target.url, { headers });
    await refused.arrayBuffer();
    if (refused.status !== 401) missing.push(`a token check (${refused.status})`);
  }
  // buffered by both for a moment
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const line = readFileSync(log, 'utf8').split('\n').find((l) => l.includes(PATH) && l.includes('{'));
  try {
    JSON.parse(line.slice(line.indexOf('{')));
  } catch {
    missing.push('an access log in JSON');
  }
  return missing;
}

export async function run(options) {
  await requireFree(PORTS.upstream, PORTS.verifier, PORTS.duties, PORTS.dutiesCached, PORTS.guarded, PORTS.guarded + 1);
  const bearer = await token('budget-officer', DEPARTMENT);
  const headers = { Authorization: `Bearer ${bearer}` };
  const trusted = trust(bearer);
  const upstream = await startUpstream();
  const verifier = start('verifier', process.execPath, [new URL('verifier.mjs', import.meta.url).pathname,
    String(PORTS.verifier), trusted.publicKey, trusted.issuer, trusted.audience]);
  await awaitAnswer(verifier, `http://127.0.0.1:${PORTS.verifier}/`, headers);
  const proxy = (name, port, cache) => startNginx(name, 'duties.conf', { PORT: String(port), CACHE: cache,
    UPSTREAM: String(PORTS.upstream), VERIFIER: String(PORTS.verifier) });
  const children = {
    duties: proxy('nginx-duties', PORTS.duties, 'off'),
    dutiesCached: proxy('nginx-duties-cached', PORTS.dutiesCached, 'tokens'),
    guarded: await startGateway('gateway-guarded', PORTS.guarded, trusted, { loops: 1 }),
  };
  const names = {
    duties: 'nginx, one worker, asks the verifier each time', dutiesCached: 'nginx, one worker, remembers tokens for a minute',
    guarded: 'gateway, one event loop',
  };
  const targets = {};
  for (const [key, child] of Object.entries(children)) {
    const pids = key === 'guarded' ? [child.pid] : [child.pid, verifier.pid];
    targets[key] = { name: names[key], url: `http://127.0.0.1:${PORTS[key]}${PATH}`, headers, pids };
    await awaitAnswer(child, targets[key].url, headers);
    const log = { duties: 'nginx-duties/access.log', dutiesCached: 'nginx-duties-cached/access.log', guarded: 'gateway-guarded.log' }[key];
    const missing = await requireDuties(targets[key], `${WORK}/${log}`, key === 'guarded');
    if (missing.length > 0) {
      const sentence = `${names[key]} lacks ${missing.join(', ')}: no equal duties.`;
      if (!options.dry) throw new Refusal(sentence);
      console.log(`  ${sentence} Measured nevertheless, since nothing is written.`);
    }
  }
  for (const target of Object.values(targets)) await warm(target, CONNECTIONS);

  const slices = {};
  for (const key of Object.keys(targets)) slices[key] = () => closedLoop(targets[key], 2, CONNECTIONS);
  const { measured, noise } = await rounds(slices, options);

  const table = new Table('gateway-duties', 'B4');
  table.under(noise);
  const by = (key, what) => measured[key].map((slice) => slice[what]);
  for (const key of Object.keys(targets)) table.show(names[key], [by(key, 'perSecond'), by(key, 'cpuMicros')]);
  for (const theirs of ['duties', 'dutiesCached']) {
    table.add(`requests/s of ${names.guarded}`, names[theirs], ratios(by('guarded', 'perSecond'), by(theirs, 'perSecond')), 'high', 1);
    table.add(`CPU per request of ${names.guarded}`, names[theirs], ratios(by('guarded', 'cpuMicros'), by(theirs, 'cpuMicros')), 'low',
      theirs === 'duties' ? 1 : null);
  }
  for (const child of [...Object.values(children), verifier, upstream]) await stop(child);
  return table;
}
