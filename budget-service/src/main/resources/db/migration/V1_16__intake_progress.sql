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
