-- The audit trail. Row triggers write it in the transaction of the change, so that there is never one
-- without the other and nobody has to remember it. The service's role can neither write, change nor
-- delete here; no setting turns it off.

CREATE SEQUENCE audit_entry_id_seq;
REVOKE ALL ON SEQUENCE audit_entry_id_seq FROM "${app}";

-- department_code is '*' for what belongs to no single department: only who may see all of them sees it.
CREATE TABLE audit_entry (
    id              bigint      PRIMARY KEY,
    department_code text        NOT NULL,
    at              timestamptz NOT NULL,
    outcome         text        NOT NULL CHECK (outcome IN ('DONE', 'REFUSED', 'READ')),
    actor           text        NOT NULL,
    roles           text        NOT NULL,
    action          text        NOT NULL,
    target          text        NOT NULL,
    -- json and not jsonb: the hash is of these very characters
    changes         json,
    reason          text,
    status          integer,
    code            text,
    request_id      text,
    trace_id        text,
    source_address  text,
    algorithm       text        NOT NULL CHECK (algorithm = 'sha256/1'),
    hash            bytea       NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_entry_department ON audit_entry (department_code, id);
CREATE INDEX audit_entry_target ON audit_entry (target, id);
CREATE INDEX audit_entry_request ON audit_entry (request_id);
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY department_scope ON audit_entry FOR SELECT USING (in_scope(department_code));
-- only the functions below, which run as the owner: the service's role has no right to insert
CREATE POLICY written_by_functions ON audit_entry FOR INSERT TO CURRENT_USER WITH CHECK (true);
CALL forbid_change('audit_entry');
GRANT SELECT ON audit_entry TO "${app}";

-- Entries that no link holds yet. A chain inside the commit would let one writer in at a time, so the
-- links are appended right after it.
CREATE TABLE audit_unsealed (
    entry_id bigint      PRIMARY KEY,
    at       timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
GRANT SELECT ON audit_unsealed TO "${app}";

-- One chain for each department, so that its auditors can verify it without seeing another's.
CREATE TABLE audit_link (
    department_code text        NOT NULL,
    position        bigint      NOT NULL CHECK (position > 0),
    entry_id        bigint      NOT NULL UNIQUE,
    sealed_at       timestamptz NOT NULL,
    hash            bytea       NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (department_code, position)
);
CALL protect_department_table('audit_link');
CALL forbid_change('audit_link');
GRANT SELECT ON audit_link TO "${app}";

-- Each value with its length in front, a lack as '-': no two lists of values give the same text.
CREATE FUNCTION audit_text(VARIADIC parts text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$ SELECT string_agg(coalesce(octet_length(part) || ':' || part, '-'), ',' ORDER BY place)
            FROM unnest(parts) WITH ORDINALITY AS of (part, place) $$;

CREATE FUNCTION audit_micros(at timestamptz) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$ SELECT (extract(epoch FROM at) * 1000000)::bigint::text $$;

-- A value as an entry shows it: as it stands, or its hash and size where it is long.
CREATE FUNCTION audit_value(value jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$ SELECT CASE WHEN length(value #>> '{}') <= 2000 THEN value #>> '{}'
                 ELSE 'sha256:' || encode(sha256(convert_to(value #>> '{}', 'UTF8')), 'hex')
                      || ' (' || octet_length(value #>> '{}') || ' bytes)' END $$;

CREATE FUNCTION audit_leaves(document jsonb) RETURNS TABLE (path text, leaf jsonb)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
    WITH RECURSIVE walk(path, node) AS (
        SELECT '', document
        UNION ALL
        SELECT walk.path || '/' || child.name, child.node
          FROM walk
         CROSS JOIN LATERAL (
               SELECT key, value FROM jsonb_each(CASE jsonb_typeof(walk.node) WHEN 'object' THEN walk.node ELSE '{}' END)
               UNION ALL
               SELECT (place - 1)::text, value
                 FROM jsonb_array_elements(CASE jsonb_typeof(walk.node) WHEN 'array' THEN walk.node ELSE '[]' END)
                      WITH ORDINALITY AS elements (value, place)) AS child (name, node))
    SELECT path, node FROM walk
     WHERE jsonb_typeof(node) NOT IN ('object', 'array') OR node IN ('{}', '[]') $$;

-- What changed between two values of one field: where both are documents of a size that can be walked,
-- by the paths inside them.
CREATE FUNCTION audit_difference(field text, was jsonb, now_is jsonb) RETURNS TABLE (name text, old text, new text)
    LANGUAGE plpgsql IMMUTABLE
    SET search_path = pg_catalog, public, pg_temp
    AS $$
BEGIN
    IF jsonb_typeof(was) IN ('object', 'array') AND jsonb_typeof(now_is) IN ('object', 'array')
        AND pg_column_size(was) <= 65536 AND pg_column_size(now_is) <= 65536 THEN
        RETURN QUERY
            SELECT field || coalesce(w.path, n.path), audit_value(w.leaf), audit_value(n.leaf)
              FROM audit_leaves(was) w FULL JOIN audit_leaves(now_is) n ON n.path = w.path
             WHERE w.leaf IS DISTINCT FROM n.leaf
             ORDER BY 1
             LIMIT 1000;
    ELSE
        RETURN QUERY SELECT field, audit_value(was), audit_value(now_is);
    END IF;
END $$;

CREATE FUNCTION audit_write(department_code text, outcome text, actor text, roles text, action text, target text,
                            changes json, reason text, status integer, code text,
                            request_id text, trace_id text, source_address text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    entry_id bigint := nextval('audit_entry_id_seq');
    entry_at timestamptz := clock_timestamp();
BEGIN
    INSERT INTO audit_entry VALUES (entry_id, department_code, entry_at, outcome, actor, roles, action, target, changes,
        reason, status, code, request_id, trace_id, source_address, 'sha256/1',
        sha256(convert_to(audit_text(entry_id::text, department_code, audit_micros(entry_at), outcome, actor, roles, action,
            target, changes::text, reason, status::text, code, request_id, trace_id, source_address), 'UTF8')));
    INSERT INTO audit_unsealed VALUES (entry_id, entry_at);
END $$;

-- Arguments: the noun; its key's columns; columns that only repeat what other rows say; the column with the reason.
CREATE FUNCTION audit_row() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    SET timezone = 'UTC'
    AS $$
DECLARE
    before  jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    after   jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    present jsonb := coalesce(after, before);
    derived text[] := TG_ARGV[2]::text[];
    changes json;
    who     text[] := string_to_array(coalesce(current_setting('jixiao.caller', true), ''), chr(31), '');
BEGIN
    SELECT json_agg(json_strip_nulls(json_build_object('field', d.name, 'old', d.old, 'new', d.new)))
      INTO changes
      FROM jsonb_object_keys(present) WITH ORDINALITY AS k (key, place)
     CROSS JOIN LATERAL audit_difference(
           lower(left(key, 1)) || substr(replace(initcap(replace(key, '_', ' ')), ' ', ''), 2),
           nullif(before -> key, 'null'), nullif(after -> key, 'null')) d
     WHERE key <> ALL (derived)
       AND nullif(before -> key, 'null') IS DISTINCT FROM nullif(after -> key, 'null');
    IF changes IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM audit_write(
        coalesce(present ->> 'department_code', '*'), 'DONE',
        -- nobody named: somebody works in the database by hand
        coalesce(who[1], 'database:' || session_user), coalesce(who[2], ''),
        TG_ARGV[0] || '.' || CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'change' ELSE 'delete' END,
        TG_ARGV[0] || (SELECT string_agg('/' || coalesce(present ->> key, '-'), '' ORDER BY place)
                         FROM unnest(TG_ARGV[1]::text[]) WITH ORDINALITY AS k (key, place)),
        changes, after ->> TG_ARGV[3], NULL, NULL, who[3], who[4], who[5]);
    RETURN NULL;
END $$;

-- Puts a table of the field under audit.
CREATE PROCEDURE audit_table(table_name regclass, noun text, derived text[] DEFAULT '{}')
    LANGUAGE plpgsql AS $$
DECLARE
    key_columns text[];
    watched text;
    reason_column text;
BEGIN
    SELECT array_agg(a.attname ORDER BY array_position(i.indkey::smallint[], a.attnum)) INTO STRICT key_columns
      FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indrelid = table_name AND i.indisprimary;
    SELECT string_agg(quote_ident(attname), ', '), min(attname) FILTER (WHERE attname IN ('reason', 'opinion', 'note', 'explanation'))
      INTO watched, reason_column
      FROM pg_attribute
     WHERE attrelid = table_name AND attnum > 0 AND NOT attisdropped AND attname <> ALL (derived);
    EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE OF %s ON %s FOR EACH ROW EXECUTE FUNCTION audit_row(%L, %L, %L, %L)',
        watched, table_name, noun, key_columns, derived, coalesce(reason_column, ''));
    -- emptying a table as a whole would pass by the trigger on its rows
    EXECUTE format('CREATE TRIGGER audit_whole BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', table_name);
END $$;

-- What was refused and what was read: the service says so itself, in one statement for many.
CREATE FUNCTION audit_attempts(attempts json) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    attempt record;
    written integer := 0;
BEGIN
    FOR attempt IN
        SELECT * FROM json_to_recordset(attempts) AS a ("departmentCode" text, outcome text, actor text, roles text, action text,
            target text, status integer, code text, "requestId" text, "traceId" text, "sourceAddress" text)
    LOOP
        -- what was done is written by the triggers and by nobody else
        IF attempt.outcome NOT IN ('REFUSED', 'READ') THEN
            RAISE EXCEPTION 'an attempt is REFUSED or READ, not %', attempt.outcome USING ERRCODE = 'check_violation';
        END IF;
        PERFORM audit_write(attempt."departmentCode", attempt.outcome, attempt.actor, attempt.roles, attempt.action,
            attempt.target, NULL, NULL, attempt.status, attempt.code, attempt."requestId", attempt."traceId",
            attempt."sourceAddress");
        written := written + 1;
    END LOOP;
    RETURN written;
END $$;

-- Appends links for entries that have none, one sealer at a time; the number of links, or -1 where another one is at it.
CREATE FUNCTION audit_seal(entries_max integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    entry record;
    chain text;
    last_position bigint;
    last_hash bytea;
    sealing_at timestamptz;
    links integer := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('audit sealer', 0)) THEN
        RETURN -1;
    END IF;
    sealing_at := clock_timestamp();
    FOR entry IN
        SELECT e.id, e.department_code, e.hash
          FROM (SELECT entry_id FROM audit_unsealed ORDER BY entry_id LIMIT entries_max) u
          JOIN audit_entry e ON e.id = u.entry_id
         ORDER BY e.department_code, e.id
    LOOP
        IF chain IS DISTINCT FROM entry.department_code THEN
            chain := entry.department_code;
            last_position := 0;
            last_hash := decode(repeat('00', 32), 'hex');
            SELECT l.position, l.hash INTO last_position, last_hash
              FROM audit_link l WHERE l.department_code = chain ORDER BY l.position DESC LIMIT 1;
            IF NOT FOUND THEN
                last_position := 0;
                last_hash := decode(repeat('00', 32), 'hex');
            END IF;
        END IF;
        last_position := last_position + 1;
        last_hash := sha256(convert_to(audit_text(encode(last_hash, 'hex'), chain, last_position::text, entry.id::text,
            audit_micros(sealing_at), encode(entry.hash, 'hex')), 'UTF8'));
        INSERT INTO audit_link VALUES (chain, last_position, entry.id, sealing_at, last_hash);
        DELETE FROM audit_unsealed WHERE entry_id = entry.id;
        links := links + 1;
    END LOOP;
    RETURN links;
END $$;

-- A trigger function that anybody may use could be put on a table of his own, to write what never happened.
REVOKE ALL ON FUNCTION audit_row(), audit_attempts(json), audit_seal(integer),
    audit_write(text, text, text, text, text, text, json, text, integer, text, text, text, text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE audit_table(regclass, text, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_attempts(json), audit_seal(integer) TO "${app}";
