/** B7: statements over a great many entries while a file is recorded: their latency, against fewer entries and against a scan. */
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal, WORK } from '../lib/children.mjs';
import { atFixedRate, asFastAsItGoes } from '../lib/load.mjs';
import { ratios } from '../lib/ratio.mjs';
import { Table } from '../lib/results.mjs';
import { rounds } from '../lib/rounds.mjs';
import { sql } from '../lib/suite.mjs';
import { YEARS, fill, recomputed } from './entries.mjs';
import { intake, write } from './intake.mjs';
import { base, caller, departments, watched } from './place.mjs';

const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 1_000_000);
const FEW = 100_000;
const LARGE = 3;
const RATE = 50;
const SECONDS = 4;
/** Of the file: longer on its way than the statements are asked for. */
const ROWS = 100_000;
const YEAR = YEARS[1];
/** The closing statement, and the execution by agency with its months. */
const READ = ['statement', 'execution'];

export const COLUMNS = ['p50 ms', 'p99 ms', 'entries of the year'];

/** The same figures without what the ledger keeps beside its entries. */
function scan(code) {
  return `
    SELECT json_agg(g) FROM (
      SELECT a.fund_nature, a.expenditure_kind, a.economic_class, (array_agg(a.economic_class_name ORDER BY a.id))[1], a.project_code,
             sum(e.initial_change), sum(e.adjusted_change), sum(e.executed_change), count(*)
        FROM ledger_entry e
        JOIN appropriation a ON a.department_code = e.department_code AND a.fiscal_year = e.fiscal_year AND a.id = e.appropriation_id
       WHERE e.department_code = '${code}' AND e.fiscal_year = ${YEAR}
       GROUP BY a.fund_nature, a.expenditure_kind, a.economic_class, a.project_code) g`;
}

async function milliseconds(query) {
  const lines = await sql('budget', `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${query}`);
  return JSON.parse(lines.flat().join('\n'))[0]['Execution Time'];
}

/** Every year of every department, through the service. */
async function requireExact(authorization, codes) {
  for (const code of codes) {
    for (const year of YEARS) {
      const answer = await (await fetch(`${base()}/${code}/fiscal-years/${year}/statement`, { headers: { Authorization: authorization } })).json();
      const { initialBudget, adjustedBudget, executedAmount, entryCount } = await recomputed(code, year);
      const said = [answer.total.initialBudget, answer.total.adjustedBudget, answer.total.executedAmount, answer.entryCount].join(' ');
      const right = [initialBudget, adjustedBudget, executedAmount, entryCount].join(' ');
      if (said !== right) throw new Refusal(`The statement of ${code} ${year} says ${said}, its entries ${right}`);
    }
  }
}

export async function run(options, { pids }) {
  const codes = departments(LARGE + 1);
  const [few, ...large] = codes;
  await fill(few, FEW);
  for (const code of large) {
    console.log(`  making ${Math.floor(ENTRIES / LARGE)} entries of ${code}`);
    await fill(code, ENTRIES / LARGE);
  }
  await sql('budget', 'VACUUM ANALYZE');
  const { authorization } = await caller(codes);
  const headers = { Authorization: authorization };
  const target = (what, code) => ({ name: `${what} of ${code}`, url: `${base()}/${code}/fiscal-years/${YEAR}/${what}`, headers });
  const service = { service: pids['budget-service'], database: pids.postgres };
  // the file goes into appropriations of the first large department's year, whose ids have no gaps
  const [[first]] = await sql('budget', `SELECT min(id) FROM appropriation WHERE department_code = '${large[0]}' AND fiscal_year = ${YEAR}`);
  const file = `${WORK}/beside.csv`;
  let number = 0;
  const rates = [];
  async function record(rows) {
    const mark = `beside-${++number}-${process.pid}`;
    await write(file, rows, Number(first), mark);
    return async () => {
      const began = performance.now();
      await intake(authorization, large[0], file, rows, mark);
      return rows / ((performance.now() - began) / 1e3);
    };
  }
  for (const what of READ) for (const code of [few, large[0]]) await asFastAsItGoes(target(what, code), 8, 8, { lenient: true });
  await (await record(ROWS))();
  const beside = (what, code) => async () => {
    const recorded = await record(ROWS);
    return watched(service, async () => {
      const recording = recorded();
      // the file has arrived and is being recorded
      await pause(1_000);
      const latency = await atFixedRate(target(what, code), RATE, SECONDS, 4);
      rates.push(await recording);
      return latency;
    });
  };
  const slices = {};
  for (const what of READ) {
    slices[`${what}, many`] = beside(what, large[0]);
    slices[`${what}, few`] = beside(what, few);
  }
  slices.scan = () => watched(service, async () => ({ requests: 1, p50Micros: 1e3 * await milliseconds(scan(large[0])) }));
  const { measured, noise } = await rounds(slices, options);
  await requireExact(authorization, codes);
  const table = new Table('ledger-dashboard', 'B7');
  table.under(`${noise}; ${ENTRIES + FEW} entries in all, ${RATE} statements/s, a file of ${ROWS} payments beside them at `
    + `${Math.round(Math.min(...rates))} to ${Math.round(Math.max(...rates))} rows/s; `
    + `${codes.length * YEARS.length} statements equal to the sums of their entries, to the cent, after that`);
  const ms = (name, what) => measured[name].map((one) => one[what] / 1e3);
  const each = (entries) => Math.floor(entries / YEARS.length);
  for (const what of READ) {
    table.show(`${what}, many entries`, [ms(`${what}, many`, 'p50Micros'), ms(`${what}, many`, 'p99Micros'), each(ENTRIES / LARGE)]);
    table.show(`${what}, few entries`, [ms(`${what}, few`, 'p50Micros'), ms(`${what}, few`, 'p99Micros'), each(FEW)]);
  }
  table.show('the same figures summed up from the entries', [ms('scan', 'p50Micros'), null, each(ENTRIES / LARGE)]);
  for (const what of READ) {
    table.add(`p99 ms of the ${what} over many entries, beside a file`, 'milliseconds', ms(`${what}, many`, 'p99Micros'), 'low', 10);
    table.add(`p50 of the ${what} over many entries`, `over a department with ${FEW} entries`,
      ratios(ms(`${what}, many`, 'p50Micros'), ms(`${what}, few`, 'p50Micros')), 'low', 1.5);
  }
  table.add('how many times as fast as the same figures summed up', 'scan of the entries',
    ratios(ms('scan', 'p50Micros'), ms('statement, many', 'p50Micros')), 'high', null);
  return table;
}
