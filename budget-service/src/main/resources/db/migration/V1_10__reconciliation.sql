-- What each run of the reconciliation of a department's year saw. Never changed: it is what somebody compares with
-- later, and it is kept with the ledger that it speaks of.
CREATE SEQUENCE reconciliation_id_seq;
CREATE TABLE reconciliation (
    department_code text        NOT NULL,
    fiscal_year     integer     NOT NULL,
    id              bigint      NOT NULL DEFAULT nextval('reconciliation_id_seq'),
    maker           text        NOT NULL,
    started_at      timestamptz NOT NULL,
    ended_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- the version of the year, so that a change of its periods is seen
    year_version    integer     NOT NULL CHECK (year_version >= 0),
    appropriations  bigint      NOT NULL CHECK (appropriations >= 0),
    movements       bigint      NOT NULL CHECK (movements >= 0),
    entries         bigint      NOT NULL CHECK (entries >= 0),
    -- the SHA-256 of all chains' ends
    chain_digest    bytea       NOT NULL CHECK (length(chain_digest) = 32),
    differences     bigint      NOT NULL CHECK (differences >= 0),
    -- how many by check, checks that found nothing included
    checks          jsonb       NOT NULL CHECK (jsonb_typeof(checks) = 'object'),
    -- the first hundred
    findings        jsonb       NOT NULL CHECK (jsonb_typeof(findings) = 'array' AND jsonb_array_length(findings) <= 100),
    PRIMARY KEY (department_code, fiscal_year, id),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES fiscal_year,
    CONSTRAINT ended_after_start CHECK (ended_at >= started_at),
    CONSTRAINT findings_of_differences CHECK ((differences = 0) = (jsonb_array_length(findings) = 0))
);
GRANT SELECT, INSERT ON reconciliation TO "${app}";
CALL protect_department_table('reconciliation');
CALL forbid_change('reconciliation');
CALL audit_table('reconciliation', 'reconciliation', '{checks,findings}');

-- Where each chain ended when a run saw it, kept when that had changed since the run before: a ledger that was rewritten
-- as a whole, or cut off at its end, is consistent in itself and no longer holds these.
CREATE TABLE reconciliation_head (
    department_code   text    NOT NULL,
    fiscal_year       integer NOT NULL,
    appropriation_id  bigint  NOT NULL,
    entry_count       integer NOT NULL CHECK (entry_count > 0),
    hash              bytea   NOT NULL CHECK (length(hash) = 32),
    reconciliation_id bigint  NOT NULL,
    PRIMARY KEY (department_code, fiscal_year, appropriation_id, entry_count),
    FOREIGN KEY (department_code, fiscal_year, reconciliation_id) REFERENCES reconciliation
);
GRANT SELECT, INSERT ON reconciliation_head TO "${app}";
CALL protect_department_table('reconciliation_head');
CALL forbid_change('reconciliation_head');

-- The ends of all chains of a year in one value, and what they are made of.
CREATE VIEW ledger_chain_digest WITH (security_invoker = true) AS
SELECT department_code, fiscal_year, count(*) AS appropriations, coalesce(sum(entry_count), 0)::bigint AS entries,
       sha256(convert_to('sha256/1' || coalesce(string_agg(',' || id || ':' || entry_count || ':' || encode(chain_head, 'hex'), '' ORDER BY id),
           ''), 'UTF8')) AS digest
  FROM appropriation
 GROUP BY department_code, fiscal_year;
GRANT SELECT ON ledger_chain_digest TO "${app}";

-- The newest run of each year, and years without one: what is due, what health and metrics say.
CREATE VIEW reconciliation_last WITH (security_invoker = true) AS
SELECT y.department_code, y.fiscal_year, y.status, y.version, y.recorded_at AS opened_at, l.id, l.started_at, l.ended_at,
       l.year_version, l.entries, coalesce(l.differences, 0) AS differences
  FROM fiscal_year y
  LEFT JOIN LATERAL (
       SELECT * FROM reconciliation r
        WHERE r.department_code = y.department_code AND r.fiscal_year = y.fiscal_year
        ORDER BY r.id DESC LIMIT 1) l ON true;
GRANT SELECT ON reconciliation_last TO "${app}";
