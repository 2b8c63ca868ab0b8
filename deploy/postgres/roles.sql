-- The three roles of the product and what the connected database allows them. The only place that defines them:
-- the one-machine stack (local/postgres.py) and the container's first start (docker-compose.yml) both run it, as
-- superuser, with psql. Running it again changes nothing but the passwords.
--
--   potret_owner   owns database and schema, runs migrations and backups. BYPASSRLS, because under FORCE ROW LEVEL
--                  SECURITY a backfill by an owner without it updates nothing, silently.
--   potret_app     the web and the workers. Owns nothing and bypasses nothing.
--   potret_reader  the city's readings across OPDs. What it sees is written in policies; it can change nothing.
--
-- Rights on tables are given by the migrations that create them.

\set QUIET on
\set ON_ERROR_STOP on
\getenv owner_password POTRET_OWNER_PASSWORD
\getenv app_password POTRET_APP_PASSWORD
\getenv reader_password POTRET_READER_PASSWORD

BEGIN;

-- Two first starts at once (tests in parallel) must not both create a role.
SELECT pg_advisory_xact_lock(hashtext('potret roles')) \g /dev/null

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['potret_owner', 'potret_app', 'potret_reader']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE potret_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS PASSWORD :'owner_password';
ALTER ROLE potret_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';
ALTER ROLE potret_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'reader_password';
ALTER ROLE potret_reader SET default_transaction_read_only = on;

ALTER DATABASE :"DBNAME" OWNER TO potret_owner;
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO potret_app, potret_reader;

ALTER SCHEMA public OWNER TO potret_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO potret_app, potret_reader;

COMMIT;
