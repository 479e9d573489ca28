/** B7: statements over a great many entries while payments come in: their latency, against fewer entries and against a scan. */
import { Refusal } from '../lib/children.mjs';
import { atFixedRate, asFastAsItGoes } from '../lib/load.mjs';
import { ratios } from '../lib/ratio.mjs';
import { Table } from '../lib/results.mjs';
import { rounds } from '../lib/rounds.mjs';
import { sql } from '../lib/suite.mjs';
import { EACH, YEARS, fill, recomputed } from './entries.mjs';
import { base, caller, departments, watched } from './place.mjs';
import { pay } from './writes.mjs';

const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 1_000_000);
const FEW = 100_000;
const LARGE = 3;
const RATE = 50;
const SECONDS = 4;
const YEAR = YEARS[1];

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
  const target = (code) => ({ name: `the statement of ${code}`, url: `${base()}/${code}/fiscal-years/${YEAR}/statement`, headers });
  const service = { service: pids['budget-service'], database: pids.postgres };
  // the payments go into the appropriations of the first large department's year, whose ids have no gaps
  const [[first]] = await sql('budget', `SELECT min(id) FROM appropriation WHERE department_code = '${large[0]}' AND fiscal_year = ${YEAR}`);
  const payers = { authorization, all: Array.from({ length: EACH }, (_, i) => ({ code: large[0], id: Number(first) + i })) };
  const paying = { year: YEAR, department: large[0], each: EACH, clients: 2 };
  for (const code of [few, large[0]]) await asFastAsItGoes(target(code), 8, 8, { lenient: true });
  await pay(payers, 8, { ...paying, lenient: true });
  const figures = async (code) => {
    const [latency, paid] = await Promise.all([atFixedRate(target(code), RATE, SECONDS, 4), pay(payers, SECONDS + 3, paying)]);
    return { ...latency, paid: paid.perSecond };
  };
  const slices = {
    many: () => watched(service, () => figures(large[0])),
    few: () => watched(service, () => figures(few)),
    scan: () => watched(service, async () => ({ requests: 1, p50Micros: 1e3 * await milliseconds(scan(large[0])) })),
  };
  const { measured, noise } = await rounds(slices, options);
  await requireExact(authorization, codes);
  const table = new Table('ledger-dashboard', 'B7');
  const paid = measured.many.map((one) => one.paid);
  table.under(`${noise}; ${ENTRIES + FEW} entries in all, ${RATE} statements/s, ${Math.round(Math.min(...paid))} to ${Math.round(Math.max(...paid))} payments/s beside them; `
    + `${codes.length * YEARS.length} statements equal to the sums of their entries, to the cent, after that`);
  const ms = (name, what) => measured[name].map((one) => one[what] / 1e3);
  const each = (entries) => Math.floor(entries / YEARS.length);
  table.show('statement, many entries', [ms('many', 'p50Micros'), ms('many', 'p99Micros'), each(ENTRIES / LARGE)]);
  table.show('statement, few entries', [ms('few', 'p50Micros'), ms('few', 'p99Micros'), each(FEW)]);
  table.show('the same figures summed up from the entries', [ms('scan', 'p50Micros'), null, each(ENTRIES / LARGE)]);
  table.add('p99 ms of the statement over many entries, beside payments', 'milliseconds', ms('many', 'p99Micros'), 'low', 10);
  table.add('p50 of the statement over many entries', `over a department with ${FEW} entries`, ratios(ms('many', 'p50Micros'), ms('few', 'p50Micros')), 'low', 1.5);
  table.add('how many times as fast as the same figures summed up', 'scan of the entries', ratios(ms('scan', 'p50Micros'), ms('many', 'p50Micros')), 'high', null);
  return table;
}
