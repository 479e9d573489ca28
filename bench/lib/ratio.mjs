/**
 * All arithmetic of the tables, and nothing else: what is measured comes in, figures go out.
 */

export function median(values) {
  if (values.length === 0) throw new Error('The median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median with the lowest and the highest. */
export function spread(values) {
  return { ratio: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** One quotient for each round: both sides were measured in the same round, moments apart. */
export function ratios(ours, theirs) {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} rounds against ${theirs.length}`);
  return ours.map((value, round) => {
    if (!(theirs[round] > 0)) throw new Error(`Round ${round}: nothing to divide by`);
    return value / theirs[round];
  });
}

/** One difference for each round. */
export function differences(ours, theirs) {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} rounds against ${theirs.length}`);
  return ours.map((value, round) => value - theirs[round]);
}

/** CPU microseconds for one request. */
export function cpuPerRequest(cpuSeconds, requests) {
  if (!(requests > 0)) throw new Error('No request was answered');
  return (cpuSeconds * 1e6) / requests;
}

/**
 * Whether a contestant is warm: the best of its last windows is hardly better than the best before.
 * Two windows alone can agree by chance while the compilers are still at work.
 */
export function isSettled(windows, last, share) {
  if (windows.length < 2 * last) return false;
  const best = (some) => Math.min(...some);
  return best(windows.slice(-last)) > (1 - share) * best(windows.slice(0, -last));
}

/** Who used the machine in a window, as shares of all its processors. */
export function noise(window) {
  const foreign = Math.max(0, window.busy - window.own);
  return { foreign: foreign / window.total, steal: window.steal / window.total };
}

export function isQuiet(share, limits) {
  return share.foreign <= limits.foreign && share.steal <= limits.steal;
}

/** Whether a row reaches its target; a row without one is only watched. */
export function verdict(row) {
  if (row.target === null) return '';
  const met = row.better === 'high' ? row.ratio >= row.target : row.ratio <= row.target;
  return met ? 'yes' : 'no';
}
