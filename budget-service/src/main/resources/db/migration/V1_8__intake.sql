-- Files that bring many movements at once. The file is stored whole, in the transaction that answers for it, or not at
-- all; a job reads it, and what it says of the rows stays here when the file has gone.

SET LOCAL jixiao.departments = '*';

CREATE TABLE intake (
    department_code       text          NOT NULL,
    fiscal_year           integer       NOT NULL,
    id                    uuid          NOT NULL,
    kind                  text          NOT NULL CHECK (kind IN ('PAYMENTS', 'APPROPRIATIONS')),
    mode                  text          NOT NULL CHECK (mode IN ('ALL_OR_NOTHING', 'ROW_BY_ROW')),
    dry_run               boolean       NOT NULL,
    file_name             text          CHECK (length(file_name) BETWEEN 1 AND 200),
    file_size             bigint        NOT NULL CHECK (file_size >= 0),
    sha256                text          NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    job_id                uuid          NOT NULL,
    -- whether its maker may record in a period that is closing
    may_record_late       boolean       NOT NULL,
    state                 text          NOT NULL DEFAULT 'WAITING'
                          CHECK (state IN ('WAITING', 'RECORDED', 'REFUSED', 'CHECKED', 'FAILED')),
    -- which of the workers that had it may still write
    attempt               integer       NOT NULL DEFAULT 0,
    -- the rows that were looked at so far
    done_rows             bigint        NOT NULL DEFAULT 0,
    total_rows            bigint        CHECK (total_rows >= 0),
    recorded_rows         bigint        CHECK (recorded_rows >= 0),
    already_recorded_rows bigint        CHECK (already_recorded_rows >= 0),
    rejected_rows         bigint        CHECK (rejected_rows >= 0),
    sum_rows              bigint        CHECK (sum_rows >= 0),
    recorded_amount       numeric(24,2),
    file_format           text,
    encoding              text,
    problem               json,
    maker                 text          NOT NULL,
    recorded_at           timestamptz   NOT NULL DEFAULT now(),
    ended_at              timestamptz,
    PRIMARY KEY (department_code, fiscal_year, id),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES fiscal_year,
    CONSTRAINT ended_with_its_state CHECK ((state = 'WAITING') = (ended_at IS NULL)),
    CONSTRAINT every_row_is_accounted_for CHECK (state NOT IN ('RECORDED', 'CHECKED')
        OR total_rows = recorded_rows + already_recorded_rows + rejected_rows),
    CONSTRAINT only_what_is_recorded_counts CHECK (state NOT IN ('REFUSED', 'FAILED') OR mode = 'ROW_BY_ROW'
        OR coalesce(recorded_rows, 0) = 0)
);
CREATE INDEX intake_newest ON intake (department_code, fiscal_year, recorded_at DESC, id);
CREATE INDEX intake_of_file ON intake (department_code, fiscal_year, sha256);
GRANT SELECT, INSERT, UPDATE (state, attempt, done_rows, total_rows, recorded_rows, already_recorded_rows, rejected_rows, sum_rows,
    recorded_amount, file_format, encoding, problem, ended_at) ON intake TO "${app}";
CALL protect_department_table('intake');
-- the total is the sum of the other counts
CALL audit_table('intake', 'intake', '{attempt,done_rows,total_rows}');

-- The file while its job has not ended, in pieces, so that nobody ever holds it whole.
CREATE TABLE intake_piece (
    department_code text    NOT NULL,
    fiscal_year     integer NOT NULL,
    intake_id       uuid    NOT NULL,
    piece           integer NOT NULL CHECK (piece >= 0),
    bytes           bytea   NOT NULL,
    PRIMARY KEY (department_code, fiscal_year, intake_id, piece),
    FOREIGN KEY (department_code, fiscal_year, intake_id) REFERENCES intake
);
ALTER TABLE intake_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, DELETE ON intake_piece TO "${app}";
CALL protect_department_table('intake_piece');

-- Rows that were not recorded: what they say, and why not. Attempts before the last one are only in the way.
CREATE TABLE intake_reject (
    department_code text    NOT NULL,
    fiscal_year     integer NOT NULL,
    intake_id       uuid    NOT NULL,
    number          bigint  NOT NULL CHECK (number > 0),
    sheet           text,
    row_number      bigint  NOT NULL,
    cells           json    NOT NULL,
    faults          json    NOT NULL,
    PRIMARY KEY (department_code, fiscal_year, intake_id, number),
    FOREIGN KEY (department_code, fiscal_year, intake_id) REFERENCES intake
);
GRANT SELECT, INSERT, DELETE ON intake_reject TO "${app}";
CALL protect_department_table('intake_reject');

-- What has become of an intake's job, also for those of the department whose job it is not; null where it is gone.
CREATE FUNCTION intake_job_state(wanted uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    who text := current_setting('jixiao.caller', true);
    found text;
BEGIN
    PERFORM set_config('jixiao.caller', 'system:jobs', true);
    SELECT state INTO found FROM job WHERE id = wanted;
    PERFORM set_config('jixiao.caller', coalesce(who, ''), true);
    RETURN found;
END $$;
REVOKE EXECUTE ON FUNCTION intake_job_state(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION intake_job_state(uuid) TO "${app}";

-- The trail has one entry for an intake, with the file's name, hash, counts and sum, instead of one for each of its
-- movements; those say which intake they came with, and the ledger's chain holds them.
DROP TRIGGER audit ON movement;
CREATE TRIGGER audit AFTER INSERT ON movement FOR EACH ROW WHEN (NEW.intake_id IS NULL)
    EXECUTE FUNCTION audit_row('movement', '{department_code,fiscal_year,id}', '{}', 'reason');
CREATE TRIGGER audit_other AFTER DELETE OR UPDATE ON movement FOR EACH ROW
    EXECUTE FUNCTION audit_row('movement', '{department_code,fiscal_year,id}', '{}', 'reason');

-- An intake that movements name is there: else they would be in no trail at all.
ALTER TABLE movement ADD CONSTRAINT movement_of_an_intake FOREIGN KEY (department_code, fiscal_year, intake_id) REFERENCES intake;
