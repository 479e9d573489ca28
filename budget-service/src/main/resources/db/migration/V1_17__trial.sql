-- What a file that is only tried out would have recorded, while its transaction lasts, which is always taken back. Beside
-- the ledger, so that nobody waits there for a trial: neither for its document numbers nor for the year.
CREATE TABLE intake_trial (
    department_code  text          NOT NULL,
    fiscal_year      integer       NOT NULL,
    intake_id        uuid          NOT NULL,
    document_number  text          NOT NULL,
    kind             text          NOT NULL,
    document_date    date          NOT NULL,
    reason           text          NOT NULL,
    appropriation_id bigint        NOT NULL,
    amount           numeric(18,2) NOT NULL,
    PRIMARY KEY (department_code, fiscal_year, intake_id, document_number, appropriation_id)
);
GRANT SELECT, INSERT ON intake_trial TO "${app}";
CALL protect_department_table('intake_trial');
