CREATE TABLE note (
    id              bigint  PRIMARY KEY,
    department_code text    NOT NULL,
    text            text    NOT NULL UNIQUE,
    amount          numeric(18, 2) NOT NULL CHECK (amount > 0)
);
CREATE SEQUENCE note_seq INCREMENT 50;
GRANT SELECT, INSERT, UPDATE ON note TO "${app}";
GRANT USAGE ON SEQUENCE note_seq TO "${app}";
CALL protect_department_table('note');
