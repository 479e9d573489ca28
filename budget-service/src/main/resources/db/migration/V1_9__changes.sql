-- Names, and who stands where, may change; whoever changes them has seen the newest version.
ALTER TABLE department ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE agency ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE project ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0);
GRANT UPDATE (name, version) ON department TO "${app}";
GRANT UPDATE (name, parent_code, version) ON agency TO "${app}";
GRANT UPDATE (name, implementing_agency_code, version) ON project TO "${app}";
CREATE INDEX agency_below ON agency (department_code, parent_code, code);

-- The version only counts what the trail says already.
DROP TRIGGER audit ON department;
DROP TRIGGER audit_whole ON department;
DROP TRIGGER audit ON agency;
DROP TRIGGER audit_whole ON agency;
DROP TRIGGER audit ON project;
DROP TRIGGER audit_whole ON project;
CALL audit_table('department', 'department', '{version}');
CALL audit_table('agency', 'agency', '{version}');
CALL audit_table('project', 'project', '{version}');

-- Whether a unit would come below itself, and how many levels its branch would have, were it right below another one.
CREATE FUNCTION agency_place(of_department text, unit text, parent text, OUT cyclic boolean, OUT levels integer)
    LANGUAGE sql STABLE
    AS $$
    WITH RECURSIVE above(code, parent_code, level) AS (
        SELECT a.code, a.parent_code, 1 FROM agency a WHERE a.department_code = of_department AND a.code = parent
        UNION ALL
        SELECT a.code, a.parent_code, level + 1
          FROM above JOIN agency a ON a.department_code = of_department AND a.code = above.parent_code
         WHERE above.code <> unit AND level < 100
    ), below(code, level) AS (
        SELECT unit, 1
        UNION ALL
        SELECT a.code, level + 1
          FROM below JOIN agency a ON a.department_code = of_department AND a.parent_code = below.code
         WHERE a.code <> unit AND level < 100
    )
    SELECT coalesce((SELECT bool_or(code = unit) FROM above), false),
           coalesce((SELECT max(level) FROM above), 0) + (SELECT max(level) FROM below) $$;

-- Units are a tree of at most ten levels. Whoever moves one holds the department's row: two moves that are right
-- each for itself could make a circle together.
CREATE FUNCTION refuse_no_tree() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    place record;
BEGIN
    PERFORM FROM department WHERE department_code = NEW.department_code FOR NO KEY UPDATE;
    SELECT * INTO place FROM agency_place(NEW.department_code, NEW.code, NEW.parent_code);
    IF place.cyclic OR place.levels > 10 THEN
        RAISE EXCEPTION 'unit % below % would be % levels, a circle: %', NEW.code, NEW.parent_code, place.levels, place.cyclic
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tree BEFORE INSERT OR UPDATE OF parent_code ON agency
    FOR EACH ROW WHEN (NEW.parent_code IS NOT NULL) EXECUTE FUNCTION refuse_no_tree();
