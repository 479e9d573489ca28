-- How far an intake is, its job knows. The intake's own row stays as it is while rows are recorded: each of them looks it
-- up, and would have to pass by every version of it.
CREATE FUNCTION intake_job_done(wanted uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    who text := current_setting('jixiao.caller', true);
    found bigint;
BEGIN
    PERFORM set_config('jixiao.caller', 'system:jobs', true);
    SELECT done INTO found FROM job WHERE id = wanted;
    PERFORM set_config('jixiao.caller', coalesce(who, ''), true);
    RETURN found;
END $$;
REVOKE EXECUTE ON FUNCTION intake_job_done(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION intake_job_done(uuid) TO "${app}";

-- What the job had done when it ended before its time stays with the intake.
CREATE OR REPLACE FUNCTION end_intake_of_job() RETURNS trigger
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
       SET state = NEW.state, done_rows = NEW.done, recorded_rows = coalesce(recorded_rows, 0), recorded_amount = coalesce(recorded_amount, 0),
           problem = CASE WHEN NEW.problem IS NOT NULL THEN json_build_object('code', NEW.problem -> 'code',
               'message', NEW.problem -> 'title', 'messageEnglish', NEW.problem -> 'titleEnglish') END,
           ended_at = NEW.ended_at
     WHERE department_code = department AND fiscal_year = year AND id = intake_of_job AND job_id = NEW.id AND state = 'WAITING';
    DELETE FROM intake_piece WHERE department_code = department AND fiscal_year = year AND intake_id = intake_of_job;
    PERFORM set_config('jixiao.departments', coalesce(scope, ''), true);
    RETURN NULL;
END $$;
