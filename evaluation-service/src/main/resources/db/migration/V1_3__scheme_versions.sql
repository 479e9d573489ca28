-- The administrator of schemes adds versions; none is ever changed.
ALTER TABLE scheme ADD COLUMN recorded_by text;
ALTER TABLE scheme ADD COLUMN recorded_at timestamptz;
ALTER TABLE scheme ALTER COLUMN recorded_at SET DEFAULT now();
GRANT INSERT ON scheme TO "${app}";
