-- Made by sdnc ddl from feature.schema. Do not edit: change the schema and run sdnc again.
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

-- One feature of the language or its tools.
CREATE TABLE "features" (
    -- Number or name, unique in the table.
    "id" text COLLATE "C" NOT NULL,
    -- The group it is shown in; nested at '.'.
    "category" text COLLATE "C" NOT NULL DEFAULT '',
    -- Short title.
    "name" text COLLATE "C" NOT NULL DEFAULT '',
    -- What it does, in a sentence or two.
    "description" text COLLATE "C" NOT NULL DEFAULT '',
    -- The document or test that specifies it.
    "spec" text COLLATE "C" NOT NULL DEFAULT '',
    -- Works in the interpreter.
    "mode_interpreter" text COLLATE "C" NOT NULL DEFAULT 'supported',
    -- Works under the just-in-time compiler.
    "mode_jit" text COLLATE "C" NOT NULL DEFAULT 'supported',
    -- Works in modules compiled with Cranelift.
    "mode_smf_cranelift" text COLLATE "C" NOT NULL DEFAULT 'supported',
    -- Works in modules compiled with LLVM.
    "mode_smf_llvm" text COLLATE "C" NOT NULL DEFAULT 'supported',
    -- The platforms it is limited to; none means all.
    "platforms" text[] COLLATE "C" NOT NULL DEFAULT '{}',
    -- How far it has come.
    "status" text COLLATE "C" NOT NULL DEFAULT 'planned',
    -- False once no test or document mentions it any more.
    "valid" boolean NOT NULL DEFAULT true,
    CONSTRAINT "features key" PRIMARY KEY ("id"),
    CONSTRAINT "features.id nonempty" CHECK ("id" <> ''),
    CONSTRAINT "features.mode_interpreter enum" CHECK ("mode_interpreter" IN ('supported', 'not_supported')),
    CONSTRAINT "features.mode_jit enum" CHECK ("mode_jit" IN ('supported', 'not_supported')),
    CONSTRAINT "features.mode_smf_cranelift enum" CHECK ("mode_smf_cranelift" IN ('supported', 'not_supported')),
    CONSTRAINT "features.mode_smf_llvm enum" CHECK ("mode_smf_llvm" IN ('supported', 'not_supported')),
    CONSTRAINT "features.platforms list" CHECK (coalesce(array_ndims("platforms"), 1) = 1 AND array_position("platforms", NULL) IS NULL),
    CONSTRAINT "features.status nonempty" CHECK ("status" <> '')
);
CREATE INDEX "features by status" ON "features" ("status", "id");
CREATE INDEX "features by category" ON "features" ("category", "id");
CREATE OR REPLACE FUNCTION "features log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('features', 'delete', ARRAY[jsonb_build_array(old."id")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('features', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('features', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."id") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('features', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."id") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "features lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "features"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('features');
CREATE TRIGGER "features log insert" AFTER INSERT ON "features"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "features log"();
CREATE TRIGGER "features log update" AFTER UPDATE ON "features"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "features log"();
CREATE TRIGGER "features log rename" AFTER UPDATE ON "features"
    FOR EACH ROW WHEN ((OLD."id") IS DISTINCT FROM (NEW."id")) EXECUTE FUNCTION "features log"();
CREATE TRIGGER "features log delete" AFTER DELETE ON "features"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "features log"();
CREATE TRIGGER "features log truncate" AFTER TRUNCATE ON "features"
    FOR EACH STATEMENT EXECUTE FUNCTION "features log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('features', 1, '3a4104e8569779fc')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'features';

COMMIT;
