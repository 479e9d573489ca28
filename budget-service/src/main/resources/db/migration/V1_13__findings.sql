-- Each limit of an appropriation needs the finding that speaks of it, and no other (B4, B18, B20): a warning about a
-- release explains nothing that is taken from the budget.
CREATE OR REPLACE FUNCTION require_finding() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    unexplained text;
BEGIN
    SELECT min(l.code) INTO unexplained
      FROM (VALUES
            ('APPROPRIATION_EXCEEDED', NEW.available_amount < 0 AND NEW.available_amount < OLD.available_amount),
            ('ALLOTMENT_EXCEEDED', NEW.allotted_amount < NEW.committed_amount + NEW.executed_amount
                AND coalesce(NEW.allotted_amount - OLD.allotted_amount, 0)
                    < NEW.committed_amount + NEW.executed_amount - OLD.committed_amount - OLD.executed_amount),
            ('ALLOTMENT_ABOVE_BUDGET', NEW.allotted_amount > NEW.adjusted_budget
                AND NEW.allotted_amount > coalesce(OLD.allotted_amount, 0))) AS l (code, exceeded)
     WHERE l.exceeded
       AND NOT EXISTS (SELECT FROM movement_finding f
                        WHERE f.department_code = NEW.department_code AND f.fiscal_year = NEW.fiscal_year
                          AND f.appropriation_id = NEW.id AND f.code = l.code AND f.recorded_at = now());
    IF unexplained IS NOT NULL THEN
        RAISE EXCEPTION 'appropriation % would have % left of its budget and % of its allotment, and % of % released, without %', NEW.id,
            NEW.available_amount, NEW.allotted_amount - NEW.committed_amount - NEW.executed_amount, NEW.allotted_amount,
            NEW.adjusted_budget, unexplained USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- The ends themselves beside their digest, so that a run keeps the very ends that it digested.
CREATE OR REPLACE VIEW ledger_chain_digest WITH (security_invoker = true) AS
SELECT department_code, fiscal_year, count(*) AS appropriations, coalesce(sum(entry_count), 0)::bigint AS entries,
       sha256(convert_to('sha256/1' || coalesce(string_agg(',' || id || ':' || entry_count || ':' || encode(chain_head, 'hex'), '' ORDER BY id),
           ''), 'UTF8')) AS digest,
       coalesce(string_agg(',' || id || ':' || entry_count || ':' || encode(chain_head, 'hex'), '' ORDER BY id), '') AS ends
  FROM appropriation
 GROUP BY department_code, fiscal_year;
