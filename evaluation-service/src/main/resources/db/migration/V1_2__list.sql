-- Indexes for what lists are sorted and narrowed by most; ids have the primary key.
CREATE INDEX evaluation_by_creation ON evaluation (created_at, id);
CREATE INDEX evaluation_of_department ON evaluation (department_code, id);
