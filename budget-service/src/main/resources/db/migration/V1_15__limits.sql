-- A first release below what was spoken for before it needs its finding like any other (B20). The trigger says when to
-- look, the function alone what is beyond a limit.
CREATE OR REPLACE FUNCTION require_finding() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    unexplained text;
BEGIN
    SELECT min(l.code) INTO unexplained
      FROM (VALUES
            ('APPROPRIATION_EXCEEDED', NEW.available_amount < 0 AND NEW.available_amount < OLD.available_amount),
            ('ALLOTMENT_EXCEEDED', NEW.allotted_amount < NEW.committed_amount + NEW.executed_amount
                AND (OLD.allotted_amount IS NULL OR NEW.allotted_amount - OLD.allotted_amount
                    < NEW.committed_amount + NEW.executed_amount - OLD.committed_amount - OLD.executed_amount)),
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
DROP TRIGGER nothing_taken_that_is_not_there ON appropriation;
DROP TRIGGER no_more_released_than_there_is ON appropriation;
CREATE TRIGGER nothing_taken_that_is_not_there AFTER UPDATE ON appropriation FOR EACH ROW
    WHEN (NEW.available_amount < 0 OR NEW.allotted_amount < NEW.committed_amount + NEW.executed_amount
       OR NEW.allotted_amount > NEW.adjusted_budget)
    EXECUTE FUNCTION require_finding();

-- A document of a file may have more lines than a smallint counts.
DROP TRIGGER audit ON movement_finding;
DROP TRIGGER audit_whole ON movement_finding;
ALTER TABLE movement_finding ALTER COLUMN number TYPE integer;
CALL audit_table('movement_finding', 'movementFinding');
