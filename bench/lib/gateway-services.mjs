/** B5: the real services with the demo's data, direct and through the gateway. */
import { PORTS } from './children.mjs';
import { Table } from './results.mjs';
import { differences, median, ratios } from './ratio.mjs';
import { asFastAsItGoes } from './load.mjs';
import { closedLoop, openLoop, rounds, warm } from './rounds.mjs';

const CONNECTIONS = 16;
const FIXED_RATE_CONNECTIONS = 16;
const WARM_UP_SECONDS = 10;

export const COLUMNS = ['requests/s, 16 connections', 'CPU µs/request of service, database and gateway', 'of these the gateway',
  'p50 ms at half load', 'p99 ms at half load'];

export async function run(options, suite, readings) {
  const targets = {};
  for (const reading of readings) {
    const behind = [suite.pids[reading.service], suite.pids.postgres];
    const address = (port) => `http://127.0.0.1:${port}${reading.path}`;
    targets[`${reading.name} direct`] = { ...reading, url: address(PORTS.suite + reading.offset), pids: behind };
    targets[`${reading.name} through the gateway`] = { ...reading, url: address(PORTS.suite), pids: [...behind, suite.pids.gateway] };
  }
  for (const [name, target] of Object.entries(targets)) target.name = name;
  // "not modified" costs the service little, so that the gateway's compilers have seen as much as in its other tables
  const published = targets[`${readings[0].name} through the gateway`];
  const known = (await fetch(published.url)).headers.get('etag');
  await asFastAsItGoes({ ...published, headers: { 'If-None-Match': known } }, WARM_UP_SECONDS, CONNECTIONS, { lenient: true });
  // which warms the service behind it as well
  for (const { name } of readings) await warm(targets[`${name} through the gateway`], CONNECTIONS);

  const slices = {};
  for (const [name, target] of Object.entries(targets)) slices[name] = () => closedLoop(target, 2, CONNECTIONS);
  const closed = await rounds(slices, options);

  // half of what the slowest of the two can do, so that neither builds a queue
  const fixed = readings[0].name;
  const sides = [`${fixed} direct`, `${fixed} through the gateway`];
  const rate = Math.round(Math.min(...sides.map((s) => median(closed.measured[s].map((slice) => slice.perSecond)))) / 2);
  console.log(`  half load: ${rate} requests/s`);
  const open = await rounds(Object.fromEntries(sides.map((s) =>
    [s, () => openLoop(targets[s], rate, 3, FIXED_RATE_CONNECTIONS)])), options);

  const table = new Table('gateway-services', 'B5');
  table.under(closed.noise);
  const by = (measured, name, what) => measured[name].map((slice) => slice[what]);
  for (const name of Object.keys(targets)) {
    const gateway = closed.measured[name].map((slice) => (slice.cpuSeconds[2] ?? 0) * 1e6 / slice.requests);
    const millis = (what) => (open.measured[name] ? by(open.measured, name, what).map((micros) => micros / 1e3) : null);
    table.show(name, [by(closed.measured, name, 'perSecond'), by(closed.measured, name, 'cpuMicros'), gateway,
      millis('p50Micros'), millis('p99Micros')]);
  }
  for (const { name } of readings) {
    table.add(`requests/s of ${name} through the gateway`, 'direct', ratios(
      by(closed.measured, `${name} through the gateway`, 'perSecond'), by(closed.measured, `${name} direct`, 'perSecond')), 'high', 0.9);
  }
  const [direct, through] = sides.map((s) => by(open.measured, s, 'p99Micros').map((micros) => micros / 1e3));
  table.add(`milliseconds that the p99 of ${fixed} grows by at half load`, 'direct', differences(through, direct), 'low', 1);
  return table;
}
