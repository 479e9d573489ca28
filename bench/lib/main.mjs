/** The command line behind bench/run. */
import * as audit from './audit.mjs';
import * as dashboard from '../ledger/dashboard.mjs';
import * as intake from '../ledger/intake.mjs';
import { startLedger } from '../ledger/place.mjs';
import * as reads from '../ledger/reads.mjs';
import * as writes from '../ledger/writes.mjs';
import * as children from './children.mjs';
import * as duties from './gateway-duties.mjs';
import * as services from './gateway-services.mjs';
import * as fixed from './gateway-static.mjs';
import * as profile from './profile.mjs';
import { write } from './results.mjs';
import * as statements from './statements.mjs';
import { forgetSuite, readings, startSuite } from './suite.mjs';

const ALONE = { 'gateway-static': fixed, 'gateway-duties': duties };
const WITH_SUITE = { 'gateway-services': services, statements, audit };
const WITH_LEDGER = { 'ledger-writes': writes, 'ledger-reads': reads, 'ledger-dashboard': dashboard, 'ledger-intake': intake };
const ROUNDS_MIN = 5;

let code = 0;

function parse(words) {
  const options = { count: ROUNDS_MIN, noisy: false, dry: false };
  const tables = [];
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '--noisy') options.noisy = true;
    else if (words[i] === '--dry') options.dry = true;
    else if (words[i] === '--rounds') options.count = Number(words[++i]);
    else if (words[i] === 'all') tables.push(...Object.keys(ALONE), ...Object.keys(WITH_SUITE), ...Object.keys(WITH_LEDGER));
    else if (words[i] === 'profile' || [ALONE, WITH_SUITE, WITH_LEDGER].some((kind) => words[i] in kind)) tables.push(words[i]);
    else throw new children.Refusal(`There is no table ${words[i]}; bench/run help names them.`);
  }
  if (!(options.count >= ROUNDS_MIN) && !options.dry) throw new children.Refusal(`At least ${ROUNDS_MIN} rounds, or --dry.`);
  return { options, tables };
}

function publish(table, { COLUMNS }, options) {
  console.log(`\n${table.text(COLUMNS)}\n`);
  if (!options.dry) write(table, COLUMNS);
}

/** A table that cannot be made must not cost the others. */
async function attempt(name, make) {
  console.log(name);
  try {
    await make();
  } catch (e) {
    if (!(e instanceof children.Refusal)) throw e;
    console.error(e.message);
    code = 1;
  }
}

async function main() {
  const { options, tables } = parse(process.argv.slice(2));
  if (tables.includes('profile')) return profile.run();
  for (const name of tables.filter((t) => t in ALONE)) {
    await attempt(name, async () => publish(await ALONE[name].run(options), ALONE[name], options));
    await children.stopAll();
  }
  for (const name of tables.filter((t) => t in WITH_LEDGER)) {
    // each with a database of its own: what one leaves behind must not slow the next
    await attempt(name, async () => publish(await WITH_LEDGER[name].run(options, await startLedger()), WITH_LEDGER[name], options));
    await children.stopAll();
    forgetSuite();
  }
  const rest = tables.filter((t) => t in WITH_SUITE);
  if (rest.length === 0) return;
  console.log('starting the suite and its demo');
  const suite = await startSuite();
  const read = await readings();
  for (const name of rest) {
    await attempt(name, async () => publish(await WITH_SUITE[name].run(options, suite, read), WITH_SUITE[name], options));
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    await children.stopAll();
    process.exit(130);
  });
}
try {
  await main();
} catch (e) {
  console.error(e instanceof children.Refusal ? e.message : e);
  code = 1;
}
await children.stopAll();
process.exit(code);
