-- An intake whose job does not end by its own word (cancelled, failed, given up) ends with it, in the same transaction:
-- what was recorded row by row stays and is counted, the file goes.

ALTER TABLE intake
    DROP CONSTRAINT intake_state_check,
    ADD CONSTRAINT intake_state_check CHECK (state IN ('WAITING', 'RECORDED', 'REFUSED', 'CHECKED', 'FAILED', 'CANCELLED')),
    DROP CONSTRAINT only_what_is_recorded_counts,
    ADD CONSTRAINT only_what_is_recorded_counts CHECK (state NOT IN ('REFUSED', 'FAILED', 'CANCELLED') OR mode = 'ROW_BY_ROW'
        OR coalesce(recorded_rows, 0) = 0);

CREATE FUNCTION end_intake_of_job() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    scope text := current_setting('jixiao.departments', true);
    department text := NEW.parameters ->> 'departmentCode';
    year integer := NEW.parameters ->> 'fiscalYear';
    intake_of_job uuid := NEW.parameters ->> 'id';
BEGIN
    -- whoever ends jobs has no department
    PERFORM set_config('jixiao.departments', department, true);
    UPDATE intake
       SET state = NEW.state, recorded_rows = coalesce(recorded_rows, 0), recorded_amount = coalesce(recorded_amount, 0),
           problem = CASE WHEN NEW.problem IS NOT NULL THEN json_build_object('code', NEW.problem -> 'code',
               'message', NEW.problem -> 'title', 'messageEnglish', NEW.problem -> 'titleEnglish') END,
           ended_at = NEW.ended_at
     WHERE department_code = department AND fiscal_year = year AND id = intake_of_job AND job_id = NEW.id AND state = 'WAITING';
    DELETE FROM intake_piece WHERE department_code = department AND fiscal_year = year AND intake_id = intake_of_job;
    PERFORM set_config('jixiao.departments', coalesce(scope, ''), true);
    RETURN NULL;
END $$;
CREATE TRIGGER ends_its_intake AFTER UPDATE OF state ON job
    FOR EACH ROW WHEN (NEW.kind = 'intake' AND NEW.state IN ('FAILED', 'CANCELLED')) EXECUTE FUNCTION end_intake_of_job();
