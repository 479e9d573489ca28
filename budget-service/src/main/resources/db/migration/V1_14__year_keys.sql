-- A year's rows refer to rows of the same year only, so a year's partitions refer to each other and not to the whole
-- tables: a key that is looked up in one partition costs half of one that is looked up in all of them, and a new year is
-- made beside the others, while they are written to.

ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_department_code_fiscal_year_movement_id_kind_fkey,
    DROP CONSTRAINT ledger_entry_department_code_fiscal_year_appropriation_id_fkey;
ALTER TABLE appropriation_month DROP CONSTRAINT appropriation_month_department_code_fiscal_year_appropriat_fkey;
ALTER TABLE movement_use DROP CONSTRAINT movement_use_department_code_fiscal_year_movement_id_fkey;
ALTER TABLE movement_finding DROP CONSTRAINT movement_finding_department_code_fiscal_year_movement_id_fkey;
ALTER TABLE movement DROP CONSTRAINT movement_department_code_fiscal_year_refers_to_fkey;

-- An entry is recorded together with its movement: none is added to a document of an earlier transaction, which
-- refuse_unbalanced_virement and refuse_closed_period would not see (I-01, I-20). The key carries the time from one to
-- the other; that it is this transaction's is looked at on the entry alone, so that it costs no lookup.
ALTER TABLE movement DROP CONSTRAINT movement_kind_key;
ALTER TABLE movement ADD CONSTRAINT movement_kind_key UNIQUE (department_code, fiscal_year, id, kind, recorded_at);
CREATE FUNCTION refuse_other_time() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entry % of movement % is of %, and now is %', NEW.id, NEW.movement_id, NEW.recorded_at, now()
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER recorded_now BEFORE INSERT ON ledger_entry FOR EACH ROW WHEN (NEW.recorded_at IS DISTINCT FROM now())
    EXECUTE FUNCTION refuse_other_time();

CREATE PROCEDURE add_year_keys(year integer)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
BEGIN
    EXECUTE replace('
        ALTER TABLE public.movement_yY ADD CONSTRAINT refers_to_movement FOREIGN KEY (department_code, fiscal_year, refers_to)
            REFERENCES public.movement_yY (department_code, fiscal_year, id);
        ALTER TABLE public.ledger_entry_yY
            ADD CONSTRAINT entry_of_movement FOREIGN KEY (department_code, fiscal_year, movement_id, kind, recorded_at)
                REFERENCES public.movement_yY (department_code, fiscal_year, id, kind, recorded_at),
            ADD CONSTRAINT entry_of_appropriation FOREIGN KEY (department_code, fiscal_year, appropriation_id)
                REFERENCES public.appropriation_yY (department_code, fiscal_year, id);
        ALTER TABLE public.appropriation_month_yY ADD CONSTRAINT month_of_appropriation
            FOREIGN KEY (department_code, fiscal_year, appropriation_id) REFERENCES public.appropriation_yY (department_code, fiscal_year, id);
        ALTER TABLE public.movement_use_yY ADD CONSTRAINT use_of_movement
            FOREIGN KEY (department_code, fiscal_year, movement_id) REFERENCES public.movement_yY (department_code, fiscal_year, id);
        ALTER TABLE public.movement_finding_yY ADD CONSTRAINT finding_of_movement
            FOREIGN KEY (department_code, fiscal_year, movement_id) REFERENCES public.movement_yY (department_code, fiscal_year, id);
        ', 'yY', 'y' || year);
END $$;
REVOKE EXECUTE ON PROCEDURE add_year_keys(integer) FROM PUBLIC;

-- Nearly all keys begin with the department and the year. Of a partition that has never been analyzed the planner thinks
-- that these two pick out a row, and any of its indexes will do: whoever fills it in one transaction would have each row
-- looked for among all of them. It is told that they tell little; what it finds out later takes the place of this.
CREATE PROCEDURE tell_planner(part text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    attribute text;
BEGIN
    IF current_setting('server_version_num')::integer < 180000
        OR EXISTS (SELECT FROM pg_stats WHERE schemaname = 'public' AND tablename = part) THEN
        RETURN;
    END IF;
    FOREACH attribute IN ARRAY ARRAY['department_code', 'fiscal_year'] LOOP
        PERFORM pg_restore_attribute_stats('schemaname', 'public', 'relname', part, 'attname', attribute, 'inherited', false,
            'null_frac', 0::real, 'avg_width', 8, 'n_distinct', 1::real);
    END LOOP;
END $$;
REVOKE EXECUTE ON PROCEDURE tell_planner(text) FROM PUBLIC;

DO $$
DECLARE
    part text;
    year integer;
BEGIN
    FOR part IN SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent IN ('appropriation'::regclass, 'movement'::regclass,
        'ledger_entry'::regclass, 'appropriation_month'::regclass, 'movement_use'::regclass, 'movement_finding'::regclass) LOOP
        CALL tell_planner(part);
    END LOOP;
    FOR year IN SELECT substring(relname FROM '[0-9]{4}$') FROM pg_class WHERE relname ~ '^movement_finding_y[0-9]{4}$' AND relkind = 'r' LOOP
        CALL add_year_keys(year);
    END LOOP;
END $$;

-- Made first and attached when whole: that takes no lock that whoever records in another year would wait for.
CREATE OR REPLACE FUNCTION ensure_year_partitions(year integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    parents CONSTANT text[] := ARRAY['appropriation', 'movement', 'ledger_entry', 'appropriation_month', 'movement_use', 'movement_finding'];
    parent text;
    part text;
BEGIN
    IF to_regclass('movement_finding_y' || year) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('ensure_year_partitions'));
    IF to_regclass('movement_finding_y' || year) IS NOT NULL OR year NOT BETWEEN 1949 AND 2999 THEN
        RETURN;
    END IF;
    FOREACH parent IN ARRAY parents LOOP
        part := parent || '_y' || year;
        EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)%s', part, parent,
            CASE WHEN parent IN ('appropriation', 'appropriation_month', 'movement_use') THEN ' WITH (fillfactor = 80)' ELSE '' END);
        EXECUTE format('CALL protect_department_table(%L)', part);
        CALL tell_planner(part);
        IF parent IN ('movement', 'ledger_entry', 'movement_finding') THEN
            EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part);
        END IF;
    END LOOP;
    CALL add_year_keys(year);
    FOREACH parent IN ARRAY parents LOOP
        EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES IN (%s)', parent, parent || '_y' || year, year);
    END LOOP;
END $$;
