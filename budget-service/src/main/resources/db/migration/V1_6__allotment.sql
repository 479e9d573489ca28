-- Nothing above the adjusted budget is released, unless a finding says so (B20): the third limit of an appropriation
-- beside what is available and what is left of the allotment.
CREATE OR REPLACE FUNCTION require_finding() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM movement_finding f
                    WHERE f.department_code = NEW.department_code AND f.fiscal_year = NEW.fiscal_year
                      AND f.appropriation_id = NEW.id AND f.recorded_at = now()) THEN
        RAISE EXCEPTION 'appropriation % would have % left of its budget and % of its allotment, and % of % released', NEW.id,
            NEW.available_amount, NEW.allotted_amount - NEW.committed_amount - NEW.executed_amount, NEW.allotted_amount,
            NEW.adjusted_budget USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER no_more_released_than_there_is AFTER UPDATE ON appropriation FOR EACH ROW
    WHEN (NEW.allotted_amount > NEW.adjusted_budget AND NEW.allotted_amount > coalesce(OLD.allotted_amount, 0))
    EXECUTE FUNCTION require_finding();
