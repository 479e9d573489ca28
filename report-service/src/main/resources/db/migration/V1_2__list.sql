-- The public list is sorted by publication, too.
CREATE INDEX report_version_by_publication ON report_version (published_at, fiscal_year, department_code);
