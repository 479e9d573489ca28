-- Indexes for what lists are sorted and narrowed by most; ids and codes have the primary keys.
CREATE INDEX movement_by_date ON movement (department_code, fiscal_year, document_date, id);
CREATE INDEX ledger_entry_of_kind ON ledger_entry (department_code, fiscal_year, kind, id);
CREATE INDEX appropriation_of_project ON appropriation (department_code, fiscal_year, project_code, id);
CREATE INDEX agency_by_name ON agency (department_code, name, code);
CREATE INDEX project_by_name ON project (department_code, name, code);
