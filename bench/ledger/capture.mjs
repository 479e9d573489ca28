/** The very statements of one request, as the database logs them, and a pgbench script made of them. */
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal, WORK } from '../lib/children.mjs';
import { sql } from '../lib/suite.mjs';

const SCOPE = "set_config('jixiao.departments'";
const FOLDER = `${WORK}/suite/postgres-log`;

function lines() {
  return readdirSync(FOLDER).filter((name) => name.endsWith('.json')).sort()
    .flatMap((name) => readFileSync(`${FOLDER}/${name}`, 'utf8').split('\n')).filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

async function logging(what) {
  await sql('postgres', `ALTER SYSTEM SET log_statement = '${what}'`);
  await sql('postgres', 'SELECT pg_reload_conf()');
  await pause(500);
}

function parameters(detail) {
  return [...(detail ?? '').matchAll(/\$\d+ = (?:(NULL)|'((?:[^']|'')*)')/g)].map(([, lack, text]) => (lack ? null : text.replaceAll("''", "'")));
}

/**
 * What the service sends for one request, in order.
 *
 * @param marker a piece of a statement that only this request sends; its connection is the one to watch
 */
export async function capture(role, request, marker) {
  await logging('all');
  const before = lines().length;
  try {
    await request();
    await pause(300);
  } finally {
    await logging('none');
  }
  const logged = lines().slice(before).filter((line) => line.user === role && /^(execute [^:]*|statement): /.test(line.message));
  const pid = logged.find((line) => line.message.includes(marker))?.pid;
  if (pid === undefined) throw new Refusal(`No statement with "${marker}" was seen.`);
  const all = logged.filter((line) => line.pid === pid)
    .map((line) => ({ text: line.message.replace(/^(execute [^:]*|statement): /, '').replace(/;\s*$/, ''), values: parameters(line.detail) }));
  // a connection serves others too, the sealer and the relay; ours begins with its scope, in a transaction or without
  const at = all.findIndex(({ text }) => text.includes(marker));
  let from = at;
  while (from > 0 && !all[from].text.includes(SCOPE)) from--;
  let to = at;
  if (from > 0 && all[from - 1].text === 'BEGIN') {
    from--;
    while (to < all.length - 1 && !/^(COMMIT|ROLLBACK)$/.test(all[to].text)) to++;
  }
  return all.slice(from, to + 1);
}

/**
 * The types that a driver states and pgbench does not, only where the text alone leaves them open: the arrays that
 * unnest takes.
 */
function typed(text) {
  return text.replace(/unnest\((\$\d+(?:, \$\d+)*)\)/g, (whole, list) => {
    const places = list.split(', ');
    return `unnest(${places.map((place, i) => `${place}::${i === 0 || i === 8 ? 'bigint' : 'numeric'}[]`).join(', ')})`;
  });
}

/** One line, because a line is what pgbench takes; no comment of ours is inside a statement. */
function flat(text) {
  return text.replace(/\s+/g, ' ').trim();
}

/** What the driver sends before it waits: BEGIN goes out with what follows it, a savepoint with what it follows. */
function together(captured) {
  const groups = [];
  captured.forEach((statement, i) => {
    const joins = i > 0 && (captured[i - 1].text === 'BEGIN' || statement.text.startsWith('savepoint'));
    if (joins) groups.at(-1).push({ ...statement, i });
    else groups.push([{ ...statement, i }]);
  });
  return groups;
}

/**
 * A pgbench script that sends the same, and waits where the driver waits.
 *
 * @param captured  statements
 * @param variables pgbench's names by the value that the captured request had in their place
 * @param head      commands that set them
 * @param gets      for a statement with this piece: the prefix under which its row is kept
 */
export function script(captured, variables, { head = [], gets = {} } = {}) {
  const constants = {};
  const body = together(captured).flatMap((group) => {
    const statements = group.map(({ text, values, i }) => {
      let statement = flat(typed(text));
      // from the highest number down: $1 is also the beginning of $10
      for (let n = values.length; n >= 1; n--) {
        const value = values[n - 1];
        const array = /^\{(.*)\}$/.exec(value);
        const name = variables[array ? array[1] : value];
        let place = `:c${i}_${n}`;
        if (value === null) place = 'NULL';
        else if (name !== undefined) place = array ? `ARRAY[:${name}]::bigint[]` : `:${name}`;
        else constants[place.slice(1)] = value;
        statement = statement.replaceAll(new RegExp(`\\$${n}(?!\\d)`, 'g'), () => place);
      }
      const get = Object.entries(gets).find(([piece]) => text.includes(piece))?.[1];
      return get ? `${statement} \\gset ${get}` : `${statement};`;
    });
    return group.length > 1 ? ['\\startpipeline', ...statements, '\\endpipeline'] : statements;
  });
  return { text: `${[...head, ...body].join('\n')}\n`, constants };
}

/** The statements without what may differ between the two who send them: parameters, their types, a lack said in the text. */
export function shape(captured) {
  return captured.map(({ text }) => flat(text).replace(/ARRAY\[(\$\d+)\]/g, '$1').replace(/(\$\d+|\bNULL\b)(::(bigint|numeric)\[\])*/g, '?'));
}

/** Refuses to compare with a script that has come to send something else. */
export function requireSame(ours, theirs) {
  const [a, b] = [shape(ours), shape(theirs)];
  const at = a.findIndex((text, i) => text !== b[i]);
  if (at >= 0 || a.length !== b.length) {
    throw new Refusal(`pgbench does not send what the service sends:\n${a[at] ?? `${a.length} statements`}\n${b[at] ?? `${b.length} statements`}`);
  }
}
