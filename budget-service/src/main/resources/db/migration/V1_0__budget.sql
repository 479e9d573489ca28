-- The budget ledger. Every table carries the department and, below the department's master data,
-- the fiscal year in its key: rows of two departments or two years cannot refer to one another,
-- the tables can be partitioned by year, and the schema can be distributed by department.

CREATE TABLE department (
    department_code text        PRIMARY KEY CHECK (department_code ~ '^[A-Z0-9][A-Z0-9-]{0,20}$'),
    name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    recorded_at     timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON department TO "${app}";
CALL protect_department_table('department');

CREATE TABLE agency (
    department_code text        NOT NULL REFERENCES department,
    code            text        NOT NULL CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{0,20}$'),
    name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    parent_code     text,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, code),
    FOREIGN KEY (department_code, parent_code) REFERENCES agency,
    CHECK (parent_code <> code)
);
GRANT SELECT, INSERT ON agency TO "${app}";
CALL protect_department_table('agency');

CREATE TABLE project (
    department_code          text        NOT NULL REFERENCES department,
    code                     text        NOT NULL CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{0,20}$'),
    name                     text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    implementing_agency_code text,
    recorded_at              timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, code),
    FOREIGN KEY (department_code, implementing_agency_code) REFERENCES agency
);
GRANT SELECT, INSERT ON project TO "${app}";
CALL protect_department_table('project');

CREATE TABLE fiscal_year (
    department_code             text          NOT NULL REFERENCES department,
    fiscal_year                 integer       NOT NULL CHECK (fiscal_year BETWEEN 1949 AND 2999),
    status                      text          NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'CLOSED')),
    statement_version           integer       NOT NULL DEFAULT 0 CHECK (statement_version >= 0),
    comparative_initial_budget  numeric(18,2) CHECK (comparative_initial_budget >= 0),
    comparative_executed_amount numeric(18,2) CHECK (comparative_executed_amount >= 0),
    comparative_source          text          CHECK (length(comparative_source) BETWEEN 1 AND 500),
    closed_by                   text,
    closed_at                   timestamptz,
    recorded_at                 timestamptz   NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, fiscal_year),
    CHECK (num_nulls(comparative_initial_budget, comparative_executed_amount, comparative_source) IN (0, 3)),
    CHECK ((status = 'CLOSED') <= (num_nulls(closed_by, closed_at) = 0 AND statement_version > 0))
);
-- Whoever posts holds a share lock on the year's row, whoever closes an exclusive one (B9). A share
-- lock needs the right to change the row.
GRANT SELECT, INSERT, UPDATE (status, statement_version, closed_by, closed_at) ON fiscal_year TO "${app}";
CALL protect_department_table('fiscal_year');

-- A quota and its balance. The balance is what the entries sum up to, kept here so that taking money
-- is one conditional UPDATE; the view ledger_difference proves the two equal (B2).
CREATE SEQUENCE appropriation_id_seq;
CREATE TABLE appropriation (
    department_code     text          NOT NULL,
    fiscal_year         integer       NOT NULL,
    id                  bigint        NOT NULL DEFAULT nextval('appropriation_id_seq'),
    agency_code         text          NOT NULL,
    project_code        text,
    fund_nature         text          NOT NULL CHECK (fund_nature IN ('GENERAL_PUBLIC_BUDGET', 'GOVERNMENT_FUND',
        'STATE_CAPITAL_OPERATING', 'SOCIAL_INSURANCE_FUND', 'SPECIAL_ACCOUNT_NON_TAX', 'AGENCY_OWN_FUNDS', 'OTHER')),
    expenditure_kind    text          NOT NULL CHECK (expenditure_kind IN ('PERSONNEL', 'OPERATING', 'PROJECT')),
    functional_class    text          NOT NULL CHECK (functional_class ~ '^[0-9]{3}([0-9]{2}){0,2}$'),
    economic_class      text          NOT NULL CHECK (economic_class ~ '^[0-9]{3}([0-9]{2})?$'),
    economic_class_name text          NOT NULL CHECK (length(economic_class_name) BETWEEN 1 AND 200),
    initial_budget      numeric(18,2) NOT NULL DEFAULT 0,
    adjusted_budget     numeric(18,2) NOT NULL DEFAULT 0,
    executed_amount     numeric(18,2) NOT NULL DEFAULT 0,
    entry_count         integer       NOT NULL DEFAULT 0,
    recorded_at         timestamptz   NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, fiscal_year, id),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES fiscal_year,
    FOREIGN KEY (department_code, agency_code) REFERENCES agency,
    FOREIGN KEY (department_code, project_code) REFERENCES project,
    CONSTRAINT appropriation_once UNIQUE NULLS NOT DISTINCT (department_code, fiscal_year, agency_code, project_code,
        fund_nature, expenditure_kind, functional_class, economic_class),
    CONSTRAINT project_for_project_expenditure CHECK ((expenditure_kind = 'PROJECT') = (project_code IS NOT NULL)),
    CONSTRAINT available_not_negative CHECK (adjusted_budget - executed_amount >= 0),
    CONSTRAINT balances_not_negative CHECK (initial_budget >= 0 AND adjusted_budget >= 0 AND executed_amount >= 0)
) WITH (fillfactor = 80);
GRANT SELECT, INSERT, UPDATE (initial_budget, adjusted_budget, executed_amount, entry_count) ON appropriation TO "${app}";
CALL protect_department_table('appropriation');

CREATE SEQUENCE movement_id_seq;
CREATE TABLE movement (
    department_code text        NOT NULL,
    fiscal_year     integer     NOT NULL,
    id              bigint      NOT NULL DEFAULT nextval('movement_id_seq'),
    kind            text        NOT NULL CHECK (kind IN ('OPENING', 'SUPPLEMENT', 'REDUCTION', 'VIREMENT',
        'CARRY_OVER', 'PAYMENT', 'REFUND')),
    document_number text        NOT NULL CHECK (length(document_number) BETWEEN 1 AND 100),
    document_date   date        NOT NULL,
    reason          text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    refund_of       bigint,
    maker           text        NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, fiscal_year, id),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES fiscal_year,
    CONSTRAINT movement_kind_key UNIQUE (department_code, fiscal_year, id, kind),
    CONSTRAINT document_number_once UNIQUE (department_code, fiscal_year, document_number),
    CONSTRAINT date_in_fiscal_year CHECK (extract(year FROM document_date) = fiscal_year),
    CONSTRAINT refund_refers CHECK ((kind = 'REFUND') = (refund_of IS NOT NULL))
);
CREATE INDEX movement_adjustments ON movement (department_code, fiscal_year, document_date, id)
    WHERE kind IN ('SUPPLEMENT', 'REDUCTION', 'VIREMENT', 'CARRY_OVER');
GRANT SELECT, INSERT ON movement TO "${app}";
CALL protect_department_table('movement');
CALL forbid_change('movement');

-- The amount is signed by its effect on what is available, so that available is the sum of the entries (B1).
CREATE SEQUENCE ledger_entry_id_seq;
CREATE TABLE ledger_entry (
    department_code  text          NOT NULL,
    fiscal_year      integer       NOT NULL,
    id               bigint        NOT NULL DEFAULT nextval('ledger_entry_id_seq'),
    movement_id      bigint        NOT NULL,
    kind             text          NOT NULL,
    appropriation_id bigint        NOT NULL,
    sequence         integer       NOT NULL CHECK (sequence > 0),
    amount           numeric(18,2) NOT NULL,
    PRIMARY KEY (department_code, fiscal_year, id),
    FOREIGN KEY (department_code, fiscal_year, movement_id, kind)
        REFERENCES movement (department_code, fiscal_year, id, kind),
    FOREIGN KEY (department_code, fiscal_year, appropriation_id) REFERENCES appropriation,
    CONSTRAINT entry_sequence_once UNIQUE (department_code, fiscal_year, appropriation_id, sequence),
    CONSTRAINT entry_once_per_movement UNIQUE (department_code, fiscal_year, movement_id, appropriation_id),
    CONSTRAINT sign_of_kind CHECK (CASE
        WHEN kind IN ('OPENING', 'SUPPLEMENT', 'CARRY_OVER', 'REFUND') THEN amount > 0
        WHEN kind IN ('REDUCTION', 'PAYMENT') THEN amount < 0
        ELSE amount <> 0 END),
    CONSTRAINT opening_is_first CHECK (kind <> 'OPENING' OR sequence = 1)
);
CREATE INDEX ledger_entry_of_appropriation ON ledger_entry (department_code, fiscal_year, appropriation_id, id);
GRANT SELECT, INSERT ON ledger_entry TO "${app}";
CALL protect_department_table('ledger_entry');
CALL forbid_change('ledger_entry');

-- How much of each payment has come back. Beside the append-only movement, because two refunds of
-- one payment must meet at one row (B6).
CREATE TABLE payment (
    department_code  text          NOT NULL,
    fiscal_year      integer       NOT NULL,
    id               bigint        NOT NULL,
    kind             text          NOT NULL DEFAULT 'PAYMENT' CHECK (kind = 'PAYMENT'),
    appropriation_id bigint        NOT NULL,
    amount           numeric(18,2) NOT NULL CHECK (amount > 0),
    refunded_amount  numeric(18,2) NOT NULL DEFAULT 0,
    refund_count     integer       NOT NULL DEFAULT 0,
    PRIMARY KEY (department_code, fiscal_year, id),
    FOREIGN KEY (department_code, fiscal_year, id, kind)
        REFERENCES movement (department_code, fiscal_year, id, kind),
    FOREIGN KEY (department_code, fiscal_year, appropriation_id) REFERENCES appropriation,
    CONSTRAINT refunded_within_payment CHECK (refunded_amount BETWEEN 0 AND amount)
) WITH (fillfactor = 80);
GRANT SELECT, INSERT, UPDATE (refunded_amount, refund_count) ON payment TO "${app}";
CALL protect_department_table('payment');

ALTER TABLE movement ADD FOREIGN KEY (department_code, fiscal_year, refund_of) REFERENCES payment;
CREATE INDEX movement_refunds ON movement (department_code, fiscal_year, refund_of) WHERE refund_of IS NOT NULL;

-- A virement moves money inside one fund nature and makes none (B5). Looked at when the transaction
-- commits, because its two entries come after the movement.
CREATE FUNCTION refuse_unbalanced_virement() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    net numeric;
    entries integer;
    natures integer;
BEGIN
    SELECT coalesce(sum(e.amount), 0), count(*), count(DISTINCT a.fund_nature) INTO net, entries, natures
      FROM ledger_entry e
      JOIN appropriation a ON a.department_code = e.department_code AND a.fiscal_year = e.fiscal_year
                          AND a.id = e.appropriation_id
     WHERE e.department_code = NEW.department_code AND e.fiscal_year = NEW.fiscal_year AND e.movement_id = NEW.id;
    IF net <> 0 OR entries <> 2 OR natures <> 1 THEN
        RAISE EXCEPTION 'virement % has % entries in % fund natures and nets to %', NEW.id, entries, natures, net
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER virement_balances AFTER INSERT ON movement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'VIREMENT')
    EXECUTE FUNCTION refuse_unbalanced_virement();

-- Rows only where a stored balance differs from what the entries say; empty is right (B2).
CREATE VIEW ledger_difference WITH (security_invoker = true) AS
SELECT department_code, fiscal_year, 'appropriation' AS kept_on, id,
       initial_budget AS stored_initial_budget, entries_initial_budget,
       adjusted_budget AS stored_adjusted_budget, entries_adjusted_budget,
       executed_amount AS stored_executed_amount, entries_executed_amount,
       entry_count AS stored_entry_count, entries_count
  FROM appropriation a
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(e.amount) FILTER (WHERE e.kind = 'OPENING'), 0) AS entries_initial_budget,
              coalesce(sum(e.amount) FILTER (WHERE e.kind NOT IN ('PAYMENT', 'REFUND')), 0) AS entries_adjusted_budget,
              coalesce(-sum(e.amount) FILTER (WHERE e.kind IN ('PAYMENT', 'REFUND')), 0) AS entries_executed_amount,
              count(*)::integer AS entries_count,
              coalesce(max(e.sequence), 0) AS last_sequence
         FROM ledger_entry e
        WHERE e.department_code = a.department_code AND e.fiscal_year = a.fiscal_year
          AND e.appropriation_id = a.id) entries
 WHERE (initial_budget, adjusted_budget, executed_amount, entry_count, entry_count)
       IS DISTINCT FROM
       (entries_initial_budget, entries_adjusted_budget, entries_executed_amount, entries_count, last_sequence)
UNION ALL
SELECT p.department_code, p.fiscal_year, 'payment', p.id,
       NULL, NULL, NULL, NULL, p.amount - p.refunded_amount, entries_executed_amount, NULL, entries_count
  FROM payment p
 CROSS JOIN LATERAL (
       SELECT -sum(e.amount) AS entries_executed_amount, count(*)::integer AS entries_count
         FROM movement m
         JOIN ledger_entry e ON e.department_code = m.department_code AND e.fiscal_year = m.fiscal_year
                            AND e.movement_id = m.id
        WHERE m.department_code = p.department_code AND m.fiscal_year = p.fiscal_year
          AND (m.id = p.id OR m.refund_of = p.id)) entries
 WHERE p.amount - p.refunded_amount IS DISTINCT FROM entries_executed_amount;
GRANT SELECT ON ledger_difference TO "${app}";
