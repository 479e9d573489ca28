/** Departments with a great many entries, made in the database: what a county has after years. */
import { sql } from '../lib/suite.mjs';

export const YEARS = [2020, 2021, 2022];
export const EACH = 200;

/**
 * Fills a department's three years. Past the triggers, so an entry's hash is of its id alone: nothing that is measured
 * here reads the chain, and the figures on appropriations and months are summed up from the entries at the end.
 *
 * @param entries of the department, over all its years
 */
export async function fill(code, entries) {
  const payments = Math.floor(entries / YEARS.length);
  const statements = ["SET session_replication_role = replica", "SET jixiao.departments = '*'", "SET synchronous_commit = off",
    `INSERT INTO department (department_code, name) VALUES ('${code}', '测试单位${code}')`,
    `INSERT INTO agency (department_code, code, name) SELECT '${code}', 'U' || n, '单位' || n FROM generate_series(1, 4) n`,
    `INSERT INTO fiscal_year (department_code, fiscal_year) SELECT '${code}', unnest(ARRAY[${YEARS}])`];
  for (const year of YEARS) {
    const key = `department_code = '${code}' AND fiscal_year = ${year}`;
    statements.push(
      `INSERT INTO appropriation (department_code, fiscal_year, agency_code, fund_nature, expenditure_kind, functional_class, economic_class, economic_class_name)
       SELECT '${code}', ${year}, 'U' || (1 + n % 4), 'GENERAL_PUBLIC_BUDGET', 'OPERATING', '2010301', (30201 + n / 4)::text, '科目' || n / 4
         FROM generate_series(0, ${EACH - 1}) n`,
      `CREATE TEMP TABLE made ON COMMIT DROP AS
       SELECT n, nextval('movement_id_seq') AS movement_id, nextval('ledger_entry_id_seq') AS id, a.id AS appropriation_id,
              CASE WHEN n < ${EACH} THEN 'OPENING' WHEN n < ${EACH} + 20 THEN 'SUPPLEMENT' ELSE 'PAYMENT' END AS kind, 1 + n / ${EACH} AS sequence,
              CASE WHEN n < ${EACH} THEN 1000000000.00 WHEN n < ${EACH} + 20 THEN 5000.00 ELSE -((n * 7919::bigint % 100000 + 1) / 100.0) END AS amount,
              make_date(${year}, 1, 1) + (n::bigint * 365 / ${payments + EACH + 20})::integer AS document_date
         FROM generate_series(0, ${payments + EACH + 19}) n
         JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM appropriation WHERE ${key}) a ON a.place = n % ${EACH}`,
      `INSERT INTO movement (department_code, fiscal_year, id, kind, document_number, document_date, reason, maker)
       SELECT '${code}', ${year}, movement_id, kind, '测〔${year}〕' || n || '号', document_date, '办公用品采购', 'bench' FROM made ORDER BY n`,
      `INSERT INTO ledger_entry (department_code, fiscal_year, id, movement_id, kind, appropriation_id, sequence, amount, initial_change,
              adjusted_change, executed_change, document_date, recorded_at, hash)
       SELECT '${code}', ${year}, id, movement_id, kind, appropriation_id, sequence, amount, CASE kind WHEN 'OPENING' THEN amount ELSE 0 END,
              CASE kind WHEN 'PAYMENT' THEN 0 ELSE amount END, CASE kind WHEN 'PAYMENT' THEN -amount ELSE 0 END, document_date, now(), sha256(int8send(id))
         FROM made ORDER BY n`,
      `INSERT INTO appropriation_month
       SELECT department_code, fiscal_year, appropriation_id, extract(month FROM document_date), sum(initial_change), sum(adjusted_change),
              sum(allotted_change), sum(committed_change), sum(executed_change), sum(lapsed_change), count(*)
         FROM ledger_entry WHERE ${key} GROUP BY 1, 2, 3, 4`,
      `UPDATE appropriation a SET initial_budget = e.initial, adjusted_budget = e.adjusted, executed_amount = e.executed, opened = true, entry_count = e.entries
         FROM (SELECT appropriation_id, sum(initial_change) AS initial, sum(adjusted_change) AS adjusted, sum(executed_change) AS executed, count(*) AS entries
                 FROM ledger_entry WHERE ${key} GROUP BY 1) e
        WHERE a.department_code = '${code}' AND a.fiscal_year = ${year} AND a.id = e.appropriation_id`,
      'DROP TABLE made');
  }
  await sql('budget', `BEGIN; ${statements.join(';\n')}; COMMIT`);
}

/** What the entries themselves say, to the cent. */
export async function recomputed(code, year) {
  const [[initialBudget, adjustedBudget, executedAmount, entryCount]] = await sql('budget', `
    SELECT sum(initial_change), sum(adjusted_change), sum(executed_change), count(*) FROM ledger_entry
     WHERE department_code = '${code}' AND fiscal_year = ${year}`);
  return { initialBudget, adjustedBudget, executedAmount, entryCount: Number(entryCount) };
}
