-- Every movement of public money. An entry says by how much it changes each measure of its appropriation,
-- so that a balance is the sum of the entries whatever kinds there are, and a reversal is the same with the
-- other sign. The tables that grow with the year are partitioned by it.

SET LOCAL jixiao.departments = '*';

-- Months open and close like the year. The months stand in the year's row, so that whoever posts holds both
-- with one share lock and sees both as they are when he has it (B9).
ALTER TABLE fiscal_year
    DROP CONSTRAINT fiscal_year_status_check,
    ADD CONSTRAINT fiscal_year_status CHECK (status IN ('OPEN', 'SOFT_CLOSED', 'CLOSED')),
    ADD COLUMN month_status text[] NOT NULL DEFAULT array_fill('OPEN'::text, '{12}')
        CONSTRAINT twelve_months CHECK (cardinality(month_status) = 12 AND array_position(month_status, NULL) IS NULL
            AND month_status <@ ARRAY['OPEN', 'SOFT_CLOSED', 'CLOSED']),
    ADD COLUMN version integer NOT NULL DEFAULT 0 CHECK (version >= 0);
GRANT UPDATE (month_status, version) ON fiscal_year TO "${app}";

CREATE TABLE period_change (
    department_code text        NOT NULL,
    fiscal_year     integer     NOT NULL,
    version         integer     NOT NULL CHECK (version > 0),
    month           smallint    CHECK (month BETWEEN 1 AND 12),
    was             text        NOT NULL CHECK (was IN ('OPEN', 'SOFT_CLOSED', 'CLOSED')),
    becomes         text        NOT NULL CHECK (becomes IN ('OPEN', 'SOFT_CLOSED', 'CLOSED')),
    reason          text        CHECK (length(reason) BETWEEN 1 AND 500),
    maker           text        NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, fiscal_year, version),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES fiscal_year,
    CONSTRAINT something_changes CHECK (was <> becomes),
    CONSTRAINT loosening_has_a_reason CHECK (reason IS NOT NULL OR was = 'OPEN' OR becomes = 'CLOSED')
);
GRANT SELECT, INSERT ON period_change TO "${app}";
CALL protect_department_table('period_change');
CALL forbid_change('period_change');
CALL audit_table('period_change', 'periodChange');

-- What is bound for and what has gone before: the old tables make room under another name.
DROP VIEW ledger_difference;
CREATE SCHEMA earlier;
ALTER TABLE payment SET SCHEMA earlier;
ALTER TABLE ledger_entry SET SCHEMA earlier;
ALTER TABLE movement SET SCHEMA earlier;
ALTER TABLE appropriation SET SCHEMA earlier;
ALTER SEQUENCE appropriation_id_seq OWNED BY NONE;

CREATE TABLE appropriation (
    department_code        text          NOT NULL,
    fiscal_year            integer       NOT NULL,
    id                     bigint        NOT NULL DEFAULT nextval('appropriation_id_seq'),
    agency_code            text          NOT NULL,
    project_code           text,
    fund_nature            text          NOT NULL CHECK (fund_nature IN ('GENERAL_PUBLIC_BUDGET', 'GOVERNMENT_FUND',
        'STATE_CAPITAL_OPERATING', 'SOCIAL_INSURANCE_FUND', 'SPECIAL_ACCOUNT_NON_TAX', 'AGENCY_OWN_FUNDS', 'OTHER')),
    expenditure_kind       text          NOT NULL CHECK (expenditure_kind IN ('PERSONNEL', 'OPERATING', 'PROJECT')),
    functional_class       text          NOT NULL CHECK (functional_class ~ '^[0-9]{3}([0-9]{2}){0,2}$'),
    economic_class         text          NOT NULL CHECK (economic_class ~ '^[0-9]{3}([0-9]{2})?$'),
    economic_class_name    text          NOT NULL CHECK (length(economic_class_name) BETWEEN 1 AND 200),
    initial_budget         numeric(18,2) NOT NULL DEFAULT 0,
    adjusted_budget        numeric(18,2) NOT NULL DEFAULT 0,
    allotted_amount        numeric(18,2),
    committed_amount       numeric(18,2) NOT NULL DEFAULT 0,
    executed_amount        numeric(18,2) NOT NULL DEFAULT 0,
    lapsed_amount          numeric(18,2) NOT NULL DEFAULT 0,
    carried_forward_amount numeric(18,2) NOT NULL DEFAULT 0,
    available_amount       numeric(18,2) GENERATED ALWAYS AS
        (adjusted_budget - committed_amount - executed_amount - lapsed_amount - carried_forward_amount) STORED,
    opened                 boolean       NOT NULL DEFAULT false,
    entry_count            integer       NOT NULL DEFAULT 0,
    chain_head             bytea         NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (length(chain_head) = 32),
    recorded_at            timestamptz   NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, fiscal_year, id),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES fiscal_year,
    FOREIGN KEY (department_code, agency_code) REFERENCES agency,
    FOREIGN KEY (department_code, project_code) REFERENCES project,
    CONSTRAINT appropriation_once UNIQUE NULLS NOT DISTINCT (department_code, fiscal_year, agency_code, project_code,
        fund_nature, expenditure_kind, functional_class, economic_class),
    CONSTRAINT project_for_project_expenditure CHECK ((expenditure_kind = 'PROJECT') = (project_code IS NOT NULL)),
    CONSTRAINT balances_not_negative CHECK (initial_budget >= 0 AND adjusted_budget >= 0 AND allotted_amount >= 0
        AND committed_amount >= 0 AND executed_amount >= 0 AND lapsed_amount >= 0 AND carried_forward_amount >= 0)
) PARTITION BY LIST (fiscal_year);
CREATE INDEX appropriation_of_project ON appropriation (department_code, fiscal_year, project_code, id);
GRANT SELECT, INSERT, UPDATE (initial_budget, adjusted_budget, allotted_amount, committed_amount, executed_amount, lapsed_amount,
    carried_forward_amount, opened, entry_count, chain_head) ON appropriation TO "${app}";
CALL protect_department_table('appropriation');

CREATE TABLE movement (
    department_code text        NOT NULL,
    fiscal_year     integer     NOT NULL,
    id              bigint      NOT NULL DEFAULT nextval('movement_id_seq'),
    kind            text        NOT NULL CHECK (kind IN ('OPENING', 'SUPPLEMENT', 'REDUCTION', 'VIREMENT', 'CARRY_OVER', 'LAPSE',
        'ALLOTMENT', 'COMMITMENT', 'RELEASE', 'PAYMENT', 'REFUND', 'REVERSAL')),
    document_number text        NOT NULL CHECK (length(document_number) BETWEEN 1 AND 100),
    document_date   date        NOT NULL,
    reason          text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    -- the movement that this one takes back, wholly or in part
    refers_to       bigint,
    -- why it was recorded although a policy or a period that is closing spoke against it
    override_reason text        CHECK (length(override_reason) BETWEEN 1 AND 500),
    intake_id       uuid,
    maker           text        NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, fiscal_year, id),
    FOREIGN KEY (department_code, fiscal_year) REFERENCES fiscal_year,
    FOREIGN KEY (department_code, fiscal_year, refers_to) REFERENCES movement,
    CONSTRAINT movement_kind_key UNIQUE (department_code, fiscal_year, id, kind),
    CONSTRAINT document_number_once UNIQUE (department_code, fiscal_year, document_number),
    CONSTRAINT date_in_fiscal_year CHECK (extract(year FROM document_date) = fiscal_year),
    CONSTRAINT refers CHECK (CASE WHEN kind IN ('RELEASE', 'REFUND', 'REVERSAL') THEN refers_to IS NOT NULL
                                  ELSE refers_to IS NULL OR kind = 'PAYMENT' END)
) PARTITION BY LIST (fiscal_year);
CREATE INDEX movement_adjustments ON movement (department_code, fiscal_year, document_date, id)
    WHERE kind NOT IN ('PAYMENT', 'REFUND', 'COMMITMENT', 'RELEASE');
CREATE INDEX movement_by_date ON movement (department_code, fiscal_year, document_date, id);
CREATE INDEX movement_referring ON movement (department_code, fiscal_year, refers_to) WHERE refers_to IS NOT NULL;
CREATE UNIQUE INDEX movement_reversed_once ON movement (department_code, fiscal_year, refers_to) WHERE kind = 'REVERSAL';
CREATE INDEX movement_of_intake ON movement (department_code, fiscal_year, intake_id) WHERE intake_id IS NOT NULL;
GRANT SELECT, INSERT ON movement TO "${app}";
CALL protect_department_table('movement');
CALL forbid_change('movement');

-- amount is what the document says of this appropriation, below zero where it takes. The changes are what it
-- does to each measure; what is available is the sum of adjusted - committed - executed - lapsed (B1).
CREATE TABLE ledger_entry (
    department_code         text          NOT NULL,
    fiscal_year             integer       NOT NULL,
    id                      bigint        NOT NULL DEFAULT nextval('ledger_entry_id_seq'),
    movement_id             bigint        NOT NULL,
    kind                    text          NOT NULL,
    appropriation_id        bigint        NOT NULL,
    sequence                integer       NOT NULL CHECK (sequence > 0),
    amount                  numeric(18,2) NOT NULL CHECK (amount <> 0),
    initial_change          numeric(18,2) NOT NULL DEFAULT 0,
    adjusted_change         numeric(18,2) NOT NULL DEFAULT 0,
    allotted_change         numeric(18,2) NOT NULL DEFAULT 0,
    committed_change        numeric(18,2) NOT NULL DEFAULT 0,
    executed_change         numeric(18,2) NOT NULL DEFAULT 0,
    lapsed_change           numeric(18,2) NOT NULL DEFAULT 0,
    -- the appropriation of the year before that a carry-over comes from
    source_appropriation_id bigint,
    document_date           date          NOT NULL,
    recorded_at             timestamptz   NOT NULL,
    hash                    bytea         NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (department_code, fiscal_year, id),
    FOREIGN KEY (department_code, fiscal_year, movement_id, kind)
        REFERENCES movement (department_code, fiscal_year, id, kind),
    FOREIGN KEY (department_code, fiscal_year, appropriation_id) REFERENCES appropriation,
    CONSTRAINT entry_sequence_once UNIQUE (department_code, fiscal_year, appropriation_id, sequence),
    CONSTRAINT entry_once_per_movement UNIQUE (department_code, fiscal_year, movement_id, appropriation_id),
    CONSTRAINT carried_by_carry_over CHECK (source_appropriation_id IS NULL OR kind IN ('CARRY_OVER', 'REVERSAL')),
    CONSTRAINT sign_of_kind CHECK (CASE
        WHEN kind IN ('OPENING', 'SUPPLEMENT', 'CARRY_OVER', 'RELEASE', 'REFUND') THEN amount > 0
        WHEN kind IN ('REDUCTION', 'LAPSE', 'COMMITMENT', 'PAYMENT') THEN amount < 0
        ELSE true END),
    CONSTRAINT changes_of_kind CHECK (kind = 'REVERSAL' OR (
            initial_change = CASE kind WHEN 'OPENING' THEN amount ELSE 0 END
        AND adjusted_change = CASE WHEN kind IN ('OPENING', 'SUPPLEMENT', 'CARRY_OVER', 'REDUCTION', 'VIREMENT') THEN amount ELSE 0 END
        AND allotted_change = CASE kind WHEN 'ALLOTMENT' THEN amount ELSE 0 END
        AND committed_change IN (CASE WHEN kind IN ('COMMITMENT', 'RELEASE') THEN -amount ELSE 0 END,
                                 CASE WHEN kind IN ('COMMITMENT', 'RELEASE') THEN -amount WHEN kind = 'PAYMENT' THEN amount ELSE 0 END)
        AND executed_change = CASE WHEN kind IN ('PAYMENT', 'REFUND') THEN -amount ELSE 0 END
        AND lapsed_change = CASE kind WHEN 'LAPSE' THEN -amount ELSE 0 END))
) PARTITION BY LIST (fiscal_year);
CREATE INDEX ledger_entry_of_appropriation ON ledger_entry (department_code, fiscal_year, appropriation_id, id);
CREATE INDEX ledger_entry_of_kind ON ledger_entry (department_code, fiscal_year, kind, id);
CREATE INDEX ledger_entry_by_date ON ledger_entry (department_code, fiscal_year, document_date, id);
CREATE INDEX ledger_entry_carried ON ledger_entry (department_code, fiscal_year, source_appropriation_id)
    WHERE source_appropriation_id IS NOT NULL;
GRANT SELECT, INSERT ON ledger_entry TO "${app}";
CALL protect_department_table('ledger_entry');
CALL forbid_change('ledger_entry');

-- What each month's entries of an appropriation sum up to, by the date of their documents.
CREATE TABLE appropriation_month (
    department_code  text          NOT NULL,
    fiscal_year      integer       NOT NULL,
    appropriation_id bigint        NOT NULL,
    month            smallint      NOT NULL CHECK (month BETWEEN 1 AND 12),
    initial_change   numeric(18,2) NOT NULL,
    adjusted_change  numeric(18,2) NOT NULL,
    allotted_change  numeric(18,2) NOT NULL,
    committed_change numeric(18,2) NOT NULL,
    executed_change  numeric(18,2) NOT NULL,
    lapsed_change    numeric(18,2) NOT NULL,
    entry_count      integer       NOT NULL,
    PRIMARY KEY (department_code, fiscal_year, appropriation_id, month),
    FOREIGN KEY (department_code, fiscal_year, appropriation_id) REFERENCES appropriation
) PARTITION BY LIST (fiscal_year);
GRANT SELECT, INSERT, UPDATE (initial_change, adjusted_change, allotted_change, committed_change, executed_change, lapsed_change,
    entry_count) ON appropriation_month TO "${app}";
CALL protect_department_table('appropriation_month');

-- How much of a movement later ones have taken back: refunds of a payment, releases of a commitment and payments
-- out of it, the reversal of any. Beside the append-only movement, because two of them must meet at one row
-- (B6). A movement that nothing refers to has no row.
CREATE TABLE movement_use (
    department_code text          NOT NULL,
    fiscal_year     integer       NOT NULL,
    movement_id     bigint        NOT NULL,
    amount          numeric(18,2) NOT NULL CHECK (amount > 0),
    used_amount     numeric(18,2) NOT NULL,
    use_count       integer       NOT NULL CHECK (use_count > 0),
    PRIMARY KEY (department_code, fiscal_year, movement_id),
    FOREIGN KEY (department_code, fiscal_year, movement_id) REFERENCES movement,
    CONSTRAINT used_within_amount CHECK (used_amount BETWEEN 0 AND amount)
) PARTITION BY LIST (fiscal_year);
GRANT SELECT, INSERT, UPDATE (used_amount, use_count) ON movement_use TO "${app}";
CALL protect_department_table('movement_use');

-- What spoke against a movement that was recorded all the same, with the policy that let it pass (B18).
CREATE TABLE movement_finding (
    department_code  text          NOT NULL,
    fiscal_year      integer       NOT NULL,
    movement_id      bigint        NOT NULL,
    number           smallint      NOT NULL CHECK (number > 0),
    code             text          NOT NULL,
    mode             text          NOT NULL CHECK (mode IN ('WARN', 'OFF')),
    policy_version   integer,
    appropriation_id bigint,
    limit_amount     numeric(18,2),
    requested_amount numeric(18,2),
    explanation      text,
    recorded_at      timestamptz   NOT NULL DEFAULT now(),
    PRIMARY KEY (department_code, fiscal_year, movement_id, number),
    FOREIGN KEY (department_code, fiscal_year, movement_id) REFERENCES movement,
    CONSTRAINT warning_is_explained CHECK (mode <> 'WARN' OR explanation IS NOT NULL)
) PARTITION BY LIST (fiscal_year);
GRANT SELECT, INSERT ON movement_finding TO "${app}";
CALL protect_department_table('movement_finding');
CALL forbid_change('movement_finding');

-- Partitions of a year, each protected like the whole: the service's role has no right on any of them. A year
-- without partitions takes no rows; whoever enters a year calls this first, and it does nothing the second time.
CREATE FUNCTION ensure_year_partitions(year integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    parent text;
    part text;
BEGIN
    IF to_regclass('movement_finding_y' || year) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('ensure_year_partitions'));
    IF to_regclass('movement_finding_y' || year) IS NOT NULL OR year NOT BETWEEN 1949 AND 2999 THEN
        RETURN;
    END IF;
    FOREACH parent IN ARRAY ARRAY['appropriation', 'movement', 'ledger_entry', 'appropriation_month', 'movement_use', 'movement_finding']
    LOOP
        part := parent || '_y' || year;
        EXECUTE format('CREATE TABLE public.%I PARTITION OF %I FOR VALUES IN (%s)%s', part, parent, year,
            CASE WHEN parent IN ('appropriation', 'appropriation_month', 'movement_use') THEN ' WITH (fillfactor = 80)' ELSE '' END);
        EXECUTE format('CALL protect_department_table(%L)', part);
        IF parent IN ('movement', 'ledger_entry', 'movement_finding') THEN
            EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part);
        END IF;
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION ensure_year_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_year_partitions(integer) TO "${app}";
SELECT ensure_year_partitions(year) FROM generate_series(2019, 2030) AS year;
SELECT ensure_year_partitions(fiscal_year) FROM (SELECT DISTINCT fiscal_year FROM fiscal_year) AS entered;

-- The entry's place in the chain of its appropriation: the hash before it, and all that it and its document say.
-- A JSON array of texts, because no two lists of values are written the same way.
CREATE FUNCTION ledger_hash(head bytea, department_code text, fiscal_year integer, appropriation_id bigint, sequence integer,
        entry_id bigint, movement_id bigint, kind text, amount numeric, initial_change numeric, adjusted_change numeric,
        allotted_change numeric, committed_change numeric, executed_change numeric, lapsed_change numeric,
        source_appropriation_id bigint, document_number text, document_date date, reason text, refers_to bigint,
        explanation text, intake_id uuid, maker text, recorded_at timestamptz) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN sha256(convert_to(json_build_array('sha256/1', encode(head, 'hex'), department_code, fiscal_year::text,
        appropriation_id::text, sequence::text, entry_id::text, movement_id::text, kind, round(amount, 2)::text,
        round(initial_change, 2)::text, round(adjusted_change, 2)::text, round(allotted_change, 2)::text,
        round(committed_change, 2)::text, round(executed_change, 2)::text, round(lapsed_change, 2)::text,
        source_appropriation_id::text, document_number, to_char(document_date, 'YYYY-MM-DD'), reason, refers_to::text,
        explanation, intake_id::text, maker, (extract(epoch FROM recorded_at) * 1000000)::bigint::text)::text, 'UTF8'));

-- What was recorded before, with the changes that its kinds meant and the chain that it did not have.
INSERT INTO movement (department_code, fiscal_year, id, kind, document_number, document_date, reason, refers_to, maker, recorded_at)
SELECT department_code, fiscal_year, id, kind, document_number, document_date, reason, refund_of, maker, recorded_at
  FROM earlier.movement ORDER BY id;
INSERT INTO appropriation (department_code, fiscal_year, id, agency_code, project_code, fund_nature, expenditure_kind, functional_class,
       economic_class, economic_class_name, initial_budget, adjusted_budget, executed_amount, opened, entry_count, recorded_at)
SELECT department_code, fiscal_year, id, agency_code, project_code, fund_nature, expenditure_kind, functional_class,
       economic_class, economic_class_name, initial_budget, adjusted_budget, executed_amount,
       EXISTS (SELECT FROM earlier.ledger_entry e WHERE e.department_code = a.department_code AND e.fiscal_year = a.fiscal_year
                  AND e.appropriation_id = a.id AND e.kind = 'OPENING'), entry_count, recorded_at
  FROM earlier.appropriation a;
DO $$
DECLARE
    e record;
    head bytea;
    before record;
    changes numeric[];
BEGIN
    FOR e IN
        SELECT l.*, m.document_number, m.document_date, m.reason, m.refers_to, m.maker, m.recorded_at
          FROM earlier.ledger_entry l
          JOIN movement m ON m.department_code = l.department_code AND m.fiscal_year = l.fiscal_year AND m.id = l.movement_id
         ORDER BY l.department_code, l.fiscal_year, l.appropriation_id, l.sequence
    LOOP
        IF e.sequence = 1 THEN
            head := decode(repeat('00', 32), 'hex');
        END IF;
        changes := ARRAY[CASE e.kind WHEN 'OPENING' THEN e.amount ELSE 0 END,
            CASE WHEN e.kind IN ('PAYMENT', 'REFUND') THEN 0 ELSE e.amount END,
            CASE WHEN e.kind IN ('PAYMENT', 'REFUND') THEN -e.amount ELSE 0 END];
        head := ledger_hash(head, e.department_code, e.fiscal_year, e.appropriation_id, e.sequence, e.id, e.movement_id, e.kind, e.amount,
            changes[1], changes[2], 0, 0, changes[3], 0, NULL, e.document_number, e.document_date, e.reason, e.refers_to, NULL, NULL,
            e.maker, e.recorded_at);
        INSERT INTO ledger_entry (department_code, fiscal_year, id, movement_id, kind, appropriation_id, sequence, amount,
               initial_change, adjusted_change, executed_change, document_date, recorded_at, hash)
        VALUES (e.department_code, e.fiscal_year, e.id, e.movement_id, e.kind, e.appropriation_id, e.sequence, e.amount,
               changes[1], changes[2], changes[3], e.document_date, e.recorded_at, head);
        UPDATE appropriation SET chain_head = head
         WHERE department_code = e.department_code AND fiscal_year = e.fiscal_year AND id = e.appropriation_id;
    END LOOP;
END $$;
INSERT INTO appropriation_month
SELECT department_code, fiscal_year, appropriation_id, extract(month FROM document_date), sum(initial_change), sum(adjusted_change),
       sum(allotted_change), sum(committed_change), sum(executed_change), sum(lapsed_change), count(*)
  FROM ledger_entry GROUP BY 1, 2, 3, 4;
INSERT INTO movement_use (department_code, fiscal_year, movement_id, amount, used_amount, use_count)
SELECT department_code, fiscal_year, id, amount, refunded_amount, refund_count FROM earlier.payment WHERE refund_count > 0;
DROP SCHEMA earlier CASCADE;

-- Put under audit when they are filled: what was recorded before is in the trail already. An entry has a chain of its
-- own and is part of its movement, which the trail has.
CALL audit_table('appropriation', 'appropriation', '{initial_budget,adjusted_budget,allotted_amount,committed_amount,executed_amount,lapsed_amount,carried_forward_amount,available_amount,opened,entry_count,chain_head}');
CALL audit_table('movement', 'movement');
CALL audit_table('movement_finding', 'movementFinding');

-- A virement moves money inside one fund nature and makes none (B5). Looked at when the transaction
-- commits, because its two entries come after the movement.
CREATE OR REPLACE FUNCTION refuse_unbalanced_virement() RETURNS trigger
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

-- Nothing is dated into a closed month or year; into one that is closing only with an explanation (B9). One look for
-- all the movements of a statement.
CREATE FUNCTION refuse_closed_period() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    refused record;
BEGIN
    SELECT m.id, m.document_date INTO refused
      FROM inserted m
      JOIN fiscal_year y ON y.department_code = m.department_code AND y.fiscal_year = m.fiscal_year
     WHERE 'CLOSED' IN (y.status, y.month_status[extract(month FROM m.document_date)])
        OR m.override_reason IS NULL AND 'SOFT_CLOSED' IN (y.status, y.month_status[extract(month FROM m.document_date)])
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'movement % of % falls into a closed period', refused.id, refused.document_date
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER period_open AFTER INSERT ON movement REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_period();

-- What is available, and what is left of an allotment, falls below zero only in a transaction that also records
-- the finding that speaks against it (B4, B18).
CREATE FUNCTION require_finding() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM movement_finding f
                    WHERE f.department_code = NEW.department_code AND f.fiscal_year = NEW.fiscal_year
                      AND f.appropriation_id = NEW.id AND f.recorded_at = now()) THEN
        RAISE EXCEPTION 'appropriation % would have % left of its budget and % of its allotment', NEW.id, NEW.available_amount,
            NEW.allotted_amount - NEW.committed_amount - NEW.executed_amount USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER nothing_taken_that_is_not_there AFTER UPDATE ON appropriation FOR EACH ROW
    WHEN (NEW.available_amount < 0 AND NEW.available_amount < OLD.available_amount
       OR NEW.allotted_amount < NEW.committed_amount + NEW.executed_amount
          AND coalesce(NEW.allotted_amount - OLD.allotted_amount, 0)
              < NEW.committed_amount + NEW.executed_amount - OLD.committed_amount - OLD.executed_amount)
    EXECUTE FUNCTION require_finding();

-- Rows only where something that is stored differs from what the entries say; empty is right (B2).
CREATE VIEW ledger_difference WITH (security_invoker = true) AS
SELECT a.department_code, a.fiscal_year, 'appropriation' AS kept_on, a.id,
       concat_ws(' ', a.initial_budget, a.adjusted_budget, coalesce(a.allotted_amount::text, '-'), a.committed_amount, a.executed_amount,
           a.lapsed_amount, a.opened, a.entry_count) AS stored,
       concat_ws(' ', e.initial_budget, e.adjusted_budget, coalesce(e.allotted_amount::text, '-'), e.committed_amount, e.executed_amount,
           e.lapsed_amount, e.opened, e.entry_count) AS computed
  FROM appropriation a
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(initial_change), 0.00) AS initial_budget, coalesce(sum(adjusted_change), 0.00) AS adjusted_budget,
              sum(allotted_change) FILTER (WHERE allotted_change <> 0) AS allotted_amount,
              coalesce(sum(committed_change), 0.00) AS committed_amount, coalesce(sum(executed_change), 0.00) AS executed_amount,
              coalesce(sum(lapsed_change), 0.00) AS lapsed_amount, coalesce(bool_or(kind = 'OPENING'), false) AS opened,
              count(*)::integer AS entry_count, coalesce(max(sequence), 0) AS last_sequence
         FROM ledger_entry e
        WHERE e.department_code = a.department_code AND e.fiscal_year = a.fiscal_year AND e.appropriation_id = a.id) e
 WHERE (a.initial_budget, a.adjusted_budget, a.allotted_amount, a.committed_amount, a.executed_amount, a.lapsed_amount, a.opened,
        a.entry_count, a.entry_count)
       IS DISTINCT FROM (e.initial_budget, e.adjusted_budget, e.allotted_amount, e.committed_amount, e.executed_amount, e.lapsed_amount,
        e.opened, e.entry_count, e.last_sequence)
UNION ALL
SELECT a.department_code, a.fiscal_year, 'carryForward', a.id, a.carried_forward_amount::text, carried.amount::text
  FROM appropriation a
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(e.amount), 0.00) AS amount
         FROM ledger_entry e
        WHERE e.department_code = a.department_code AND e.fiscal_year = a.fiscal_year + 1 AND e.source_appropriation_id = a.id) carried
 WHERE a.carried_forward_amount <> carried.amount
UNION ALL
SELECT department_code, fiscal_year, 'month', appropriation_id, max(figures) FILTER (WHERE stored), max(figures) FILTER (WHERE NOT stored)
  FROM (SELECT department_code, fiscal_year, appropriation_id, month, true AS stored,
               concat_ws(' ', initial_change, adjusted_change, allotted_change, committed_change, executed_change, lapsed_change, entry_count)
                   AS figures
          FROM appropriation_month
        UNION ALL
        SELECT department_code, fiscal_year, appropriation_id, extract(month FROM document_date), false,
               concat_ws(' ', sum(initial_change), sum(adjusted_change), sum(allotted_change), sum(committed_change),
                   sum(executed_change), sum(lapsed_change), count(*))
          FROM ledger_entry GROUP BY 1, 2, 3, 4) months
 GROUP BY department_code, fiscal_year, appropriation_id, month
HAVING max(figures) FILTER (WHERE stored) IS DISTINCT FROM max(figures) FILTER (WHERE NOT stored)
UNION ALL
SELECT m.department_code, m.fiscal_year, 'movement', m.id, concat_ws(' ', u.amount, u.used_amount), concat_ws(' ', whole.amount, taken.amount)
  FROM (SELECT department_code, fiscal_year, movement_id AS id FROM movement_use
        UNION
        SELECT department_code, fiscal_year, refers_to FROM movement WHERE refers_to IS NOT NULL) m
  LEFT JOIN movement_use u ON u.department_code = m.department_code AND u.fiscal_year = m.fiscal_year AND u.movement_id = m.id
 CROSS JOIN LATERAL (
       SELECT sum(abs(e.amount)) AS amount FROM ledger_entry e
        WHERE e.department_code = m.department_code AND e.fiscal_year = m.fiscal_year AND e.movement_id = m.id) whole
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(abs(e.amount)), 0.00) AS amount
         FROM movement taker
         JOIN ledger_entry e ON e.department_code = taker.department_code AND e.fiscal_year = taker.fiscal_year AND e.movement_id = taker.id
        WHERE taker.department_code = m.department_code AND taker.fiscal_year = m.fiscal_year AND taker.refers_to = m.id
          AND NOT EXISTS (SELECT FROM movement undone
                           WHERE undone.department_code = taker.department_code AND undone.fiscal_year = taker.fiscal_year
                             AND undone.refers_to = taker.id AND undone.kind = 'REVERSAL')) taken
 WHERE (u.amount, u.used_amount) IS DISTINCT FROM (whole.amount, taken.amount);
GRANT SELECT ON ledger_difference TO "${app}";

-- Rows only where an entry does not follow from the one before it, or its chain does not end where the appropriation
-- says; empty is right (B17).
CREATE VIEW ledger_chain_break WITH (security_invoker = true) AS
WITH link AS (
    SELECT e.department_code, e.fiscal_year, e.appropriation_id, e.sequence, e.id, e.hash,
           ledger_hash(coalesce(lag(e.hash) OVER chain, decode(repeat('00', 32), 'hex')), e.department_code, e.fiscal_year,
               e.appropriation_id, (row_number() OVER chain)::integer, e.id, e.movement_id, e.kind, e.amount, e.initial_change,
               e.adjusted_change, e.allotted_change, e.committed_change, e.executed_change, e.lapsed_change, e.source_appropriation_id,
               m.document_number, m.document_date, m.reason, m.refers_to, m.override_reason, m.intake_id, m.maker, m.recorded_at)
               IS DISTINCT FROM e.hash OR (m.document_date, m.recorded_at) IS DISTINCT FROM (e.document_date, e.recorded_at) AS broken
      FROM ledger_entry e
      -- by its key: a join of all, planned with statistics from before they grew, would take hours
      LEFT JOIN LATERAL (
           SELECT * FROM movement m
            WHERE m.department_code = e.department_code AND m.fiscal_year = e.fiscal_year AND m.id = e.movement_id OFFSET 0) m ON true
    WINDOW chain AS (PARTITION BY e.department_code, e.fiscal_year, e.appropriation_id ORDER BY e.sequence)
)
SELECT department_code, fiscal_year, appropriation_id, sequence, id AS entry_id FROM link WHERE broken
UNION ALL
SELECT a.department_code, a.fiscal_year, a.id, a.entry_count, NULL
  FROM appropriation a
 WHERE a.chain_head IS DISTINCT FROM coalesce(
       (SELECT e.hash FROM ledger_entry e
         WHERE e.department_code = a.department_code AND e.fiscal_year = a.fiscal_year AND e.appropriation_id = a.id
         ORDER BY e.sequence DESC LIMIT 1), decode(repeat('00', 32), 'hex'));
GRANT SELECT ON ledger_chain_break TO "${app}";
