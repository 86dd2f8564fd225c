-- Made by sdnc ddl from todo.schema. Do not edit: change the schema and run sdnc again.
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

-- One TODO or FIXME comment found in the source tree.
CREATE TABLE "todos" (
    -- Running number.
    "id" text COLLATE "C" NOT NULL,
    -- The word that marks the comment: TODO or FIXME.
    "keyword" text COLLATE "C" NOT NULL DEFAULT 'TODO',
    -- The part of the project the comment is about.
    "area" text COLLATE "C" NOT NULL DEFAULT '',
    -- How urgent it is.
    "priority" text COLLATE "C" NOT NULL DEFAULT 'P2',
    -- What is to be done.
    "description" text COLLATE "C" NOT NULL DEFAULT '',
    -- The source file that holds the comment.
    "file" text COLLATE "C" NOT NULL DEFAULT '',
    -- Its line in that file, from 1; 0 if unknown.
    "line" bigint NOT NULL DEFAULT 0,
    -- The issue that tracks it, if any.
    "issue" text COLLATE "C",
    -- Ids of the todos that wait for this one.
    "blocked" text[] COLLATE "C" NOT NULL DEFAULT '{}',
    -- Its state.
    "status" text COLLATE "C" NOT NULL DEFAULT 'open',
    -- False once the comment is gone from the source.
    "valid" boolean NOT NULL DEFAULT true,
    CONSTRAINT "todos key" PRIMARY KEY ("id"),
    CONSTRAINT "todos.id nonempty" CHECK ("id" <> ''),
    CONSTRAINT "todos.priority nonempty" CHECK ("priority" <> ''),
    CONSTRAINT "todos.line u32" CHECK ("line" BETWEEN 0 AND 4294967295),
    CONSTRAINT "todos.issue nonempty" CHECK ("issue" <> ''),
    CONSTRAINT "todos.blocked list" CHECK (coalesce(array_ndims("blocked"), 1) = 1 AND array_position("blocked", NULL) IS NULL),
    CONSTRAINT "todos.status nonempty" CHECK ("status" <> '')
);
CREATE INDEX "todos by status" ON "todos" ("status", "id");
CREATE INDEX "todos by file, line" ON "todos" ("file", "line", "id");
CREATE OR REPLACE FUNCTION "todos log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('todos', 'delete', ARRAY[jsonb_build_array(old."id")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('todos', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('todos', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."id") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('todos', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."id") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "todos lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "todos"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('todos');
CREATE TRIGGER "todos log insert" AFTER INSERT ON "todos"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "todos log"();
CREATE TRIGGER "todos log update" AFTER UPDATE ON "todos"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "todos log"();
CREATE TRIGGER "todos log rename" AFTER UPDATE ON "todos"
    FOR EACH ROW WHEN ((OLD."id") IS DISTINCT FROM (NEW."id")) EXECUTE FUNCTION "todos log"();
CREATE TRIGGER "todos log delete" AFTER DELETE ON "todos"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "todos log"();
CREATE TRIGGER "todos log truncate" AFTER TRUNCATE ON "todos"
    FOR EACH STATEMENT EXECUTE FUNCTION "todos log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('todos', 1, 'c2b1e4fd2ee77c44')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'todos';

COMMIT;
