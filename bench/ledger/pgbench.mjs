/** The limit: pgbench sending the same statements to the same database as the service's own role. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { PORTS, Refusal, WORK } from '../lib/children.mjs';
import { password } from '../lib/suite.mjs';

const run = promisify(execFile);

/** The settings that the service gives each of its connections. */
export const SETTINGS = '-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s -c plan_cache_mode=force_generic_plan';

/**
 * @param script    text and constants, of capture.mjs
 * @param amount    ['-T', seconds] or ['-t', transactions]
 * @param callersOn the processors that pgbench itself keeps to, if any
 */
export async function pgbench(name, script, clients, amount, { callersOn, settings = SETTINGS } = {}) {
  const file = `${WORK}/${name}.sql`;
  writeFileSync(file, script.text);
  const constants = Object.entries(script.constants).map(([key, value]) => `-D${key}=${value}`);
  const words = ['-n', '-M', 'prepared', '-c', clients, '-j', 1, ...amount, '-f', file, '-h', '127.0.0.1', '-p', PORTS.suite + 32,
    '-U', 'budget_app', ...constants, 'budget'].map(String);
  const [command, args] = callersOn === undefined ? ['pgbench', words] : ['taskset', ['--cpu-list', callersOn, 'pgbench', ...words]];
  try {
    const { stdout } = await run(command, args, { env: { ...process.env, PGPASSWORD: password('budget_app'), PGOPTIONS: settings }, maxBuffer: 1 << 26 });
    if (!/number of failed transactions: 0 /.test(stdout)) throw new Refusal(stdout);
    return {
      requests: Number(stdout.match(/number of transactions actually processed: (\d+)/)[1]),
      perSecond: Number(stdout.match(/tps = ([\d.]+) \(without/)[1]),
    };
  } catch (e) {
    if (e instanceof Refusal) throw e;
    throw new Refusal(`pgbench, ${name}: ${e.stderr || e.message}`);
  }
}
