-- What was known at a time is found from that time on, or up to it, without a look at the other entries (B23).
CREATE INDEX ledger_entry_recorded ON ledger_entry (department_code, fiscal_year, recorded_at);
