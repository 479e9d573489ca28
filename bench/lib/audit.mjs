/** B9-audit: what the audit trail costs: payments into the real service with its triggers and without them. */
import { PORTS, Refusal } from './children.mjs';
import { between, snapshot } from './machine.mjs';
import { cpuPerRequest, noise, ratios } from './ratio.mjs';
import { Table } from './results.mjs';
import { rounds } from './rounds.mjs';
import { sql, token } from './suite.mjs';

const DEPARTMENT = 'BENCH-AUDIT';
const AT_ONCE = 8;
const SECONDS = 2;
const WARM_UP_SECONDS = 10;

export const COLUMNS = ['payments/s, 8 at once', 'CPU µs/payment of service and database', 'audit entries/payment'];

/** Calls the service itself: the gateway's share is another table's. */
function caller(authorization) {
  let number = 0;
  return async function post(path, body) {
    number++;
    const answer = await fetch(`http://127.0.0.1:${PORTS.suite + 1}/api/v1/departments${path}`, {
      method: 'POST',
      headers: { Authorization: authorization, 'Content-Type': 'application/json', 'Idempotency-Key': `bench-${process.pid}-${number}` },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201) throw new Refusal(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
}

/** A year with enough in it; each payer has an appropriation of his own, so that none waits for another's lock. */
async function prepare(post) {
  const year = `/${DEPARTMENT}/fiscal-years/2021`;
  await post('', { code: DEPARTMENT, name: '测试单位' });
  await post(`/${DEPARTMENT}/agencies`, { code: 'U1', name: '本级' });
  await post(`/${DEPARTMENT}/fiscal-years`, { fiscalYear: 2021 });
  const appropriations = [];
  for (let i = 0; i < AT_ONCE; i++) {
    const { id } = await post(`${year}/appropriations`, { agencyCode: 'U1', fundNature: 'GENERAL_PUBLIC_BUDGET', expenditureKind: 'OPERATING',
      functionalClass: '2010301', economicClass: String(30201 + i), economicClassName: `科目${i}` });
    appropriations.push(id);
  }
  await post(`${year}/movements`, { kind: 'OPENING', documentNumber: '测〔2021〕1号', documentDate: '2021-01-01', reason: '年初预算',
    lines: appropriations.map((appropriationId) => ({ appropriationId, amount: '10000000.00' })) });
  return { year, appropriations };
}

/** Everybody pays again as soon as he has his answer. */
async function pay(post, { year, appropriations }, seconds) {
  const began = performance.now();
  const end = began + seconds * 1e3;
  let requests = 0;
  await Promise.all(appropriations.map(async (appropriationId) => {
    while (performance.now() < end) {
      const documentNumber = `测〔2021〕${process.hrtime.bigint()}号`;
      await post(`${year}/payments`, { appropriationId, amount: '0.01', documentNumber, documentDate: '2021-06-01', purpose: '办公' });
      requests++;
    }
  }));
  return { requests, perSecond: requests / ((performance.now() - began) / 1e3) };
}

/** As the superuser; the service itself can do no such thing. */
async function triggers(verb) {
  await sql('budget', `DO $$ DECLARE one regclass; BEGIN
    FOR one IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'audit' LOOP
      EXECUTE format('ALTER TABLE %s ${verb} TRIGGER audit', one);
    END LOOP; END $$`);
}

async function entries() {
  return Number((await sql('budget', 'SELECT count(*) FROM audit_entry'))[0][0]);
}

export async function run(options, suite) {
  const post = caller(`Bearer ${await token('budget-officer', DEPARTMENT)}`);
  const where = await prepare(post);
  const pids = [suite.pids['budget-service'], suite.pids.postgres];
  const slice = (verb) => async () => {
    await triggers(verb);
    const written = await entries();
    const before = snapshot(pids);
    const figures = await pay(post, where, SECONDS);
    const window = between(before, snapshot(pids));
    const cpu = window.cpuSeconds.reduce((sum, s) => sum + s, 0);
    return { ...figures, entries: (await entries() - written) / figures.requests, cpuMicros: cpuPerRequest(cpu, figures.requests), noise: noise(window) };
  };
  const sides = { 'with the trail': slice('ENABLE'), 'without its triggers': slice('DISABLE') };
  await pay(post, where, WARM_UP_SECONDS);
  try {
    const { measured, noise: noisy } = await rounds(sides, options);
    const table = new Table('audit', 'B9-audit');
    table.under(noisy);
    const by = (side, what) => measured[side].map((one) => one[what]);
    const [audited, bare] = Object.keys(sides);
    for (const side of [audited, bare]) table.show(side, [by(side, 'perSecond'), by(side, 'cpuMicros'), by(side, 'entries')]);
    table.add('payments/s with the trail', 'without', ratios(by(audited, 'perSecond'), by(bare, 'perSecond')), 'high', null);
    table.add('CPU for a payment with the trail', 'without', ratios(by(audited, 'cpuMicros'), by(bare, 'cpuMicros')), 'low', null);
    return table;
  } finally {
    await triggers('ENABLE');
  }
}
