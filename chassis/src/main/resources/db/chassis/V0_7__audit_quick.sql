-- The same entries and the same chains, to the character, for a fraction of the time: an insert has nothing to compare
-- with, the text that is hashed is put together in place, and links are appended for a batch at once.

CREATE OR REPLACE FUNCTION audit_write(department_code text, outcome text, actor text, roles text, action text, target text,
                                       changes json, reason text, status integer, code text,
                                       request_id text, trace_id text, source_address text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    entry_id bigint := nextval('audit_entry_id_seq');
    entry_at timestamptz := clock_timestamp();
    micros text := (extract(epoch FROM entry_at) * 1000000)::bigint::text;
BEGIN
    -- what audit_text makes of these parts
    INSERT INTO audit_entry VALUES (entry_id, department_code, entry_at, outcome, actor, roles, action, target, changes,
        reason, status, code, request_id, trace_id, source_address, 'sha256/1', sha256(convert_to(
            octet_length(entry_id::text) || ':' || entry_id || ','
            || coalesce(octet_length(department_code) || ':' || department_code, '-') || ','
            || octet_length(micros) || ':' || micros || ','
            || coalesce(octet_length(outcome) || ':' || outcome, '-') || ','
            || coalesce(octet_length(actor) || ':' || actor, '-') || ','
            || coalesce(octet_length(roles) || ':' || roles, '-') || ','
            || coalesce(octet_length(action) || ':' || action, '-') || ','
            || coalesce(octet_length(target) || ':' || target, '-') || ','
            || coalesce(octet_length(changes::text) || ':' || changes::text, '-') || ','
            || coalesce(octet_length(reason) || ':' || reason, '-') || ','
            || coalesce(octet_length(status::text) || ':' || status::text, '-') || ','
            || coalesce(octet_length(code) || ':' || code, '-') || ','
            || coalesce(octet_length(request_id) || ':' || request_id, '-') || ','
            || coalesce(octet_length(trace_id) || ':' || trace_id, '-') || ','
            || coalesce(octet_length(source_address) || ':' || source_address, '-'), 'UTF8')));
    INSERT INTO audit_unsealed VALUES (entry_id, entry_at);
END $$;

-- Arguments: the noun; its key's columns; columns that only repeat what other rows say; the column with the reason.
CREATE OR REPLACE FUNCTION audit_row() RETURNS trigger
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
    target  text := TG_ARGV[0];
    part    text;
BEGIN
    IF before IS NULL THEN
        SELECT ('[' || string_agg('{"field":' || to_json(lower(left(key, 1)) || substr(replace(initcap(replace(key, '_', ' ')), ' ', ''), 2))
                   || ',"new":' || to_json(CASE WHEN length(value) <= 2000 THEN value ELSE audit_value(to_jsonb(value)) END) || '}', ', ')
               || ']')::json
          INTO changes
          FROM jsonb_each_text(after) AS field (key, value)
         WHERE key <> ALL (derived) AND value IS NOT NULL;
    ELSE
        SELECT json_agg(json_strip_nulls(json_build_object('field', d.name, 'old', d.old, 'new', d.new)))
          INTO changes
          FROM jsonb_object_keys(present) WITH ORDINALITY AS k (key, place)
         CROSS JOIN LATERAL audit_difference(
               lower(left(key, 1)) || substr(replace(initcap(replace(key, '_', ' ')), ' ', ''), 2),
               nullif(before -> key, 'null'), nullif(after -> key, 'null')) d
         WHERE key <> ALL (derived)
           AND nullif(before -> key, 'null') IS DISTINCT FROM nullif(after -> key, 'null');
    END IF;
    IF changes IS NULL THEN
        RETURN NULL;
    END IF;
    FOREACH part IN ARRAY TG_ARGV[1]::text[] LOOP
        target := target || '/' || coalesce(present ->> part, '-');
    END LOOP;
    PERFORM audit_write(
        coalesce(present ->> 'department_code', '*'), 'DONE',
        -- nobody named: somebody works in the database by hand
        coalesce(who[1], 'database:' || session_user), coalesce(who[2], ''),
        TG_ARGV[0] || '.' || CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'change' ELSE 'delete' END,
        target, changes, after ->> TG_ARGV[3], NULL, NULL, who[3], who[4], who[5]);
    RETURN NULL;
END $$;

-- Appends links for entries that have none, one sealer at a time; the number of links, or -1 where another one is at it.
CREATE OR REPLACE FUNCTION audit_seal(entries_max integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    entry record;
    chain text;
    last_position bigint;
    last_hash bytea;
    sealing_at timestamptz;
    sealed_micros text;
    before_hex text;
    own_hex text;
    chains text[] := '{}';
    positions bigint[] := '{}';
    entries bigint[] := '{}';
    hashes bytea[] := '{}';
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('audit sealer', 0)) THEN
        RETURN -1;
    END IF;
    sealing_at := clock_timestamp();
    sealed_micros := audit_micros(sealing_at);
    FOR entry IN
        SELECT e.id, e.department_code, e.hash
          FROM (SELECT entry_id FROM audit_unsealed ORDER BY entry_id LIMIT entries_max) u
          JOIN audit_entry e ON e.id = u.entry_id
         ORDER BY e.department_code, e.id
    LOOP
        IF chain IS DISTINCT FROM entry.department_code THEN
            chain := entry.department_code;
            SELECT l.position, l.hash INTO last_position, last_hash
              FROM audit_link l WHERE l.department_code = chain ORDER BY l.position DESC LIMIT 1;
            IF NOT FOUND THEN
                last_position := 0;
                last_hash := decode(repeat('00', 32), 'hex');
            END IF;
        END IF;
        last_position := last_position + 1;
        before_hex := encode(last_hash, 'hex');
        own_hex := encode(entry.hash, 'hex');
        -- what audit_text makes of these parts
        last_hash := sha256(convert_to(octet_length(before_hex) || ':' || before_hex || ',' || octet_length(chain) || ':' || chain || ','
            || octet_length(last_position::text) || ':' || last_position || ',' || octet_length(entry.id::text) || ':' || entry.id || ','
            || octet_length(sealed_micros) || ':' || sealed_micros || ',' || octet_length(own_hex) || ':' || own_hex, 'UTF8'));
        chains := chains || chain;
        positions := positions || last_position;
        entries := entries || entry.id;
        hashes := hashes || last_hash;
    END LOOP;
    IF cardinality(entries) > 0 THEN
        INSERT INTO audit_link (department_code, position, entry_id, sealed_at, hash)
        SELECT l.chain, l.position, l.entry, sealing_at, l.hash FROM unnest(chains, positions, entries, hashes) AS l (chain, position, entry, hash);
        DELETE FROM audit_unsealed WHERE entry_id = ANY (entries);
    END IF;
    RETURN cardinality(entries);
END $$;
