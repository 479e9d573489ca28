/** The load: wrk for "as fast as it goes", and our own client for a fixed rate. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Refusal } from './children.mjs';

const run = promisify(execFile);
const UNITS = { us: 1, ms: 1e3, s: 1e6 };
const FIXED_RATE = new URL('FixedRate.java', import.meta.url).pathname;

function headersOf(target) {
  return Object.entries(target.headers ?? {});
}

/** On the processors that the target wants its callers to keep to. */
function call({ callersOn }, command, args) {
  return callersOn === undefined ? run(command, args) : run('taskset', ['--cpu-list', callersOn, command, ...args]);
}

/**
 * Closed loop: each connection sends its next request when it has its answer. Good for ratios of
 * throughput; its latencies leave out the requests that were never sent.
 */
export async function asFastAsItGoes(target, seconds, connections, { lenient = false } = {}) {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '--latency'];
  for (const [name, value] of headersOf(target)) args.push('-H', `${name}: ${value}`);
  const { stdout } = await call(target, 'wrk', [...args, target.url]);
  if (/Non-2xx|Socket errors/.test(stdout)) {
    if (lenient) console.log(`  ${target.name}, still cold: ${stdout.match(/(Non-2xx|Socket errors).*/)[0]}`);
    else throw new Refusal(`${target.name} did not answer every request:\n${stdout}`);
  }
  const [, requests] = stdout.match(/(\d+) requests in/);
  const [, value, unit] = stdout.match(/50%\s+([\d.]+)(us|ms|s)/);
  return {
    requests: Number(requests),
    perSecond: Number(stdout.match(/Requests\/sec:\s+([\d.]+)/)[1]),
    p50Micros: Number(value) * UNITS[unit],
  };
}

/** Open loop: requests leave on time whether or not earlier ones are answered; microseconds. */
export async function atFixedRate(target, perSecond, seconds, connections) {
  // its own compilers must not take the time of those it measures
  const args = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', FIXED_RATE, target.url, perSecond, seconds, connections];
  for (const [name, value] of headersOf(target)) args.push(`${name}: ${value}`);
  try {
    const { stdout } = await call(target, `${process.env.BENCH_JAVA_HOME}/bin/java`, args.map(String));
    return JSON.parse(stdout);
  } catch (e) {
    throw new Refusal(`${target.name} at ${perSecond}/s: ${e.stderr || e.message}`);
  }
}
