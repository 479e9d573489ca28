-- Scoring schemes: versioned data that belongs to no department. A changed scheme is a new version.
CREATE TABLE scheme (
    code       text    NOT NULL CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{0,39}$'),
    version    integer NOT NULL CHECK (version >= 1),
    document   jsonb   NOT NULL,
    valid_from date    NOT NULL,
    valid_to   date    CHECK (valid_to >= valid_from),
    PRIMARY KEY (code, version)
);
CALL forbid_change('scheme');
GRANT SELECT ON scheme TO "${app}";

INSERT INTO scheme (code, version, valid_from, document) VALUES ('CN-2020-10', 1, '2020-01-01', $json$
{
  "name": "全国单位自评 10/50/30/10",
  "basis": "财预〔2020〕10号",
  "total": "100",
  "executionWeight": "10",
  "groups": [
    {"group": "OUTPUT", "label": "产出指标", "weight": "50"},
    {"group": "BENEFIT", "label": "效益指标", "weight": "30"},
    {"group": "SATISFACTION", "label": "满意度指标", "weight": "10"}
  ],
  "rounding": {"scale": 2, "mode": "HALF_UP"},
  "reverseMethod": "LINEAR",
  "bands": [
    {"band": "ACHIEVED", "label": "达成预期指标", "from": "0.80", "to": "1.00", "toInclusive": true},
    {"band": "PARTIALLY_ACHIEVED", "label": "部分达成预期指标并具有一定效果", "from": "0.60", "to": "0.80", "toInclusive": false},
    {"band": "NOT_ACHIEVED", "label": "未达成预期指标且效果较差", "from": "0.00", "to": "0.60", "toInclusive": false}
  ],
  "ratings": [
    {"rating": "EXCELLENT", "label": "优", "from": "90"},
    {"rating": "GOOD", "label": "良", "from": "80"},
    {"rating": "FAIR", "label": "中", "from": "60"},
    {"rating": "POOR", "label": "差", "from": "0"}
  ],
  "overAchievementRatio": "1.2",
  "adjustmentExplainRate": "0.20",
  "amountRounding": "0.005"
}
$json$);

CREATE SEQUENCE evaluation_seq INCREMENT BY 50;
CREATE TABLE evaluation (
    id              bigint      PRIMARY KEY,
    department_code text        NOT NULL CHECK (department_code ~ '^[A-Z0-9][A-Z0-9-]{0,20}$'),
    department_name text        NOT NULL,
    fiscal_year     integer     NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    kind            text        NOT NULL CHECK (kind IN ('DEPARTMENT', 'PROJECT')),
    project_code    text,
    project_name    text,
    scheme_code     text        NOT NULL,
    scheme_version  integer     NOT NULL,
    status          text        NOT NULL CHECK (status IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'REVIEWED', 'COMPLETED')),
    -- the form is read, written and frozen as a whole: one document
    form            jsonb,
    form_hash       text,
    completion      integer     NOT NULL CHECK (completion >= 0),
    version         bigint      NOT NULL,
    created_by      text        NOT NULL,
    created_at      timestamptz NOT NULL,
    submitted_by    text,
    submitted_at    timestamptz,
    reviewed_by     text,
    reviewed_at     timestamptz,
    completed_by    text,
    completed_at    timestamptz,
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES scheme (code, version),
    CONSTRAINT evaluation_once UNIQUE NULLS NOT DISTINCT (department_code, fiscal_year, kind, project_code),
    CONSTRAINT evaluation_project CHECK ((kind = 'PROJECT') = (project_code IS NOT NULL)
        AND (kind = 'PROJECT') = (project_name IS NOT NULL)),
    -- four eyes hold whatever the code above this table does
    CONSTRAINT evaluation_four_eyes CHECK (reviewed_by <> submitted_by AND completed_by <> submitted_by),
    CONSTRAINT evaluation_stages CHECK (
        (status = 'DRAFT' OR (submitted_by IS NOT NULL AND submitted_at IS NOT NULL AND form IS NOT NULL))
        AND (status NOT IN ('REVIEWED', 'COMPLETED') OR (reviewed_by IS NOT NULL AND reviewed_at IS NOT NULL))
        AND (status <> 'COMPLETED' OR (completed_by IS NOT NULL AND completed_at IS NOT NULL AND completion >= 1)))
);
CREATE INDEX evaluation_list ON evaluation (department_code, fiscal_year, id);
CREATE INDEX evaluation_status ON evaluation (status, id);
CALL protect_department_table('evaluation');
GRANT SELECT, INSERT, UPDATE ON evaluation TO "${app}";

-- What is completed has been announced and may have been published: it stays as it is, for the owner, too.
CREATE FUNCTION refuse_change_of_completed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evaluation % is completed and cannot be changed', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER evaluation_frozen BEFORE UPDATE OR DELETE ON evaluation
    FOR EACH ROW WHEN (OLD.status = 'COMPLETED') EXECUTE FUNCTION refuse_change_of_completed();

CREATE SEQUENCE evaluation_step_seq INCREMENT BY 50;
CREATE TABLE evaluation_step (
    id              bigint      PRIMARY KEY,
    evaluation_id   bigint      NOT NULL REFERENCES evaluation (id),
    department_code text        NOT NULL,
    action          text        NOT NULL,
    acted_by        text        NOT NULL,
    acted_at        timestamptz NOT NULL,
    note            text,
    form_hash       text
);
CREATE INDEX evaluation_step_of ON evaluation_step (evaluation_id, id);
CALL protect_department_table('evaluation_step');
CALL forbid_change('evaluation_step');
GRANT SELECT, INSERT ON evaluation_step TO "${app}";

CREATE SEQUENCE evaluation_explanation_seq INCREMENT BY 50;
CREATE TABLE evaluation_explanation (
    id              bigint      PRIMARY KEY,
    evaluation_id   bigint      NOT NULL REFERENCES evaluation (id),
    department_code text        NOT NULL,
    rule            text        NOT NULL,
    pointer         text        NOT NULL,
    -- the figures that were explained: the explanation lapses when they change
    figures         text        NOT NULL,
    explanation     text        NOT NULL,
    explained_by    text        NOT NULL,
    explained_at    timestamptz NOT NULL
);
CREATE INDEX evaluation_explanation_of ON evaluation_explanation (evaluation_id, id);
CALL protect_department_table('evaluation_explanation');
CALL forbid_change('evaluation_explanation');
GRANT SELECT, INSERT ON evaluation_explanation TO "${app}";
