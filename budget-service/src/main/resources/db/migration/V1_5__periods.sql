-- Nothing opens, closes or opens again unless the same transaction records who did it, from what to what: the
-- history that period_change holds leads to what the year says (B9). At the end of the statement, so that one statement
-- can do both.
CREATE FUNCTION require_period_change() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <> OLD.version + 1 OR NOT EXISTS (
        SELECT FROM period_change c
         WHERE c.department_code = NEW.department_code AND c.fiscal_year = NEW.fiscal_year AND c.version = NEW.version
           AND CASE WHEN c.month IS NULL
                    THEN (c.was, c.becomes) = (OLD.status, NEW.status) AND OLD.month_status = NEW.month_status
                    ELSE OLD.status = NEW.status AND (c.was, c.becomes) = (OLD.month_status[c.month], NEW.month_status[c.month])
                     AND OLD.month_status[:c.month - 1] || OLD.month_status[c.month + 1:]
                       = NEW.month_status[:c.month - 1] || NEW.month_status[c.month + 1:] END) THEN
        RAISE EXCEPTION 'the periods of % would change without a record of it', NEW.fiscal_year
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER period_change_recorded AFTER UPDATE ON fiscal_year FOR EACH ROW
    WHEN ((OLD.status, OLD.month_status, OLD.version) IS DISTINCT FROM (NEW.status, NEW.month_status, NEW.version))
    EXECUTE FUNCTION require_period_change();

-- A statement is announced when its year closes, and with no other change; its number is never used again (B15).
CREATE FUNCTION require_next_statement() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the year % would have statement % after %', NEW.fiscal_year, NEW.statement_version, OLD.statement_version
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER statement_version_follows AFTER UPDATE ON fiscal_year FOR EACH ROW
    WHEN (NEW.statement_version
        IS DISTINCT FROM OLD.statement_version + CASE WHEN NEW.status = 'CLOSED' AND OLD.status <> 'CLOSED' THEN 1 ELSE 0 END)
    EXECUTE FUNCTION require_next_statement();
