-- Roles and databases as they are declared. Run by homelab-postgres.service.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
-- Neither the log nor pg_stat_statements keeps what follows.
SET log_statement = none;
SET log_min_duration_statement = -1;
SET log_min_error_statement = panic;
SET pg_stat_statements.track = none;
SELECT pg_advisory_lock(hashtext('homelab'));

CREATE TEMPORARY TABLE declared (database name PRIMARY KEY, verifier text NOT NULL);
