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
