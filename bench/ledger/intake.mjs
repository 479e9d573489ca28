/** B6: a file of payments through the gateway, validated and recorded, beside copying the same file into tables. */
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, readdirSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PORTS, Refusal, ROOT, WORK } from '../lib/children.mjs';
import { ratios } from '../lib/ratio.mjs';
import { Table } from '../lib/results.mjs';
import { rounds } from '../lib/rounds.mjs';
import { password, sql } from '../lib/suite.mjs';
import { SETTINGS } from './pgbench.mjs';
import { YEAR, caller, departments, furnish, watched } from './place.mjs';

const execute = promisify(execFile);
const ROWS = Number(process.env.BENCH_ROWS ?? 200_000);
/** Row by row is slow enough to be told from fewer. */
const ROWS_ONE_BY_ONE = Math.min(ROWS, 20_000);
const EACH = 50;
const PURPOSES = ['办公用品采购', '一门式窗口设备维护费', '政务大厅物业管理费（季度）', '会议费', '差旅费报销', '信息系统运维服务费'];
const COLUMNS_OF_FILE = '预算指标编号,支付金额,支付凭证号,支付日期,用途';

export const COLUMNS = ['rows/s', 'CPU µs/row of gateway and service', 'of the database', 'peak MiB of the service'];

/** The same rows each time but for their document numbers, which are recorded once. */
export async function write(file, rows, first, mark) {
  const out = createWriteStream(file);
  out.write(`${COLUMNS_OF_FILE}\n`);
  for (let n = 0; n < rows; n++) {
    const month = String(1 + (n % 12)).padStart(2, '0');
    const day = String(1 + (n % 28)).padStart(2, '0');
    const line = `${first + (n % EACH)},${1 + (n % 900)}.${String(n % 100).padStart(2, '0')},测支${mark}-${n},${YEAR}-${month}-${day},${PURPOSES[n % PURPOSES.length]}\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

async function psql(...words) {
  const { stdout } = await execute('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', String(PORTS.suite + 32), '-U', 'postgres', '-d', 'budget', ...words],
    { env: { ...process.env, PGPASSWORD: password('postgres'), PGOPTIONS: `${SETTINGS} -c statement_timeout=0` } });
  return stdout;
}

function request(method, path, headers, file) {
  return new Promise((resolve, reject) => {
    const call = http.request({ host: '127.0.0.1', port: PORTS.suite, path, method, headers }, (answer) => {
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () => resolve({ status: answer.statusCode, location: answer.headers.location, text: Buffer.concat(pieces).toString() }));
    });
    call.on('error', reject);
    if (file) createReadStream(file).pipe(call);
    else call.end();
  });
}

/** Through the gateway, until the last row is recorded. */
export async function intake(authorization, code, file, rows, mark) {
  const path = `/api/v1/departments/${code}/fiscal-years/${YEAR}/intakes`;
  const sent = await request('POST', `${path}?kind=PAYMENTS&mode=ALL_OR_NOTHING`, { Authorization: authorization, 'Content-Type': 'text/csv',
    'Content-Length': statSync(file).size, 'Idempotency-Key': `intake-${mark}` }, file);
  if (sent.status === 404) throw new Refusal('The service takes no files yet.');
  if (sent.status !== 202 && sent.status !== 201) throw new Refusal(`The file was not taken: ${sent.status} ${sent.text}`);
  for (;;) {
    const { text } = await request('GET', new URL(sent.location, 'http://localhost').pathname, { Authorization: authorization });
    const { state, recordedRows } = JSON.parse(text);
    if (state === 'RECORDED' && recordedRows === rows) return;
    if (state !== 'WAITING' && state !== 'RUNNING') throw new Refusal(`The file was not recorded: ${text}`);
    await pause(50);
  }
}

/** Tables with the ledger's columns, checks, keys and indexes, and files with their very rows. */
async function prepareLedger(file) {
  await psql('-c', `DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench;
    CREATE TABLE bench.plain (appropriation_id bigint NOT NULL, amount numeric(18,2) NOT NULL, document_number text PRIMARY KEY,
      document_date date NOT NULL, purpose text NOT NULL);
    CREATE TABLE bench.movement (LIKE movement INCLUDING ALL, FOREIGN KEY (department_code, fiscal_year) REFERENCES fiscal_year);
    CREATE TABLE bench.ledger_entry (LIKE ledger_entry INCLUDING ALL,
      FOREIGN KEY (department_code, fiscal_year, movement_id, kind, recorded_at)
        REFERENCES bench.movement (department_code, fiscal_year, id, kind, recorded_at),
      FOREIGN KEY (department_code, fiscal_year, appropriation_id) REFERENCES appropriation_y${YEAR} (department_code, fiscal_year, id));`);
  await psql('-c', `\\copy bench.plain FROM '${file}' (FORMAT csv, HEADER)`);
  const code = departments(1)[0];
  await psql('-c', `\\copy (SELECT '${code}', ${YEAR}, n, 'PAYMENT', document_number, document_date, purpose, NULL::bigint, NULL::text, NULL::uuid, 'bench', date '${YEAR + 1}-01-01' FROM (SELECT *, row_number() OVER () AS n FROM bench.plain) p) TO '${WORK}/movement.csv' (FORMAT csv)`);
  await psql('-c', `\\copy (SELECT '${code}', ${YEAR}, n, n, 'PAYMENT', appropriation_id, n, -amount, 0, 0, 0, 0, amount, 0, NULL::bigint, document_date, date '${YEAR + 1}-01-01', sha256(int8send(n)) FROM (SELECT *, row_number() OVER () AS n FROM bench.plain) p) TO '${WORK}/ledger_entry.csv' (FORMAT csv)`);
}

/** The most memory that the process has had in its hands, in MiB. */
async function peak(pid) {
  const { stdout } = await execute('grep', ['VmHWM', `/proc/${pid}/status`]);
  return Number(stdout.match(/(\d+) kB/)[1]) / 1024;
}

export async function run(options, { pids }) {
  const codes = departments(1);
  const { authorization, post } = await caller(codes);
  const all = await furnish(post, codes, EACH);
  const file = `${WORK}/payments.csv`;
  const fewer = `${WORK}/fewer.csv`;
  await write(file, ROWS, all[0].id, 'A');
  await write(fewer, ROWS_ONE_BY_ONE, all[0].id, 'B');
  await prepareLedger(file);
  const folder = `${ROOT}/budget-service/target/quarkus-app/lib/main`;
  const driver = `${folder}/${readdirSync(folder).find((name) => /^org\.postgresql\.postgresql-.*\.jar$/.test(name))}`;
  const parts = { gateway: pids.gateway, service: pids['budget-service'], database: pids.postgres };
  let number = 0;
  const timed = (rows, prepare, work) => async () => {
    await prepare();
    return watched(parts, async () => {
      const began = performance.now();
      const seconds = await work();
      return { requests: rows, perSecond: rows / (seconds ?? (performance.now() - began) / 1e3) };
    });
  };
  const empty = (...tables) => () => psql('-c', `TRUNCATE ${tables.join(', ')}`, '-c', 'CHECKPOINT');
  const slices = {
    'through the gateway': timed(ROWS, async () => {
      number++;
      await write(file, ROWS, all[0].id, `${number}-${process.pid}`);
      await psql('-c', 'CHECKPOINT');
    }, () => intake(authorization, codes[0], file, ROWS, `${number}-${process.pid}`)),
    'psql, one plain table with its key': timed(ROWS, empty('bench.plain'), async () => {
      await psql('-c', `\\copy bench.plain FROM '${file}' (FORMAT csv, HEADER)`);
    }),
    'psql, the ledger\'s tables with their checks and indexes': timed(ROWS, empty('bench.ledger_entry', 'bench.movement'), async () => {
      await psql('-c', `\\copy bench.movement FROM '${WORK}/movement.csv' (FORMAT csv)`, '-c', `\\copy bench.ledger_entry FROM '${WORK}/ledger_entry.csv' (FORMAT csv)`);
    }),
    'JDBC row by row into the ledger\'s tables, for Hibernate as it comes': timed(ROWS_ONE_BY_ONE, empty('bench.ledger_entry', 'bench.movement'), async () => {
      const { stdout } = await execute(`${process.env.BENCH_JAVA_HOME}/bin/java`, ['-cp', driver, new URL('RowByRow.java', import.meta.url).pathname,
        `jdbc:postgresql://127.0.0.1:${PORTS.suite + 32}/budget`, 'postgres', password('postgres'), codes[0], fewer]);
      return Number(stdout);
    }),
  };
  await slices['through the gateway']();
  const { measured, noise } = await rounds(slices, options);
  const [[differences]] = await sql('budget', `SELECT count(*) FROM ledger_difference WHERE department_code = '${codes[0]}'`);
  if (differences !== '0') throw new Refusal(`${differences} balances differ from their entries.`);
  rmSync(file);
  const table = new Table('ledger-intake', 'B6');
  table.under(`${noise}; ${ROWS} rows a file, ${ROWS_ONE_BY_ONE} row by row`);
  const by = (name, what) => measured[name].map((one) => one[what]);
  const ours = 'through the gateway';
  for (const name of Object.keys(slices)) {
    const cpu = (part) => measured[name].map((one) => one.cpu[part]);
    table.show(name, [by(name, 'perSecond'), name === ours ? cpu('gateway').map((micros, i) => micros + cpu('service')[i]) : null, cpu('database'),
      name === ours ? await peak(pids['budget-service']) : null]);
  }
  const against = (theirs) => ratios(by(ours, 'perSecond'), by(theirs, 'perSecond'));
  const [, plain, ledger, oneByOne] = Object.keys(slices);
  table.add('rows/s', plain, against(plain), 'high', 0.8);
  table.add('rows/s', ledger, against(ledger), 'high', 0.8);
  table.add('rows/s', oneByOne, against(oneByOne), 'high', 10);
  return table;
}
