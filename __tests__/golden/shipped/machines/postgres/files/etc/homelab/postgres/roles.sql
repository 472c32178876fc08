-- Brings roles and databases to the declared state. Run by homelab-postgres.service.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
-- What follows contains verifiers: keep it out of the log and of pg_stat_statements.
SET log_statement = none;
SET log_min_duration_statement = -1;
SET log_min_error_statement = panic;
SET pg_stat_statements.track = none;
SELECT pg_advisory_lock(hashtext('homelab'));

CREATE TEMPORARY TABLE declared (database name PRIMARY KEY, verifier text NOT NULL);
INSERT INTO declared VALUES
  ('netbird', 'scram-sha-256(op://homelab/postgres/netbird)'),
  ('authentik', 'scram-sha-256(op://homelab/postgres/authentik)'),
  ('n8n', 'scram-sha-256(op://homelab/postgres/n8n)'),
  ('ci', 'scram-sha-256(op://homelab/postgres/ci)');

ALTER ROLE postgres PASSWORD 'scram-sha-256(op://homelab/postgres/password)';
SELECT 'CREATE ROLE exporter' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'exporter') \gexec
ALTER ROLE exporter LOGIN CONNECTION LIMIT 5 PASSWORD 'scram-sha-256(op://homelab/postgres/exporter)';
GRANT pg_monitor TO exporter;

SELECT format('CREATE ROLE %I', database) FROM declared
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = database) ORDER BY 1 \gexec
SELECT format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %L', database, verifier)
  FROM declared ORDER BY 1 \gexec
SELECT format('CREATE DATABASE %1$I OWNER %1$I TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C.UTF-8''', database) FROM declared
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = database) ORDER BY 1 \gexec
SELECT format('ALTER DATABASE %1$I OWNER TO %1$I', database) FROM declared
  JOIN pg_database ON datname = database WHERE pg_get_userbyid(datdba) <> database ORDER BY 1 \gexec

-- Only its owner may connect to a database; to the server's database, also the exporter.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', datname) FROM pg_database ORDER BY 1 \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM %I CASCADE', datname, rolname)
  FROM pg_database, LATERAL aclexplode(datacl) JOIN pg_roles ON pg_roles.oid = grantee
  WHERE grantee <> datdba AND (datname, rolname) <> ('postgres', 'exporter') GROUP BY 1 ORDER BY 1 \gexec
GRANT CONNECT ON DATABASE postgres TO exporter;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;

SET client_min_messages = notice;
DO $$
DECLARE
  stray record;
BEGIN
  FOR stray IN SELECT datname AS name FROM pg_database
    WHERE NOT datistemplate AND datname <> 'postgres' AND datname NOT IN (SELECT database FROM declared) ORDER BY 1
  LOOP
    RAISE NOTICE 'Nothing declares the database %. It is kept, and nobody may connect to it.', stray.name;
  END LOOP;
  FOR stray IN SELECT rolname AS name FROM pg_roles
    WHERE rolcanlogin AND rolname NOT IN ('postgres', 'exporter') AND rolname NOT IN (SELECT database FROM declared) ORDER BY 1
  LOOP
    RAISE NOTICE 'Nothing declares the role %. It is kept, and may no longer log in.', stray.name;
    EXECUTE format('ALTER ROLE %I NOLOGIN', stray.name);
  END LOOP;
END
$$;
