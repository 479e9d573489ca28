-- Long work that a request only starts. A job is its creator's: nobody else sees it, whatever his departments.

-- Who asks, as the pool has told the connection.
CREATE FUNCTION caller_name() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN split_part(coalesce(current_setting('jixiao.caller', true), ''), chr(31), 1);

CREATE TABLE job (
    id               uuid        PRIMARY KEY,
    kind             text        NOT NULL,
    -- as whom it runs: the creator's roles and departments when it was asked for
    creator          text        NOT NULL CHECK (creator <> ''),
    roles            text        NOT NULL,
    departments      text        NOT NULL,
    request_id       text,
    parameters       json        NOT NULL,
    state            text        NOT NULL DEFAULT 'PENDING'
                     CHECK (state IN ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    cancel_requested boolean     NOT NULL DEFAULT false,
    attempt          integer     NOT NULL DEFAULT 0,
    -- the worker that has it; what another one writes is refused
    worker           uuid,
    heartbeat_at     timestamptz,
    done             bigint      NOT NULL DEFAULT 0 CHECK (done >= 0),
    total            bigint      CHECK (total >= 0),
    problem          json,
    result_name      text,
    result_type      text,
    result_size      bigint,
    result_sha256    text,
    result_facts     json,
    created_at       timestamptz NOT NULL DEFAULT now(),
    started_at       timestamptz,
    ended_at         timestamptz,
    CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (ended_at IS NOT NULL)),
    CHECK (state <> 'RUNNING' OR (worker IS NOT NULL AND heartbeat_at IS NOT NULL))
);
CREATE INDEX job_waiting ON job (created_at, id) WHERE state IN ('PENDING', 'RUNNING');
CREATE INDEX job_of_creator ON job (creator, created_at DESC, id DESC);
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;
ALTER TABLE job ENABLE ROW LEVEL SECURITY;
ALTER TABLE job FORCE ROW LEVEL SECURITY;
CREATE POLICY of_creator ON job USING (creator = caller_name() OR caller_name() = 'system:jobs')
    WITH CHECK (creator = caller_name() OR caller_name() = 'system:jobs');
GRANT SELECT, INSERT, UPDATE, DELETE ON job TO "${app}";

-- What a job has made, in pieces, so that neither side ever holds it whole.
CREATE TABLE job_result (
    job_id  uuid    NOT NULL REFERENCES job ON DELETE CASCADE,
    attempt integer NOT NULL,
    piece   integer NOT NULL,
    bytes   bytea   NOT NULL,
    PRIMARY KEY (job_id, attempt, piece)
);
ALTER TABLE job_result ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_result FORCE ROW LEVEL SECURITY;
CREATE POLICY of_creator ON job_result USING (EXISTS (SELECT 1 FROM job WHERE job.id = job_id))
    WITH CHECK (EXISTS (SELECT 1 FROM job WHERE job.id = job_id));
GRANT SELECT, INSERT, DELETE ON job_result TO "${app}";
