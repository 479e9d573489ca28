-- What every service's database has; the tables of the field come after this.
-- Flyway replaces app by the role that the service runs as.

GRANT USAGE ON SCHEMA public TO "${app}";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO "${app}";

-- The departments that the caller may touch are set on each connection when it leaves the pool.
-- Nothing set means nothing seen.
CREATE FUNCTION in_scope(department_code text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('jixiao.departments', true), '') = '*'
        OR department_code = ANY (string_to_array(current_setting('jixiao.departments', true), ','));

CREATE PROCEDURE protect_department_table(table_name regclass)
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('CREATE POLICY department_scope ON %s USING (in_scope(department_code)) WITH CHECK (in_scope(department_code))',
        table_name);
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE PROCEDURE forbid_change(table_name regclass)
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION refuse_change()', table_name);
    EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', table_name);
END $$;

-- The first answer to a key, kept with the effect that it reports.
CREATE TABLE idempotency_record (
    principal    text        NOT NULL,
    route        text        NOT NULL,
    key          text        NOT NULL,
    fingerprint  text        NOT NULL,
    status       integer     NOT NULL,
    location     text,
    etag         text,
    content_type text,
    body         text,
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, route, key)
);
GRANT SELECT, INSERT, DELETE ON idempotency_record TO "${app}";

-- Events wait here, in the transaction that they tell of, until the broker has them.
CREATE TABLE outbox (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id        uuid        NOT NULL UNIQUE,
    department_code text        NOT NULL,
    type            text        NOT NULL,
    event           text        NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    published_at    timestamptz
);
CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
GRANT SELECT, INSERT, UPDATE (published_at) ON outbox TO "${app}";
CALL protect_department_table('outbox');

-- Events whose effect is in this database.
CREATE TABLE inbox (
    event_id        text        PRIMARY KEY,
    department_code text        NOT NULL,
    type            text        NOT NULL,
    consumed_at     timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON inbox TO "${app}";
CALL protect_department_table('inbox');

-- Records that can never be consumed, kept whole with where they came from and why.
CREATE TABLE dead_letter (
    topic          text        NOT NULL,
    partition      integer     NOT NULL,
    record_offset  bigint      NOT NULL,
    record_key     text,
    record_value   bytea,
    reason         text        NOT NULL,
    stored_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, partition, record_offset)
);
GRANT SELECT, INSERT ON dead_letter TO "${app}";
