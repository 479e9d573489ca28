/** B5: the real services with the demo's data, direct, through nginx and through the gateway. */
import os from 'node:os';
import { PORTS, awaitAnswer, requireFree, startNginx, stop } from './children.mjs';
import { Table } from './results.mjs';
import { differences, median, ratios } from './ratio.mjs';
import { asFastAsItGoes } from './load.mjs';
import { place } from './machine.mjs';
import { closedLoop, openLoop, rounds, warm } from './rounds.mjs';

const CONNECTIONS = 16;
const FIXED_RATE_CONNECTIONS = 16;
const WARM_UP_SECONDS = 10;
const DIRECT = 'direct';
const NGINX = 'through nginx';
const GATEWAY = 'through the gateway';
const SIDES = [DIRECT, NGINX, GATEWAY];

/** Where the services, their database and the callers work, and where what stands between them. */
const APART = { name: 'a processor of its own', behind: '0', between: '1' };
const everywhere = `0-${os.cpus().length - 1}`;
const TOGETHER = { name: 'all on the same processors', behind: everywhere, between: everywhere };

export const COLUMNS = ['requests/s, 16 connections', 'CPU µs/request in all', 'of these nginx or the gateway',
  'p50 ms at half load', 'p99 ms at half load'];

/** What is called: each reading on each side. */
function targetsOf(suite, readings, proxies) {
  const targets = [];
  readings.forEach((reading, i) => {
    const behind = [suite.pids[reading.service], suite.pids.postgres];
    const sides = {
      [DIRECT]: { port: PORTS.suite + reading.offset, between: [] },
      [NGINX]: { port: PORTS.nginxServices + i, between: [proxies[i].pid] },
      [GATEWAY]: { port: PORTS.suite, between: [suite.pids.gateway] },
    };
    for (const side of SIDES) {
      const { port, between } = sides[side];
      targets.push({ ...reading, reading: reading.name, side, name: `${reading.name} ${side}`, behind, between,
        pids: [...behind, ...between], url: `http://127.0.0.1:${port}${reading.path}` });
    }
  });
  return targets;
}

function placed(targets, { behind, between }) {
  for (const target of targets) {
    target.behind.forEach((pid) => place(pid, behind));
    target.between.forEach((pid) => place(pid, between));
    target.callersOn = behind;
  }
}

export async function run(options, suite, readings) {
  await requireFree(...readings.map((_, i) => PORTS.nginxServices + i));
  const proxies = readings.map((reading, i) => startNginx(`nginx-${reading.name}`, 'proxy.conf',
    { PORT: String(PORTS.nginxServices + i), UPSTREAM: String(PORTS.suite + reading.offset), WORKERS: 'auto' }));
  const targets = targetsOf(suite, readings, proxies);
  const target = (reading, side) => targets.find((one) => one.reading === reading.name && one.side === side);
  for (const [i, reading] of readings.entries()) await awaitAnswer(proxies[i], target(reading, NGINX).url, reading.headers);

  // "not modified" costs the service little, so that the gateway's compilers have seen as much as in its other tables
  const published = target(readings[0], GATEWAY);
  const known = (await fetch(published.url)).headers.get('etag');
  await asFastAsItGoes({ ...published, headers: { 'If-None-Match': known } }, WARM_UP_SECONDS, CONNECTIONS, { lenient: true });
  // which warms the service behind it as well
  for (const reading of readings) await warm(target(reading, GATEWAY), CONNECTIONS);

  const table = new Table('gateway-services', 'B5');
  const noise = [];
  for (const setting of [APART, TOGETHER]) {
    console.log(`  ${setting.name}`);
    placed(targets, setting);
    const slices = Object.fromEntries(targets.map((one) => [one.name, () => closedLoop(one, 2, CONNECTIONS)]));
    const closed = await rounds(slices, options);
    const late = setting === APART ? await latencies(options, readings[0], closed.measured, target) : {};
    tell(table, setting, readings, closed.measured, late);
    noise.push(`${setting.name}: ${closed.noise}`);
  }
  table.under(noise.join('; '));
  for (const proxy of proxies) await stop(proxy);
  return table;
}

/**
 * How long callers wait when each side has half of what the slowest can do, so that none builds a queue.
 * The callers keep away from the service, whose turn on its processor they would wait for.
 */
async function latencies(options, reading, closed, target) {
  const sides = SIDES.map((side) => target(reading, side));
  const rate = Math.round(Math.min(...sides.map(({ name }) => median(closed[name].map((slice) => slice.perSecond)))) / 2);
  console.log(`  half load: ${rate} requests/s`);
  const slices = sides.map((one) => [one.name, () => openLoop({ ...one, callersOn: APART.between }, rate, 4, FIXED_RATE_CONNECTIONS)]);
  return (await rounds(Object.fromEntries(slices), options)).measured;
}

function tell(table, setting, readings, measured, late) {
  const by = (name, what) => measured[name].map((slice) => slice[what]);
  const millis = (name, what) => late[name]?.map((slice) => slice[what] / 1e3) ?? null;
  for (const { name } of readings) {
    for (const side of SIDES) {
      const one = `${name} ${side}`;
      const between = measured[one].map((slice) => (slice.cpuSeconds[2] ?? 0) * 1e6 / slice.requests);
      table.show(`${one}, ${setting.name}`, [by(one, 'perSecond'), by(one, 'cpuMicros'), between,
        millis(one, 'p50Micros'), millis(one, 'p99Micros')]);
    }
    const gateway = `${name} ${GATEWAY}`;
    for (const side of [DIRECT, NGINX]) {
      table.add(`requests/s of ${gateway}, ${setting.name}`, side,
        ratios(by(gateway, 'perSecond'), by(`${name} ${side}`, 'perSecond')), 'high', 0.9);
    }
    table.add(`requests/s of ${name} ${NGINX}, ${setting.name}`, DIRECT,
      ratios(by(`${name} ${NGINX}`, 'perSecond'), by(`${name} ${DIRECT}`, 'perSecond')), 'high', null);
    for (const side of late[gateway] ? [DIRECT, NGINX] : []) {
      table.add(`milliseconds that the p99 of ${gateway} grows by at half load`, side,
        differences(millis(gateway, 'p99Micros'), millis(`${name} ${side}`, 'p99Micros')), 'low', 1);
    }
  }
}
