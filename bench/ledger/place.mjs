/** Where the ledger is measured: the budget service, its gateway and its database, and departments with money to spend. */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { PORTS, Refusal, WORK, stop } from '../lib/children.mjs';
import { between, snapshot } from '../lib/machine.mjs';
import { cpuPerRequest, noise } from '../lib/ratio.mjs';
import { pidOf, sql, suiteUp, token } from '../lib/suite.mjs';

const HOME = `${WORK}/suite`;

/** The embedded run's database is set for a laptop; later settings on the command line win over its own. */
const DATABASE = {
  shared_buffers: '512MB', max_wal_size: '4GB', checkpoint_timeout: '15min',
  shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'top',
  logging_collector: 'on', log_destination: 'jsonlog', log_directory: `'${HOME}/postgres-log'`, log_file_mode: '0644',
};

export const YEAR = 2021;
/** Codes of digits only, because pgbench's variables are numbers. */
export const FIRST_DEPARTMENT = 990001;

export function departments(count) {
  return Array.from({ length: count }, (_, i) => String(FIRST_DEPARTMENT + i));
}

/** Puts a shell before the database's program, so that it starts with our settings. */
function tune() {
  const version = readFileSync(`${WORK}/suite-first.log`, 'utf8').match(/PostgreSQL (\d\S*)/)[1];
  const program = `${HOME}/postgresql-${version}/bin/postgres`;
  renameSync(program, `${program}.real`);
  const flags = Object.entries(DATABASE).map(([name, value]) => `-c ${name}=${value}`).join(' ');
  writeFileSync(program, `#!/bin/sh\nexec "$0.real" "$@" ${flags}\n`);
  chmodSync(program, 0o755);
}

/** The budget service behind its gateway, with no more of the suite than it needs. */
export async function startLedger() {
  const others = ['evaluation-service', 'report-service'].flatMap((service) => ['--without', service]);
  // the first start unpacks the database's programs
  const first = await suiteUp('suite-first', ...others, '--without', 'gateway', '--without', 'budget-service');
  await stop(first);
  tune();
  const child = await suiteUp('suite', ...others);
  await sql('budget', 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  return { child, pids: Object.fromEntries(['gateway', 'budget-service', 'postgres'].map((part) => [part, pidOf(part)])) };
}

/** Speaks to the service itself: the gateway's share is another table's. */
export async function caller(codes) {
  const authorization = `Bearer ${await token('budget-officer', ...codes)}`;
  let number = 0;
  async function post(path, body) {
    number++;
    const answer = await fetch(`${base()}${path}`, {
      method: 'POST',
      headers: { Authorization: authorization, 'Content-Type': 'application/json', 'Idempotency-Key': `place-${process.pid}-${number}` },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201) throw new Refusal(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
  return { authorization, post };
}

export function base() {
  return `http://127.0.0.1:${PORTS.suite + 1}/api/v1/departments`;
}

/**
 * Departments with an open year and appropriations that will not run dry.
 *
 * @return the department and the id of each appropriation; the ids count up without a gap, department by department
 */
export async function furnish(post, codes, appropriationsOfEach) {
  const all = [];
  for (const code of codes) {
    const year = `/${code}/fiscal-years/${YEAR}`;
    await post('', { code, name: `测试单位${code}` });
    await post(`/${code}/agencies`, { code: 'U1', name: '本级' });
    await post(`/${code}/fiscal-years`, { fiscalYear: YEAR });
    const ids = [];
    for (let i = 0; i < appropriationsOfEach; i++) {
      const { id } = await post(`${year}/appropriations`, { agencyCode: 'U1', fundNature: 'GENERAL_PUBLIC_BUDGET', expenditureKind: 'OPERATING',
        functionalClass: '2010301', economicClass: String(30201 + i), economicClassName: `科目${i}` });
      ids.push(Number(id));
    }
    await post(`${year}/movements`, { kind: 'OPENING', documentNumber: '测〔2021〕1号', documentDate: '2021-01-01', reason: '年初预算',
      lines: ids.map((id) => ({ appropriationId: String(id), amount: '100000000.00' })) });
    all.push(...ids.map((id) => ({ code, id })));
  }
  if (all.some(({ id }, i) => id !== all[0].id + i)) throw new Refusal('The ids of the appropriations have gaps.');
  return all;
}

/** What came of some work, the processor time of each of the processes for one unit, and the noise. */
export async function watched(pids, work) {
  const before = snapshot(Object.values(pids));
  const figures = await work();
  const window = between(before, snapshot(Object.values(pids)));
  const cpu = Object.fromEntries(Object.keys(pids).map((name, i) => [name, cpuPerRequest(window.cpuSeconds[i], figures.requests)]));
  return { ...figures, cpu, cpuMicros: Object.values(cpu).reduce((sum, one) => sum + one, 0), noise: noise(window) };
}
