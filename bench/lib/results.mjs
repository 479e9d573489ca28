/** Where figures go: latest.json for programs, the README's tables for people. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { description } from './machine.mjs';
import { median, spread, verdict } from './ratio.mjs';

const LATEST = new URL('../results/latest.json', import.meta.url);
const README = new URL('../README.md', import.meta.url);

export class Table {
  /**
   * @param name  the command's word, and the first word of each workload: rows are replaced by it
   * @param row   as the matrix of benchmarks numbers it
   */
  constructor(name, row) {
    this.name = name;
    this.row = row;
    this.rows = [];
    this.figures = [];
  }

  /** The machine, and how noisy it was. */
  under(noise) {
    this.machine = `${description()}; ${noise}`;
  }

  /** One row: a ratio by round, or a count that is the same in all; of the table's row of the matrix unless another one is named. */
  add(workload, peer, values, better, target, row = this.row) {
    this.rows.push({ row, workload, peer, values, better, target });
  }

  /** What one contestant did, for the reader: medians of the rounds. */
  show(contestant, figures) {
    this.figures.push([contestant, ...figures.map((f) => (Array.isArray(f) ? median(f) : f))]);
  }

  result() {
    return this.rows.map(({ row, workload, peer, values, better, target }) => {
      const { ratio, low, high } = spread(values);
      return {
        row, workload: `${this.name}: ${workload}`, peer,
        ratio: round(ratio), low: round(low), high: round(high),
        better, target, rounds: values.length, machine: this.machine,
      };
    });
  }

  /** As Markdown. */
  text(columns) {
    const lines = [`| | ${columns.join(' | ')} |`, `|---${'|---:'.repeat(columns.length)}|`];
    for (const [contestant, ...figures] of this.figures) {
      lines.push(`| ${contestant} | ${figures.map(figure).join(' | ')} |`);
    }
    lines.push('', '| ratio | against | median [low..high] | target | reached |', '|---|---|---:|---:|---|');
    for (const row of this.result()) {
      const target = row.target === null ? '' : `${row.better === 'high' ? '≥' : '≤'} ${row.target}`;
      lines.push(`| ${row.workload.slice(this.name.length + 2)} | ${row.peer} | ${figure(row.ratio)} `
        + `[${figure(row.low)}..${figure(row.high)}] | ${target} | ${verdict(row)} |`);
    }
    lines.push('', `${this.machine}.`);
    return lines.join('\n');
  }
}

/** Three digits that mean something. */
function round(value) {
  return Number(value.toPrecision(Math.abs(value) >= 1000 ? 5 : 3));
}

function figure(value) {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number') return String(value);
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  return String(round(value));
}

/** Puts a table's rows in place of its earlier ones and leaves those of other tables alone. */
export function merged(all, table, rows) {
  const isOurs = (row) => row.workload.startsWith(`${table}: `);
  const order = (row) => parseInt(row.row.slice(1), 10);
  return [...all.filter((row) => !isOurs(row)), ...rows].sort((a, b) => order(a) - order(b));
}

/** The README with what stands between a table's two marks replaced. */
export function withTable(readme, table, text) {
  const [begin, end] = [`<!-- ${table} -->`, `<!-- /${table} -->`];
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The README has no place for ${table}`);
  return `${readme.slice(0, from + begin.length)}\n\n${text}\n\n${readme.slice(to)}`;
}

export function write(table, columns) {
  const all = existsSync(LATEST) ? JSON.parse(readFileSync(LATEST, 'utf8')) : [];
  const rows = merged(all, table.name, table.result());
  writeFileSync(LATEST, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
  writeFileSync(README, withTable(readFileSync(README, 'utf8'), table.name, table.text(columns)));
}
