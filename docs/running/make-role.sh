#!/bin/sh
# The service's own role and database: it owns its tables, and may make no other database and no role.
# PostgreSQL's image runs this once; elsewhere run it as the superuser, with ROLE_PASSWORD_FILE set.
set -eu
psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set password `cat "$ROLE_PASSWORD_FILE"`
CREATE ROLE sanvat LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE sanvat OWNER sanvat ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE sanvat FROM PUBLIC;
SQL
