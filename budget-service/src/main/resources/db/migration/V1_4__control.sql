-- What a department's ledger refuses, warns of or lets pass. A version is never changed; the newest that holds on
-- the date of a document decides on it (B18).
CREATE TABLE control_policy (
    department_code text        NOT NULL REFERENCES department,
    version         integer     NOT NULL CHECK (version > 0),
    valid_from      date        NOT NULL,
    rules           jsonb       NOT NULL CHECK (jsonb_typeof(rules) = 'object'),
    reason          text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    maker           text        NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, version)
);
GRANT SELECT, INSERT ON control_policy TO "${app}";
CALL protect_department_table('control_policy');
CALL forbid_change('control_policy');
CALL audit_table('control_policy', 'controlPolicy');
