-- Made by sdnc ddl from task.schema. Do not edit: change the schema and run sdnc again.
-- PostgreSQL 12 or later: psql -v ON_ERROR_STOP=1 -f THIS DATABASE

BEGIN;
SET LOCAL standard_conforming_strings = on;
DO $$
DECLARE
    space text := quote_ident(current_schema());
BEGIN
    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE 'the encoding of the database is %, but must be UTF8', current_setting('server_encoding');
    END IF;
    IF to_regnamespace(space) IS NULL THEN
        RAISE 'no schema has been selected to create in, or it does not exist';
    END IF;
    PERFORM set_config('search_path', space || ', pg_temp', true);
END
$$;

-- The version of each table, and the rows that each version changed.
CREATE TABLE IF NOT EXISTS sdn_meta (
    tbl text COLLATE "C" NOT NULL PRIMARY KEY,
    version bigint NOT NULL,
    schema_hash text NOT NULL
);
CREATE TABLE IF NOT EXISTS sdn_log (
    tbl text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    key jsonb NOT NULL,
    op text NOT NULL,
    token uuid,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS "sdn_log by tbl, version" ON sdn_log (tbl, version);

-- Waits for other transactions that change the table.
CREATE OR REPLACE FUNCTION sdn_lock() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM version FROM sdn_meta WHERE tbl = TG_ARGV[0] FOR UPDATE;
    RETURN NULL;
END
$$;

-- Logs changed rows under the version of this transaction.
CREATE OR REPLACE FUNCTION sdn_log_rows(name text, what text, keys jsonb[]) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    mark text := 'sdn.version_' || 'sdn_meta'::regclass::oid || '_' || encode(convert_to(name, 'UTF8'), 'hex');
    made bigint := nullif(current_setting(mark, true), '')::bigint;
BEGIN
    IF cardinality(keys) = 0 THEN
        RETURN;
    END IF;
    IF made IS NULL THEN
        UPDATE sdn_meta SET version = version + 1 WHERE tbl = name RETURNING version INTO STRICT made;
        PERFORM set_config(mark, made::text, true);
        IF made % 256 = 0 THEN
            PERFORM sdn_prune_log(name);
        END IF;
    END IF;
    INSERT INTO sdn_log (tbl, version, key, op, token)
        SELECT name, made, row_key, what, nullif(current_setting('sdn.token', true), '')::uuid
        FROM unnest(keys) AS row_key;
END
$$;

-- Deletes what is old in the log of a table.
CREATE OR REPLACE FUNCTION sdn_prune_log(name text) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    newest bigint := (SELECT max(version) FROM sdn_log WHERE tbl = name);
    most bigint := (SELECT min(version) + 1024::bigint FROM sdn_log WHERE tbl = name);
    young bigint := (SELECT version FROM sdn_log WHERE tbl = name AND version < most
        AND at >= now() - interval '30 days' ORDER BY version LIMIT 1);
BEGIN
    DELETE FROM sdn_log WHERE tbl = name AND version < least(young, most, newest);
END
$$;

-- One piece of planned work.
CREATE TABLE "tasks" (
    -- Name such as TRACK-001, unique in the table.
    "id" text COLLATE "C" NOT NULL,
    -- The group it belongs to.
    "category" text COLLATE "C" NOT NULL DEFAULT '',
    -- Short title.
    "name" text COLLATE "C" NOT NULL DEFAULT '',
    -- What is to be done and why.
    "description" text COLLATE "C" NOT NULL DEFAULT '',
    -- How important it is.
    "priority" text COLLATE "C" NOT NULL DEFAULT 'medium',
    -- Its state.
    "status" text COLLATE "C" NOT NULL DEFAULT 'planned',
    -- False once the task was withdrawn.
    "valid" boolean NOT NULL DEFAULT true,
    CONSTRAINT "tasks key" PRIMARY KEY ("id"),
    CONSTRAINT "tasks.id nonempty" CHECK ("id" <> ''),
    CONSTRAINT "tasks.priority nonempty" CHECK ("priority" <> ''),
    CONSTRAINT "tasks.status nonempty" CHECK ("status" <> '')
);
CREATE INDEX "tasks by status" ON "tasks" ("status", "id");
CREATE OR REPLACE FUNCTION "tasks log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('tasks', 'delete', ARRAY[jsonb_build_array(old."id")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('tasks', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('tasks', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."id") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('tasks', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."id") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "tasks lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "tasks"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('tasks');
CREATE TRIGGER "tasks log insert" AFTER INSERT ON "tasks"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "tasks log"();
CREATE TRIGGER "tasks log update" AFTER UPDATE ON "tasks"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "tasks log"();
CREATE TRIGGER "tasks log rename" AFTER UPDATE ON "tasks"
    FOR EACH ROW WHEN ((OLD."id") IS DISTINCT FROM (NEW."id")) EXECUTE FUNCTION "tasks log"();
CREATE TRIGGER "tasks log delete" AFTER DELETE ON "tasks"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "tasks log"();
CREATE TRIGGER "tasks log truncate" AFTER TRUNCATE ON "tasks"
    FOR EACH STATEMENT EXECUTE FUNCTION "tasks log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('tasks', 1, '6a0ae41206dd60c5')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'tasks';

COMMIT;
