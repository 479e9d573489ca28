#!/bin/bash
# Runs once, when the volume is empty: one database for each service, owned by one role and used by
# another one that owns nothing and cannot bypass row-level security. The same as the embedded run.
set -euo pipefail

for database in budget evaluation report; do
  owner_password=${database^^}_OWNER_PASSWORD
  app_password=${database^^}_APP_PASSWORD
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v database="$database" -v owner="${database}_owner" -v app="${database}_app" \
    -v owner_password="${!owner_password:?}" -v app_password="${!app_password:?}" <<'SQL'
CREATE ROLE :"owner" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE :"app" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
CREATE DATABASE :"database" OWNER :"owner";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"app";
\connect :"database"
ALTER SCHEMA public OWNER TO :"owner";
GRANT USAGE ON SCHEMA public TO :"app";
SQL
done
