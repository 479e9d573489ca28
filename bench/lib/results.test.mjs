import { test } from 'node:test';
import assert from 'node:assert/strict';
import { merged, withTable } from './results.mjs';

test('a run replaces its own rows and keeps those of others', () => {
  const all = [
    { row: 'B4', workload: 'gateway-static: requests/s', ratio: 0.5 },
    { row: 'B4', workload: 'gateway-duties: requests/s', ratio: 0.9 },
    { row: 'B11', workload: 'documents: DOCX', ratio: 30 },
  ];
  const mine = [{ row: 'B4', workload: 'gateway-static: requests/s', ratio: 0.8 }];
  assert.deepEqual(merged(all, 'gateway-static', mine).map((row) => row.ratio), [0.9, 0.8, 30]);
});

test('rows are ordered by number, not as text', () => {
  const all = [{ row: 'B16', workload: 'a: x' }, { row: 'B4', workload: 'b: x' }, { row: 'B9-audit', workload: 'd: x' }];
  assert.deepEqual(merged(all, 'c', [{ row: 'B5', workload: 'c: x' }]).map((row) => row.row), ['B4', 'B5', 'B9-audit', 'B16']);
});

test('only what stands between the marks is replaced', () => {
  const readme = 'before\n<!-- a -->\nold\n<!-- /a -->\nafter <!-- b -->\nkept\n<!-- /b -->\n';
  assert.equal(withTable(readme, 'a', 'new'), 'before\n<!-- a -->\n\nnew\n\n<!-- /a -->\nafter <!-- b -->\nkept\n<!-- /b -->\n');
});

test('a table that the README does not know is not lost in silence', () => {
  assert.throws(() => withTable('nothing here', 'a', 'new'));
});
