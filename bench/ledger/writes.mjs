/** B3, B9: payments through the service beside pgbench with the same statements, and what the audit trail takes of them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { PORTS, Refusal } from '../lib/children.mjs';
import { place } from '../lib/machine.mjs';
import { isSettled, ratios } from '../lib/ratio.mjs';
import { Table } from '../lib/results.mjs';
import { rounds } from '../lib/rounds.mjs';
import { sql } from '../lib/suite.mjs';
import { capture, requireSame, script } from './capture.mjs';
import { pgbench } from './pgbench.mjs';
import { FIRST_DEPARTMENT, YEAR, base, caller, departments, furnish, watched } from './place.mjs';

const execute = promisify(execFile);
const PAY = new URL('pay.lua', import.meta.url).pathname;
const CLIENTS = 16;
const SECONDS = 4;
const DEPARTMENTS = 4;
const EACH = 16;
const MARKER = 'INSERT INTO movement ';

export const COLUMNS = ['payments/s, 16 at once', 'CPU µs/payment of the service', 'of the database'];

/** Everybody pays again as soon as he has his answer. */
export async function pay({ authorization, all }, seconds,
  { callersOn, count = all.length, clients = CLIENTS, each = EACH, department = FIRST_DEPARTMENT, year = YEAR, lenient = false } = {}) {
  const words = ['-t1', `-c${clients}`, `-d${seconds}s`, '--timeout', '10s', '-s', PAY, `http://127.0.0.1:${PORTS.suite + 1}`, '--',
    authorization, all[0].id, count, each, department, year, process.hrtime.bigint()].map(String);
  const { stdout } = await (callersOn === undefined ? execute('wrk', words) : execute('taskset', ['--cpu-list', callersOn, 'wrk', ...words]));
  if (!lenient && /Non-2xx|Socket errors/.test(stdout)) throw new Refusal(`Not every payment was taken:\n${stdout}`);
  return { requests: Number(stdout.match(/(\d+) requests in/)[1]), perSecond: Number(stdout.match(/Requests\/sec:\s+([\d.]+)/)[1]) };
}

/** pgbench's script, made of what one payment made the service send, and seen to make pgbench send the same. */
async function scriptOf({ authorization, all }) {
  const { code, id } = all.at(-1);
  const document = String(process.hrtime.bigint());
  const key = `${document}0`;
  let answer;
  const statements = await capture('budget_app', async () => {
    const response = await fetch(`${base()}/${code}/fiscal-years/${YEAR}/payments`, {
      method: 'POST',
      headers: { Authorization: authorization, 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify({ appropriationId: String(id), amount: '0.01', documentNumber: document, documentDate: `${YEAR}-06-01`, purpose: '办公' }),
    });
    answer = await response.json();
  }, MARKER);
  const variables = { [code]: 'department', [id]: 'appropriation', [document]: 'document', [key]: 'key', [answer.id]: 'movement_id' };
  const of = (count) => script(statements, variables, {
    head: [`\\set place random(0, ${count - 1})`, `\\set appropriation ${all[0].id} + :place`, `\\set department ${FIRST_DEPARTMENT} + :place / ${EACH}`,
      '\\set document random(1, 1000000000000000000)', '\\set key :document'],
    gets: { [MARKER]: 'movement_' },
  });
  const spread = of(all.length);
  requireSame(statements, await capture('budget_app', () => pgbench('once', spread, 1, ['-t', 1]), MARKER));
  console.log(`  ${statements.length} statements for a payment; pgbench sends the same`);
  return { spread, hot: of(1) };
}

/** Until the CPU for a payment falls no further; compilers take their time. */
async function warm(pids, where) {
  const windows = [];
  while (windows.length < 20 && !isSettled(windows, 3, 0.05)) windows.push((await watched(pids, () => pay(where, 3))).cpuMicros);
  console.log(`  warm after ${windows.length * 3} s: ${Math.min(...windows).toFixed(0)} µs`);
}

/** As the superuser; the service itself can do no such thing. */
async function triggers(verb) {
  await sql('budget', `DO $$ DECLARE one regclass; BEGIN
    FOR one IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'audit' AND tgparentid = 0 LOOP
      EXECUTE format('ALTER TABLE %s ${verb} TRIGGER audit', one);
    END LOOP; END $$`);
}

/** The chains are linked behind the commits: nobody is to pay for those of another. */
async function sealed() {
  for (let i = 0; i < 300 && (await sql('budget', 'SELECT FROM audit_unsealed LIMIT 1')).length > 0; i++) await pause(100);
}

export async function run(options, { pids }) {
  const codes = departments(DEPARTMENTS);
  const { authorization, post } = await caller(codes);
  const where = { authorization, all: await furnish(post, codes, EACH) };
  const service = { service: pids['budget-service'], database: pids.postgres };
  await warm(service, where);
  const scripts = await scriptOf(where);
  const together = () => {
    place(pids['budget-service'], '0,1');
    place(pids.postgres, '0,1');
  };
  const apart = () => {
    place(pids['budget-service'], '1');
    place(pids.postgres, '0');
  };
  const slice = (prepare, work) => async () => {
    await prepare();
    await sealed();
    return watched(service, work);
  };
  const paid = (options) => () => pay(where, SECONDS, options);
  const sent = (name, options) => () => pgbench(name, scripts[name], CLIENTS, ['-T', SECONDS], options);
  const without = async () => {
    together();
    await triggers('DISABLE');
  };
  const audited = () => async () => {
    together();
    await triggers('ENABLE');
  };
  const slices = {
    'service, all on the same processors': slice(audited(), paid({})),
    'pgbench, all on the same processors': slice(audited(), sent('spread')),
    'service, one appropriation': slice(audited(), paid({ count: 1 })),
    'pgbench, one appropriation': slice(audited(), sent('hot')),
    'service without the audit triggers': slice(without, paid({})),
    'pgbench without the audit triggers': slice(without, sent('spread')),
  };
  const split = {
    'service, the database on a processor of its own': slice(apart, paid({ callersOn: '1' })),
    'pgbench, the database on a processor of its own': slice(apart, sent('spread', { callersOn: '1' })),
  };
  try {
    const { measured, noise } = await rounds(slices, options);
    await triggers('ENABLE');
    const own = await rounds(split, options);
    Object.assign(measured, own.measured);
    const table = new Table('ledger-writes', 'B3');
    table.under(`${noise}; a processor of its own: ${own.noise}`);
    const by = (name, what) => measured[name].map((one) => one[what]);
    for (const name of Object.keys(measured)) {
      const cpu = (part) => measured[name].map((one) => one.cpu[part]);
      table.show(name, [by(name, 'perSecond'), name.startsWith('pgbench') ? null : cpu('service'), cpu('database')]);
    }
    const against = (ours, theirs, what = 'perSecond') => ratios(by(ours, what), by(theirs, what));
    for (const how of ['all on the same processors', 'the database on a processor of its own', 'one appropriation']) {
      table.add(`payments/s, ${how}`, 'pgbench, same statements', against(`service, ${how}`, `pgbench, ${how}`), 'high', 0.85);
    }
    table.add('payments/s with the audit trail', 'without its triggers',
      against('service, all on the same processors', 'service without the audit triggers'), 'high', 0.9, 'B9');
    table.add('commits/s of pgbench with the audit trail', 'without its triggers',
      against('pgbench, all on the same processors', 'pgbench without the audit triggers'), 'high', 0.9, 'B9');
    return table;
  } finally {
    together();
    await triggers('ENABLE');
  }
}

