/** Where the gateway's CPU goes: samples of its event loop under the load of gateway-static, summed up. */
import { execFileSync } from 'node:child_process';
import { PORTS, WORK, awaitAnswer, requireFree, stop } from './children.mjs';
import { startUpstream } from './gateway-static.mjs';
import { asFastAsItGoes } from './load.mjs';
import { warm } from './rounds.mjs';
import { DEPARTMENT, NO_ACCESS_LOG, YEAR, startGateway, token, trust } from './suite.mjs';

const SECONDS = 8;
const LINES = 40;
/** Java 25 samples by processor time, system calls included; before, only Java code at work is seen. */
const KIND = /temurin-2[5-9]|2[5-9]/.test(process.env.BENCH_JAVA_HOME) ? 'jdk.CPUTimeSample' : 'jdk.ExecutionSample';

/** The stacks of a recording, the innermost frame first. */
function stacks(recording) {
  const jfr = `${process.env.BENCH_JAVA_HOME}/bin/jfr`;
  const text = execFileSync(jfr, ['print', '--events', KIND, '--stack-depth', '256', recording],
    { encoding: 'utf8', maxBuffer: 1 << 30 });
  return text.split('\n}\n')
    .filter((event) => event.includes('eventloop'))
    .map((event) => [...event.matchAll(/^ {4}(\S[^(\n]*)\(.*line:/gm)].map((m) => m[1].trim()));
}

function top(title, samples, key) {
  const counts = new Map();
  for (const sample of samples) {
    for (const name of new Set(key(sample))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  console.log(`\n${title}`);
  for (const [name, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, LINES)) {
    console.log(`${(100 * count / samples.length).toFixed(1).padStart(6)} %  ${name}`);
  }
}

/** From the outside inwards, whatever takes a hundredth or more. */
function tree(title, samples) {
  console.log(`\n${title}`);
  const walk = (stacks, depth) => {
    const below = new Map();
    for (const stack of stacks.filter((one) => one.length > depth)) {
      const name = stack[stack.length - 1 - depth];
      if (!below.has(name)) below.set(name, []);
      below.get(name).push(stack);
    }
    for (const [name, part] of [...below].sort((a, b) => b[1].length - a[1].length)) {
      const percent = 100 * part.length / samples.length;
      if (percent < 1) continue;
      console.log(`${percent.toFixed(1).padStart(6)} % ${' '.repeat(depth % 60)}${name}`);
      walk(part, depth + 1);
    }
  };
  walk(samples, 0);
}

export async function run() {
  await requireFree(PORTS.upstream, PORTS.oneLoop, PORTS.oneLoop + 1);
  const guarded = process.env.BENCH_PROFILE === 'guarded';
  const bearer = await token('budget-officer', DEPARTMENT);
  const upstream = await startUpstream();
  const recording = `${WORK}/gateway.jfr`;
  const gateway = await startGateway('gateway', PORTS.oneLoop, trust(bearer), { loops: 1, env: guarded ? {} : NO_ACCESS_LOG,
    flags: ['-XX:FlightRecorderOptions:stackdepth=256'] });
  const path = guarded ? `/api/v1/departments/${DEPARTMENT}/fiscal-years/${YEAR}/statement` : `/reports/${DEPARTMENT}/${YEAR}/v1.json`;
  const target = { name: 'gateway', url: `http://127.0.0.1:${PORTS.oneLoop}${path}`, pids: [gateway.pid],
    headers: guarded ? { Authorization: `Bearer ${bearer}` } : {} };
  await awaitAnswer(gateway, target.url, target.headers);
  await warm(target, 32);
  const jcmd = (...words) => execFileSync(`${process.env.BENCH_JAVA_HOME}/bin/jcmd`, [String(gateway.pid), ...words], { encoding: 'utf8' });
  jcmd('JFR.start', 'name=bench', 'settings=profile', ...(KIND === 'jdk.CPUTimeSample' ? [`${KIND}#enabled=true`, `${KIND}#throttle=2ms`] : []));
  await asFastAsItGoes(target, SECONDS, 32);
  jcmd('JFR.dump', 'name=bench', `filename=${recording}`);
  await stop(gateway);
  await stop(upstream);
  const samples = stacks(recording).filter((stack) => stack.length > 0);
  console.log(`${samples.length} samples`);
  top('by the method at work', samples, (stack) => [stack[0]]);
  top('by every method on the stack', samples, (stack) => stack);
  top('by every method of ours on the stack', samples, (stack) => stack.filter((method) => method.startsWith('org.jixiao.')));
  tree('from the event loop inwards', samples);
}
