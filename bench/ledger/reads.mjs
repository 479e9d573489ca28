/** B2: what is read all day, through the service beside pgbench with the same statements. */
import { asFastAsItGoes } from '../lib/load.mjs';
import { isSettled, ratios } from '../lib/ratio.mjs';
import { Table } from '../lib/results.mjs';
import { rounds } from '../lib/rounds.mjs';
import { sql } from '../lib/suite.mjs';
import { capture, requireSame, script } from './capture.mjs';
import { pgbench } from './pgbench.mjs';
import { YEAR, base, caller, departments, furnish, watched } from './place.mjs';
import { pay } from './writes.mjs';

const CLIENTS = 16;
const SECONDS = 2;
const EACH = 16;

export const COLUMNS = ['requests/s, 16 at once', 'CPU µs/request of the service', 'of the database', 'response bytes'];

/** What is read, and a piece of the statement that reads it and nothing else. */
function readings({ authorization, all }, payment) {
  const { code, id } = all[0];
  const year = `${base()}/${code}/fiscal-years/${YEAR}`;
  const headers = { Authorization: authorization };
  return [
    { name: 'an appropriation', url: `${year}/appropriations/${id}`, marker: 'FROM appropriation a WHERE' },
    { name: 'a payment', url: `${year}/payments/${payment}`, marker: "m.kind = 'PAYMENT'" },
    { name: 'the statement', url: `${year}/statement`, marker: 'AS year_before' },
    { name: 'a page of 50 entries', url: `${year}/entries?limit=50`, marker: 'FROM ledger_entry e' },
  ].map((reading) => ({ ...reading, headers }));
}

export async function run(options, { pids }) {
  const codes = departments(4);
  const { authorization, post } = await caller(codes);
  const where = { authorization, all: await furnish(post, codes, EACH) };
  await pay(where, 10);
  const { code } = where.all[0];
  const [[payment]] = await sql('budget', `SELECT max(id) FROM movement WHERE department_code = '${code}' AND fiscal_year = ${YEAR} AND kind = 'PAYMENT'`);
  // what a table of this age would have
  await sql('budget', 'VACUUM ANALYZE');
  const service = { service: pids['budget-service'], database: pids.postgres };
  const slices = {};
  const bytes = {};
  const all = readings(where, payment);
  for (const reading of all) {
    const { name, url, headers, marker } = reading;
    const windows = [];
    while (windows.length < 15 && !isSettled(windows, 3, 0.05)) {
      windows.push((await watched(service, () => asFastAsItGoes(reading, SECONDS, CLIENTS, { lenient: true }))).cpuMicros);
    }
    console.log(`  ${name}: warm after ${windows.length * SECONDS} s, ${Math.min(...windows).toFixed(0)} µs`);
    bytes[name] = (await (await fetch(url, { headers })).arrayBuffer()).byteLength;
    const statements = await capture('budget_app', async () => (await fetch(url, { headers })).arrayBuffer(), marker);
    const same = script(statements, {});
    requireSame(statements, await capture('budget_app', () => pgbench('once', same, 1, ['-t', 1]), marker));
    slices[`service, ${name}`] = () => watched(service, () => asFastAsItGoes(reading, SECONDS, CLIENTS));
    slices[`pgbench, ${name}`] = () => watched(service, () => pgbench('read', same, CLIENTS, ['-T', SECONDS]));
  }
  const { measured, noise } = await rounds(slices, options);
  const table = new Table('ledger-reads', 'B2');
  table.under(noise);
  const by = (name, what) => measured[name].map((one) => one[what]);
  const cpu = (name, part) => measured[name].map((one) => one.cpu[part]);
  for (const { name } of all) {
    table.show(`service, ${name}`, [by(`service, ${name}`, 'perSecond'), cpu(`service, ${name}`, 'service'), cpu(`service, ${name}`, 'database'), bytes[name]]);
    table.show(`pgbench, ${name}`, [by(`pgbench, ${name}`, 'perSecond'), null, cpu(`pgbench, ${name}`, 'database'), null]);
    table.add(`requests/s, ${name}`, 'pgbench, same statements', ratios(by(`service, ${name}`, 'perSecond'), by(`pgbench, ${name}`, 'perSecond')), 'high', 0.6);
  }
  return table;
}
