/** B4: gateways before the same static answer of 1 kB. */
import { PORTS, ROOT, awaitAnswer, requireFree, startJava, startNginx, stop } from './children.mjs';
import { Table } from './results.mjs';
import { differences, ratios } from './ratio.mjs';
import { closedLoop, rounds, warm } from './rounds.mjs';
import { NO_ACCESS_LOG, startGateway, token, trust } from './suite.mjs';

const CONNECTIONS = 32;
/** Public, so that no token is looked at: nginx and Spring do not either. */
const PATH = '/reports/YF-XZSP/2021/v1.json';

export const COLUMNS = ['requests/s, 32 connections', 'CPU µs/request', 'p50 µs, 1 connection'];

/** An answer of 1 kB in the shape of ours. */
export function body() {
  const line = { appropriationId: 17, economicItem: '30201', initial: '1035200.00', adjusted: '4199900.00', spent: '4199900.00' };
  const items = Array.from({ length: 8 }, (_, i) => ({ ...line, appropriationId: i + 1 }));
  const text = JSON.stringify({ department: 'YF-XZSP', fiscalYear: 2021, items, note: '' });
  return text.replace('"note":""', `"note":"${'x'.repeat(Math.max(0, 1024 - text.length))}"`);
}

export async function startUpstream() {
  const child = startNginx('upstream', 'upstream.conf', { PORT: String(PORTS.upstream), BODY: body() });
  await awaitAnswer(child, `http://127.0.0.1:${PORTS.upstream}/`);
  return child;
}

export async function run(options) {
  await requireFree(PORTS.upstream, PORTS.nginx, PORTS.nginxPerCore, PORTS.spring, PORTS.oneLoop, PORTS.oneLoop + 1,
    PORTS.default, PORTS.default + 1);
  const trusted = trust(await token('auditor'));
  const upstream = await startUpstream();
  const proxy = (name, port, workers) => startNginx(name, 'proxy.conf',
    { PORT: String(port), UPSTREAM: String(PORTS.upstream), WORKERS: workers });
  const children = {
    nginx: proxy('nginx', PORTS.nginx, '1'),
    nginxPerCore: proxy('nginx-per-core', PORTS.nginxPerCore, 'auto'),
    oneLoop: await startGateway('gateway-one-loop', PORTS.oneLoop, trusted, { loops: 1, env: NO_ACCESS_LOG }),
    default: await startGateway('gateway-default', PORTS.default, trusted, { env: NO_ACCESS_LOG }),
    spring: startJava('spring', ['-jar', new URL('../spring-cloud-gateway/target/spring-cloud-gateway.jar', import.meta.url).pathname],
      { SERVER_PORT: String(PORTS.spring), UPSTREAM: `http://127.0.0.1:${PORTS.upstream}` }),
  };
  const names = {
    direct: 'nothing between', nginx: 'nginx, one worker', nginxPerCore: 'nginx, a worker per processor',
    oneLoop: 'gateway, one event loop', default: 'gateway as it comes', spring: 'Spring Cloud Gateway as it comes',
  };
  const targets = { direct: { name: names.direct, url: `http://127.0.0.1:${PORTS.upstream}${PATH}`, pids: [upstream.pid] } };
  for (const [key, child] of Object.entries(children)) {
    targets[key] = { name: names[key], url: `http://127.0.0.1:${PORTS[key]}${PATH}`, pids: [child.pid] };
    await awaitAnswer(child, targets[key].url);
  }
  for (const key of Object.keys(children)) await warm(targets[key], CONNECTIONS);

  const slices = {};
  for (const key of Object.keys(targets)) slices[key] = () => closedLoop(targets[key], 2, CONNECTIONS);
  for (const key of ['direct', 'nginx', 'oneLoop']) slices[`${key} alone`] = () => closedLoop(targets[key], 1, 1);
  const { measured, noise } = await rounds(slices, options);

  const table = new Table('gateway-static', 'B4');
  table.under(noise);
  const by = (key, what) => measured[key].map((slice) => slice[what]);
  for (const key of Object.keys(targets)) {
    const p50 = measured[`${key} alone`] ? by(`${key} alone`, 'p50Micros') : null;
    table.show(names[key], [by(key, 'perSecond'), by(key, 'cpuMicros'), p50]);
  }
  const rate = (ours, theirs, target) => table.add(`requests/s of ${names[ours]}`, names[theirs],
    ratios(by(ours, 'perSecond'), by(theirs, 'perSecond')), 'high', target);
  const cpu = (ours, theirs, target) => table.add(`CPU per request of ${names[ours]}`, names[theirs],
    ratios(by(ours, 'cpuMicros'), by(theirs, 'cpuMicros')), 'low', target);
  rate('oneLoop', 'nginx', 0.75);
  cpu('oneLoop', 'nginx', 1.6);
  rate('default', 'nginxPerCore', 0.75);
  cpu('default', 'nginxPerCore', 1.6);
  rate('default', 'spring', 2);
  cpu('default', 'spring', 0.5);
  const added = (key) => differences(by(`${key} alone`, 'p50Micros'), by('direct alone', 'p50Micros'));
  table.add(`p50 that one connection waits longer for ${names.oneLoop}`, names.nginx,
    ratios(added('oneLoop'), added('nginx')), 'low', 1.2);
  for (const child of [...Object.values(children), upstream]) await stop(child);
  return table;
}
