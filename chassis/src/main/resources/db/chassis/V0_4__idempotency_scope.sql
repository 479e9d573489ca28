-- A first answer tells of a department's things. It is given again only to who may still touch all the
-- departments that he could touch when he got it; whoever lost one finds nothing under his key.
-- Records from before this column are of nobody knows which scope: only a caller of all sees them.
ALTER TABLE idempotency_record ADD COLUMN departments text NOT NULL DEFAULT '*';
ALTER TABLE idempotency_record ALTER COLUMN departments SET DEFAULT coalesce(current_setting('jixiao.departments', true), '');

CREATE FUNCTION covers_scope(departments text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('jixiao.departments', true), '') = '*'
        OR string_to_array(departments, ',') <@ string_to_array(coalesce(current_setting('jixiao.departments', true), ''), ',');

ALTER TABLE idempotency_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_record FORCE ROW LEVEL SECURITY;
CREATE POLICY scope_of_the_answer ON idempotency_record USING (covers_scope(departments)) WITH CHECK (covers_scope(departments));
