-- One row for each department-year that anything is known of. Whoever changes the package locks it first,
-- so that assemblies of one department-year run one after the other.
CREATE TABLE department_year (
    department_code text    NOT NULL,
    fiscal_year     integer NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    PRIMARY KEY (department_code, fiscal_year)
);
GRANT SELECT, INSERT, UPDATE ON department_year TO "${app}";
CALL protect_department_table('department_year');

CREATE TABLE narrative_version (
    department_code text        NOT NULL,
    fiscal_year     integer     NOT NULL,
    version         integer     NOT NULL CHECK (version > 0),
    title           text        NOT NULL,
    preamble        text        NOT NULL,
    chapters        json        NOT NULL,
    saved_by        text        NOT NULL,
    saved_at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, fiscal_year, version),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES department_year
);
GRANT SELECT, INSERT ON narrative_version TO "${app}";
CALL protect_department_table('narrative_version');
CALL forbid_change('narrative_version');

-- Statements and completed evaluations as they were announced, word for word.
CREATE TABLE statement_received (
    department_code text        NOT NULL,
    fiscal_year     integer     NOT NULL,
    version         integer     NOT NULL CHECK (version > 0),
    event_id        text        NOT NULL,
    content         json        NOT NULL,
    received_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, fiscal_year, version),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES department_year
);
GRANT SELECT, INSERT ON statement_received TO "${app}";
CALL protect_department_table('statement_received');
CALL forbid_change('statement_received');

CREATE TABLE evaluation_received (
    department_code text        NOT NULL,
    fiscal_year     integer     NOT NULL,
    evaluation_id   text        NOT NULL,
    completion      integer     NOT NULL CHECK (completion > 0),
    event_id        text        NOT NULL,
    content         json        NOT NULL,
    received_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, fiscal_year, evaluation_id, completion),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES department_year
);
GRANT SELECT, INSERT ON evaluation_received TO "${app}";
CALL protect_department_table('evaluation_received');
CALL forbid_change('evaluation_received');

-- An explanation holds for exactly these figures of a finding; other figures need another explanation.
CREATE SEQUENCE explanation_id INCREMENT BY 50;
CREATE TABLE explanation (
    id              bigint      PRIMARY KEY,
    department_code text        NOT NULL,
    fiscal_year     integer     NOT NULL,
    rule            text        NOT NULL,
    place           text        NOT NULL,
    stated          text,
    computed        text,
    difference      text,
    explanation     text        NOT NULL CHECK (explanation <> ''),
    given_by        text        NOT NULL,
    given_at        timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES department_year
);
CREATE INDEX explanation_department_year ON explanation (department_code, fiscal_year);
GRANT USAGE ON SEQUENCE explanation_id TO "${app}";
GRANT SELECT, INSERT ON explanation TO "${app}";
CALL protect_department_table('explanation');
CALL forbid_change('explanation');

-- What is published is public: anybody may read it, only the department's own scope may add to it.
CREATE TABLE report_version (
    department_code text        NOT NULL,
    fiscal_year     integer     NOT NULL,
    version         integer     NOT NULL CHECK (version > 0),
    department_name text        NOT NULL,
    title           text        NOT NULL,
    content         json        NOT NULL,
    content_hash    text        NOT NULL,
    published_at    timestamptz NOT NULL,
    PRIMARY KEY (department_code, fiscal_year, version),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES department_year
);
CREATE INDEX report_version_newest ON report_version (fiscal_year DESC, department_code, version DESC);
GRANT SELECT, INSERT ON report_version TO "${app}";
CALL protect_department_table('report_version');
CREATE POLICY published_is_public ON report_version FOR SELECT USING (true);
CALL forbid_change('report_version');

CREATE TABLE rendition (
    department_code text    NOT NULL,
    fiscal_year     integer NOT NULL,
    version         integer NOT NULL,
    format          text    NOT NULL,
    sha256          text    NOT NULL,
    bytes           bytea   NOT NULL,
    PRIMARY KEY (department_code, fiscal_year, version, format),
    FOREIGN KEY (department_code, fiscal_year, version) REFERENCES report_version
);
GRANT SELECT, INSERT ON rendition TO "${app}";
CALL protect_department_table('rendition');
CREATE POLICY published_is_public ON rendition FOR SELECT USING (true);
CALL forbid_change('rendition');
