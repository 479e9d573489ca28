import { test } from 'node:test';
import assert from 'node:assert/strict';
import { requireSame, script, shape } from './capture.mjs';

const captured = [
  { text: 'BEGIN', values: [] },
  { text: 'select set_config($1)', values: ['all'] },
  { text: "SELECT *\n  FROM unnest($1, $2, $3) WHERE d = $4 AND e = $5", values: ['{17}', '{0.01}', '{0.00}', null, '2021'] },
  { text: 'savepoint here', values: [] },
  { text: 'INSERT INTO t VALUES ($1, $10)', values: ['17', ...Array(8).fill('x'), '4711'] },
  { text: 'COMMIT', values: [] },
];

test('a script sends what was sent, waits where the driver waits, and varies what varies', () => {
  const { text, constants } = script(captured, { 17: 'place', 4711: 'document' }, { head: ['\\set place 1'], gets: { INSERT: 'got_' } });
  assert.equal(text, ['\\set place 1',
    '\\startpipeline', 'BEGIN;', 'select set_config(:c1_1);', '\\endpipeline',
    '\\startpipeline', 'SELECT * FROM unnest(ARRAY[:place]::bigint[]::bigint[], :c2_2::numeric[], :c2_3::numeric[]) WHERE d = NULL AND e = :c2_5;',
    'savepoint here;', '\\endpipeline', 'INSERT INTO t VALUES (:place, :document) \\gset got_', 'COMMIT;', ''].join('\n'));
  assert.equal(constants.c2_5, '2021');
});

test('what pgbench may write otherwise is the same, everything else is not', () => {
  const theirs = captured.map(({ text }) => ({ text: text.replace('$4', 'NULL').replace('$1, $2, $3', 'ARRAY[$1]::bigint[]::bigint[], $2::numeric[], $3::numeric[]'), values: [] }));
  requireSame(captured, theirs);
  assert.throws(() => requireSame(captured, theirs.slice(0, -1)), /does not send/);
  assert.throws(() => requireSame(captured, theirs.map((one) => ({ ...one, text: one.text.replace('INTO t', 'INTO u') }))), /does not send/);
  assert.equal(shape(captured).length, 6);
});
