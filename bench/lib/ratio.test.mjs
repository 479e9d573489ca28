import { test } from 'node:test';
import assert from 'node:assert/strict';
import { cpuPerRequest, differences, isQuiet, isSettled, median, noise, ratios, spread, verdict } from './ratio.mjs';

test('the median of an odd number of values is the one in the middle', () => {
  assert.equal(median([9, 1, 5]), 5);
});

test('the median of an even number of values lies between the two in the middle', () => {
  assert.equal(median([10, 1, 2, 4]), 3);
});

test('the median does not sort numbers as text', () => {
  assert.equal(median([100, 9, 20]), 20);
});

test('there is no median of nothing', () => {
  assert.throws(() => median([]));
});

test('a ratio is taken within each round, not between medians', () => {
  // the machine halves its speed in round two: both sides suffer, the ratio does not
  assert.deepEqual(spread(ratios([100, 40, 90], [200, 80, 100])), { ratio: 0.5, low: 0.5, high: 0.9 });
});

test('rounds without a partner are refused', () => {
  assert.throws(() => ratios([1, 2], [1]));
  assert.throws(() => differences([1, 2], [1]));
});

test('a round in which the peer did nothing is refused', () => {
  assert.throws(() => ratios([1], [0]));
});

test('CPU per request is in microseconds', () => {
  assert.equal(cpuPerRequest(0.5, 20_000), 25);
  assert.throws(() => cpuPerRequest(1, 0));
});

test('a contestant is warm when its last windows are hardly better than the best before', () => {
  assert.equal(isSettled([900, 500, 100, 97, 103, 99], 3, 0.05), true);
  assert.equal(isSettled([900, 500, 100, 97, 103, 94], 3, 0.05), false);
});

test('two equal windows on the way down are not warm', () => {
  assert.equal(isSettled([900, 700, 695, 500], 2, 0.05), false);
  assert.equal(isSettled([100, 100, 100], 2, 0.05), false);
});

test('what the machine did and we did not is foreign', () => {
  assert.deepEqual(noise({ total: 1000, busy: 700, own: 500, steal: 10 }), { foreign: 0.2, steal: 0.01 });
});

test('less busy than our own sum is rounding, not less than nothing', () => {
  assert.equal(noise({ total: 1000, busy: 498, own: 500, steal: 0 }).foreign, 0);
});

test('a round is quiet up to its limits', () => {
  const limits = { foreign: 0.15, steal: 0.01 };
  assert.equal(isQuiet({ foreign: 0.15, steal: 0.01 }, limits), true);
  assert.equal(isQuiet({ foreign: 0.16, steal: 0 }, limits), false);
  assert.equal(isQuiet({ foreign: 0, steal: 0.02 }, limits), false);
});

test('the verdict knows which way is better', () => {
  assert.equal(verdict({ ratio: 0.8, better: 'high', target: 0.75 }), 'yes');
  assert.equal(verdict({ ratio: 0.7, better: 'high', target: 0.75 }), 'no');
  assert.equal(verdict({ ratio: 1.5, better: 'low', target: 1.6 }), 'yes');
  assert.equal(verdict({ ratio: 1.7, better: 'low', target: 1.6 }), 'no');
  assert.equal(verdict({ ratio: 1.7, better: 'low', target: null }), '');
});
