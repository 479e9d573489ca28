/** B16: what does not depend on how busy the machine is. */
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { PORTS } from './children.mjs';
import { asFastAsItGoes } from './load.mjs';
import { Table } from './results.mjs';
import { sql } from './suite.mjs';

const CALLS = 20;
const WARM_UP_SECONDS = 3;

export const COLUMNS = ['SQL statements', 'of these for the department scope', 'for the audit trail', 'BEGIN, COMMIT', 'response bytes', 'bytes the gateway allocates'];

/** Bytes that the threads of a JVM have allocated so far, as the JVM counts them itself. */
function allocated(pid) {
  const threads = execFileSync(`${process.env.BENCH_JAVA_HOME}/bin/jcmd`, [String(pid), 'Thread.print', '-e'],
    { encoding: 'utf8', maxBuffer: 1 << 26 });
  const units = { B: 1, K: 1024, M: 2 ** 20, G: 2 ** 30 };
  let sum = 0;
  for (const [, loop, amount, unit] of threads.matchAll(/^"([^"]*)".*? allocated=([\d.]+)([BKMG])/gm)) {
    if (loop.includes('eventloop')) sum += Number(amount) * units[unit];
  }
  return sum;
}

/** How often each kind of statement ran as the service's own role, for one call. */
async function statements(reading, url) {
  await sql('postgres', 'SELECT pg_stat_statements_reset()');
  for (let call = 0; call < CALLS; call++) await (await fetch(url, { headers: reading.headers })).arrayBuffer();
  const rows = await sql('postgres', `
    SELECT CASE WHEN s.query ~* '^(begin|commit|rollback|start transaction|set |show )' THEN 'transaction'
                WHEN s.query ILIKE '%set_config(%' THEN 'scope'
                WHEN s.query ILIKE 'select audit\\_%' THEN 'trail'
                ELSE 'field' END AS kind, sum(s.calls)
    FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
    WHERE r.rolname = '${reading.database}_app'
      AND s.query NOT ILIKE '%outbox%' AND s.query NOT ILIKE '%from audit\\_%' AND s.query NOT ILIKE '%audit\\_seal%' AND s.query NOT ILIKE '%job%' AND s.query NOT ILIKE '%pg_try_advisory_xact_lock%'
    GROUP BY 1`);
  const counts = Object.fromEntries(rows.map(([kind, calls]) => [kind, Number(calls) / CALLS]));
  return { field: counts.field ?? 0, scope: counts.scope ?? 0, trail: counts.trail ?? 0, transaction: counts.transaction ?? 0 };
}

export async function run(options, suite, readings) {
  const table = new Table('statements', 'B16');
  for (const reading of readings) {
    const url = `http://127.0.0.1:${PORTS.suite}${reading.path}`;
    const target = { ...reading, url };
    await asFastAsItGoes(target, WARM_UP_SECONDS, 16, { lenient: true });
    const before = allocated(suite.pids.gateway);
    const { requests } = await asFastAsItGoes(target, 2, 16);
    const bytes = Math.round((allocated(suite.pids.gateway) - before) / requests);
    // the services have work of their own for a moment after such a load
    await pause(500);
    const counts = await statements(reading, url);
    const answer = await (await fetch(url, { headers: reading.headers })).arrayBuffer();
    table.show(reading.name, [counts.field + counts.scope + counts.trail, counts.scope, counts.trail, counts.transaction, answer.byteLength, bytes]);
    table.add(`SQL statements of ${reading.name}, department scope and audit trail left out`, 'one statement', [counts.field], 'low', 1);
    table.add(`response bytes of ${reading.name}`, 'bytes', [answer.byteLength], 'low', null);
    table.add(`bytes that the gateway allocates for ${reading.name}`, 'bytes', [bytes], 'low', null);
  }
  table.under('counts, the same on a busy machine');
  return table;
}
