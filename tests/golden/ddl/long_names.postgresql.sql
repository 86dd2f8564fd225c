-- Made by sdnc ddl from long_names.schema. Do not edit: change the schema and run sdnc again.
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

CREATE TABLE "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" (
    "id" bigint NOT NULL,
    "a_field_with_quite_a_long_name_that_ends_a" text COLLATE "C",
    "a_field_with_quite_a_long_name_that_ends_b" text COLLATE "C",
    "a/column.with-63#bytes_1234567890123456789012345678901234567890" bigint NOT NULL,
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which~360ad2583f214a14" PRIMARY KEY ("id"),
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which~fd87164eaa9fb268" CHECK ("id" BETWEEN 0 AND 4294967295),
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which~223544eed1bf77a5" CHECK ("a_field_with_quite_a_long_name_that_ends_a" <> ''),
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which~cf3437f1dff9e0da" CHECK ("a_field_with_quite_a_long_name_that_ends_b" <> ''),
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which~663eaf69f4c6f2da" CHECK ("a/column.with-63#bytes_1234567890123456789012345678901234567890" BETWEEN 0 AND 4294967295),
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which~060c959cdef4234e" UNIQUE ("a_field_with_quite_a_long_name_that_ends_a") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which~060c949cdef4219b" UNIQUE ("a_field_with_quite_a_long_name_that_ends_b") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "a_table_with_a_name_of_sixty_three_bytes_which~d0f98e25c4e8b2e1" ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" ("a_field_with_quite_a_long_name_that_ends_a", "a_field_with_quite_a_long_name_that_ends_b", "id") WHERE "a_field_with_quite_a_long_name_that_ends_a" IS NOT NULL AND "a_field_with_quite_a_long_name_that_ends_b" IS NOT NULL;
CREATE INDEX "a_table_with_a_name_of_sixty_three_bytes_which~4a52a6935f1eab11" ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" ("a_field_with_quite_a_long_name_that_ends_b", "a_field_with_quite_a_long_name_that_ends_a", "id") WHERE "a_field_with_quite_a_long_name_that_ends_b" IS NOT NULL AND "a_field_with_quite_a_long_name_that_ends_a" IS NOT NULL;
CREATE OR REPLACE FUNCTION "a_table_with_a_name_of_sixty_three_bytes_which~0ac8eb5826a4b499"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x', 'delete', ARRAY[jsonb_build_array(old."id")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."id") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."id") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "a_table_with_a_name_of_sixty_three_bytes_which~f829c0c9a9e9d8ca" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x');
CREATE TRIGGER "a_table_with_a_name_of_sixty_three_bytes_which~0a20c8969b4da00a" AFTER INSERT ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "a_table_with_a_name_of_sixty_three_bytes_which~0ac8eb5826a4b499"();
CREATE TRIGGER "a_table_with_a_name_of_sixty_three_bytes_which~06d2b785d56f933a" AFTER UPDATE ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "a_table_with_a_name_of_sixty_three_bytes_which~0ac8eb5826a4b499"();
CREATE TRIGGER "a_table_with_a_name_of_sixty_three_bytes_which~cfc78b8ecf2e9791" AFTER UPDATE ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x"
    FOR EACH ROW WHEN ((OLD."id") IS DISTINCT FROM (NEW."id")) EXECUTE FUNCTION "a_table_with_a_name_of_sixty_three_bytes_which~0ac8eb5826a4b499"();
CREATE TRIGGER "a_table_with_a_name_of_sixty_three_bytes_which~fd4b873829cce588" AFTER DELETE ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "a_table_with_a_name_of_sixty_three_bytes_which~0ac8eb5826a4b499"();
CREATE TRIGGER "a_table_with_a_name_of_sixty_three_bytes_which~51b77611ebaccef9" AFTER TRUNCATE ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x"
    FOR EACH STATEMENT EXECUTE FUNCTION "a_table_with_a_name_of_sixty_three_bytes_which~0ac8eb5826a4b499"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x', 1, '481409154b3e3a86')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x';

CREATE TABLE "select" (
    "from" bigint NOT NULL,
    "group" text COLLATE "C" NOT NULL,
    "a" bigint NOT NULL,
    "b" bigint NOT NULL,
    "a_b" bigint NOT NULL,
    CONSTRAINT "select key" PRIMARY KEY ("from"),
    CONSTRAINT "select.from u32" CHECK ("from" BETWEEN 0 AND 4294967295),
    CONSTRAINT "select.group nonempty" CHECK ("group" <> ''),
    CONSTRAINT "select.a u32" CHECK ("a" BETWEEN 0 AND 4294967295),
    CONSTRAINT "select.b u32" CHECK ("b" BETWEEN 0 AND 4294967295),
    CONSTRAINT "select.a_b u32" CHECK ("a_b" BETWEEN 0 AND 4294967295)
);
CREATE INDEX "select by a, b" ON "select" ("a", "b", "from");
CREATE INDEX "select by a_b" ON "select" ("a_b", "from");
CREATE OR REPLACE FUNCTION "select log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('select', 'delete', ARRAY[jsonb_build_array(old."from")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('select', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('select', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."from") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('select', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."from") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "select lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "select"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('select');
CREATE TRIGGER "select log insert" AFTER INSERT ON "select"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "select log"();
CREATE TRIGGER "select log update" AFTER UPDATE ON "select"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "select log"();
CREATE TRIGGER "select log rename" AFTER UPDATE ON "select"
    FOR EACH ROW WHEN ((OLD."from") IS DISTINCT FROM (NEW."from")) EXECUTE FUNCTION "select log"();
CREATE TRIGGER "select log delete" AFTER DELETE ON "select"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "select log"();
CREATE TRIGGER "select log truncate" AFTER TRUNCATE ON "select"
    FOR EACH STATEMENT EXECUTE FUNCTION "select log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('select', 1, '5eb998d18e556d9e')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'select';

CREATE TABLE "users" (
    "user" text COLLATE "C" NOT NULL,
    "new" boolean NOT NULL,
    "tg_op" text COLLATE "C" NOT NULL DEFAULT '',
    "name" text COLLATE "C" NOT NULL DEFAULT '',
    "what" bigint NOT NULL,
    CONSTRAINT "users key" PRIMARY KEY ("user"),
    CONSTRAINT "users.user nonempty" CHECK ("user" <> ''),
    CONSTRAINT "users.what u32" CHECK ("what" BETWEEN 0 AND 4294967295)
);
CREATE INDEX "users by user, new" ON "users" ("user", "new");
CREATE OR REPLACE FUNCTION "users log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('users', 'delete', ARRAY[jsonb_build_array(old."user")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('users', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('users', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."user") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('users', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."user") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "users lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "users"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('users');
CREATE TRIGGER "users log insert" AFTER INSERT ON "users"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "users log"();
CREATE TRIGGER "users log update" AFTER UPDATE ON "users"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "users log"();
CREATE TRIGGER "users log rename" AFTER UPDATE ON "users"
    FOR EACH ROW WHEN ((OLD."user") IS DISTINCT FROM (NEW."user")) EXECUTE FUNCTION "users log"();
CREATE TRIGGER "users log delete" AFTER DELETE ON "users"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "users log"();
CREATE TRIGGER "users log truncate" AFTER TRUNCATE ON "users"
    FOR EACH STATEMENT EXECUTE FUNCTION "users log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('users', 1, '7c520d8fd759c790')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'users';

CREATE TABLE "variables" (
    "found" boolean NOT NULL,
    "tg_op" text COLLATE "C" NOT NULL,
    "new" bigint NOT NULL,
    "value" bigint NOT NULL,
    "type" bigint[] NOT NULL DEFAULT '{}',
    CONSTRAINT "variables key" PRIMARY KEY ("found", "tg_op", "new", "value"),
    CONSTRAINT "variables.tg_op nonempty" CHECK ("tg_op" <> ''),
    CONSTRAINT "variables.new u32" CHECK ("new" BETWEEN 0 AND 4294967295),
    CONSTRAINT "variables.value u32" CHECK ("value" BETWEEN 0 AND 4294967295),
    CONSTRAINT "variables.type list" CHECK (coalesce(array_ndims("type"), 1) = 1 AND array_position("type", NULL) IS NULL),
    CONSTRAINT "variables.type u32" CHECK (0 <= ALL ("type") AND 4294967295 >= ALL ("type"))
);
CREATE OR REPLACE FUNCTION "variables log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('variables', 'delete', ARRAY[jsonb_build_array(old."found", old."tg_op", old."new", old."value")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('variables', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('variables', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."found", old_rows."tg_op", old_rows."new", old_rows."value") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('variables', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."found", new_rows."tg_op", new_rows."new", new_rows."value") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "variables lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "variables"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('variables');
CREATE TRIGGER "variables log insert" AFTER INSERT ON "variables"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "variables log"();
CREATE TRIGGER "variables log update" AFTER UPDATE ON "variables"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "variables log"();
CREATE TRIGGER "variables log rename" AFTER UPDATE ON "variables"
    FOR EACH ROW WHEN ((OLD."found", OLD."tg_op", OLD."new", OLD."value") IS DISTINCT FROM (NEW."found", NEW."tg_op", NEW."new", NEW."value")) EXECUTE FUNCTION "variables log"();
CREATE TRIGGER "variables log delete" AFTER DELETE ON "variables"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "variables log"();
CREATE TRIGGER "variables log truncate" AFTER TRUNCATE ON "variables"
    FOR EACH STATEMENT EXECUTE FUNCTION "variables log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('variables', 1, 'ad67028a7ba31b18')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'variables';

ALTER TABLE "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" ADD CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which~dd9c259e2fba200a" FOREIGN KEY ("a/column.with-63#bytes_1234567890123456789012345678901234567890") REFERENCES "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" ("id") DEFERRABLE INITIALLY DEFERRED;
COMMIT;
