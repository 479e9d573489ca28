/** Warming up, and rounds in which all contestants take turns. */
import { between, snapshot } from './machine.mjs';
import { asFastAsItGoes, atFixedRate } from './load.mjs';
import { Refusal } from './children.mjs';
import { cpuPerRequest, isQuiet, isSettled, noise } from './ratio.mjs';

export const LIMITS = { foreign: 0.15, steal: 0.01 };
const WARM = { share: 0.05, seconds: 2, last: 3, windowsMax: 30 };

/** Does something under watch: what came of it, the CPU of each of the processes, and the noise. */
async function watched(pids, act) {
  const before = snapshot(pids);
  const figures = await act();
  const window = between(before, snapshot(pids));
  return { ...figures, cpuSeconds: window.cpuSeconds, noise: noise(window) };
}

/**
 * A closed-loop slice.
 *
 * @param target what is called, and in `pids` the processes whose CPU counts: those that do the work
 *               in question, not what stands behind it
 */
export async function closedLoop(target, seconds, connections, options) {
  const slice = await watched(target.pids, () => asFastAsItGoes(target, seconds, connections, options));
  const cpu = slice.cpuSeconds.reduce((sum, s) => sum + s, 0);
  return { ...slice, cpuMicros: cpu > 0 ? cpuPerRequest(cpu, slice.requests) : null };
}

export async function openLoop(target, perSecond, seconds, connections) {
  return watched(target.pids, () => atFixedRate(target, perSecond, seconds, connections));
}

/** Runs load until the CPU for one request falls no further; compilers take their time. */
export async function warm(target, connections) {
  const windows = [];
  while (windows.length < WARM.windowsMax && !isSettled(windows, WARM.last, WARM.share)) {
    windows.push((await closedLoop(target, WARM.seconds, connections, { lenient: true })).cpuMicros);
  }
  const state = isSettled(windows, WARM.last, WARM.share) ? 'warm' : 'still moving';
  console.log(`  ${target.name}: ${state} after ${windows.length * WARM.seconds} s, ${Math.min(...windows).toFixed(1)} µs`);
}

/**
 * Lets every slice run once in each round, in turning order, so that nobody always follows the same
 * neighbour. A round that others disturbed is thrown away; there are twice as many tries as rounds.
 *
 * @param slices functions by name, each measuring for a few seconds
 * @return for each name its figures by round, and how noisy the kept rounds were
 */
export async function rounds(slices, { count, noisy }) {
  const names = Object.keys(slices);
  const kept = [];
  let thrownAway = 0;
  for (let attempt = 0; attempt < 2 * count && kept.length < count; attempt++) {
    const round = {};
    for (const name of names) round[name] = await slices[name]();
    names.push(names.shift());
    const worst = (kind) => Math.max(...Object.values(round).map((slice) => slice.noise[kind]));
    const noiseOfRound = { foreign: worst('foreign'), steal: worst('steal') };
    const quiet = isQuiet(noiseOfRound, LIMITS);
    const said = `foreign CPU ${percent(noiseOfRound.foreign)}, steal ${percent(noiseOfRound.steal)}`;
    if (quiet || noisy) {
      kept.push({ round, noise: noiseOfRound });
      console.log(`  round ${kept.length} of ${count}: ${said}`);
    } else {
      thrownAway++;
      console.log(`  thrown away: ${said}`);
    }
  }
  if (kept.length < count) {
    throw new Refusal(`Only ${kept.length} of ${count} rounds were quiet enough. Wait for the others, or --noisy.`);
  }
  const foreign = Math.max(...kept.map((k) => k.noise.foreign));
  const steal = Math.max(...kept.map((k) => k.noise.steal));
  const measured = Object.fromEntries(Object.keys(slices).map((name) => [name, kept.map((k) => k.round[name])]));
  return {
    measured,
    noise: `foreign CPU at most ${percent(foreign)}, steal at most ${percent(steal)}`
      + (thrownAway > 0 ? `, ${thrownAway} disturbed rounds thrown away` : '')
      + (isQuiet({ foreign, steal }, LIMITS) ? '' : ', disturbed rounds kept'),
  };
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
