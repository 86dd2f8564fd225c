-- Made by sdnc ddl from shop.schema. Do not edit: change the schema and run sdnc again.
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

-- Someone;
-- refers to others of this table.
CREATE TABLE "people" (
    -- The name.
    "name" text COLLATE "C" NOT NULL,
    "boss" text COLLATE "C",
    "pal" text COLLATE "C",
    "mail" text COLLATE "C",
    "slug" text COLLATE "C" NOT NULL,
    CONSTRAINT "people key" PRIMARY KEY ("name"),
    CONSTRAINT "people.name nonempty" CHECK ("name" <> ''),
    CONSTRAINT "people.boss nonempty" CHECK ("boss" <> ''),
    CONSTRAINT "people.pal nonempty" CHECK ("pal" <> ''),
    CONSTRAINT "people.mail nonempty" CHECK ("mail" <> ''),
    CONSTRAINT "people.slug nonempty" CHECK ("slug" <> ''),
    CONSTRAINT "people unique mail" UNIQUE ("mail") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "people unique slug" UNIQUE ("slug") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "people unique boss, mail" UNIQUE ("boss", "mail") DEFERRABLE INITIALLY DEFERRED
);
CREATE OR REPLACE FUNCTION "people log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('people', 'delete', ARRAY[jsonb_build_array(old."name")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('people', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('people', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."name") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('people', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."name") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "people lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "people"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('people');
CREATE TRIGGER "people log insert" AFTER INSERT ON "people"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "people log"();
CREATE TRIGGER "people log update" AFTER UPDATE ON "people"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "people log"();
CREATE TRIGGER "people log rename" AFTER UPDATE ON "people"
    FOR EACH ROW WHEN ((OLD."name") IS DISTINCT FROM (NEW."name")) EXECUTE FUNCTION "people log"();
CREATE TRIGGER "people log delete" AFTER DELETE ON "people"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "people log"();
CREATE TRIGGER "people log truncate" AFTER TRUNCATE ON "people"
    FOR EACH STATEMENT EXECUTE FUNCTION "people log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('people', 1, '5507c8a2932a20fc')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'people';

CREATE TABLE "everything" (
    "id" numeric(20,0) NOT NULL,
    "text" text COLLATE "C" NOT NULL DEFAULT E'it''s "quoted"\x0a\\ 100% @ $$ ü',
    "note" text COLLATE "C",
    "flag" boolean NOT NULL DEFAULT true,
    "maybe" boolean,
    "small" integer NOT NULL DEFAULT -5,
    "smallest" integer NOT NULL DEFAULT -2147483648,
    "large" bigint NOT NULL DEFAULT -9223372036854775808,
    "count" bigint NOT NULL DEFAULT 7,
    "bytes" numeric(20,0) NOT NULL DEFAULT 18446744073709551615,
    "spare" numeric(20,0),
    "ratio" double precision NOT NULL DEFAULT 0.0025,
    "whole" double precision NOT NULL DEFAULT 1,
    "score" double precision,
    "day" date NOT NULL DEFAULT '2026-01-31',
    "end" date,
    "moment" timestamptz NOT NULL DEFAULT '2026-01-31T07:15:00.500000Z',
    "later" timestamptz,
    "color" text COLLATE "C" NOT NULL DEFAULT E'a\x0ab\\',
    "shade" text COLLATE "C",
    "level" text COLLATE "C" NOT NULL DEFAULT 'high',
    "mood" text COLLATE "C",
    "percent" bigint NOT NULL DEFAULT 50,
    "offset" bigint,
    "share" double precision NOT NULL DEFAULT 0.5,
    "middle" numeric(20,0) NOT NULL DEFAULT 5,
    "huge" numeric(20,0),
    "texts" text[] COLLATE "C" NOT NULL DEFAULT ARRAY['a, b', 'it''s', E'\x0a"\\']::text[],
    "flags" boolean[] NOT NULL DEFAULT '{}',
    "smalls" integer[] NOT NULL DEFAULT '{}',
    "larges" bigint[] NOT NULL DEFAULT '{}',
    "counts" bigint[] NOT NULL DEFAULT '{}',
    "sizes" numeric(20,0)[] NOT NULL DEFAULT ARRAY[1, 18446744073709551615]::numeric(20,0)[],
    "ratios" double precision[] NOT NULL DEFAULT '{}',
    "days" date[] NOT NULL DEFAULT '{}',
    "moments" timestamptz[] NOT NULL DEFAULT ARRAY['2026-01-31T08:15:00.000000Z']::timestamptz[],
    "colors" text[] COLLATE "C" NOT NULL DEFAULT ARRAY['red', E'a\x0ab\\']::text[],
    "owners" text[] COLLATE "C" NOT NULL DEFAULT '{}',
    "mode/jit.x-1#" text COLLATE "C" NOT NULL DEFAULT '',
    "Order" bigint NOT NULL DEFAULT 0,
    CONSTRAINT "everything key" PRIMARY KEY ("id"),
    CONSTRAINT "everything.id u64" CHECK ("id" BETWEEN 0 AND 18446744073709551615),
    CONSTRAINT "everything.note nonempty" CHECK ("note" <> ''),
    CONSTRAINT "everything.count u32" CHECK ("count" BETWEEN 0 AND 4294967295),
    CONSTRAINT "everything.bytes u64" CHECK ("bytes" BETWEEN 0 AND 18446744073709551615),
    CONSTRAINT "everything.spare u64" CHECK ("spare" BETWEEN 0 AND 18446744073709551615),
    CONSTRAINT "everything.ratio f64" CHECK ("ratio" BETWEEN '-1.7976931348623157e308' AND '1.7976931348623157e308'),
    CONSTRAINT "everything.whole f64" CHECK ("whole" BETWEEN '-1.7976931348623157e308' AND '1.7976931348623157e308'),
    CONSTRAINT "everything.score f64" CHECK ("score" BETWEEN '-1.7976931348623157e308' AND '1.7976931348623157e308'),
    CONSTRAINT "everything.day date" CHECK ("day" BETWEEN '0001-01-01' AND '9999-12-31'),
    CONSTRAINT "everything.end date" CHECK ("end" BETWEEN '0001-01-01' AND '9999-12-31'),
    CONSTRAINT "everything.moment timestamp" CHECK ("moment" BETWEEN '0001-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999999Z'),
    CONSTRAINT "everything.later timestamp" CHECK ("later" BETWEEN '0001-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999999Z'),
    CONSTRAINT "everything.color enum" CHECK ("color" IN ('red', 'green', 'won''t fix', E'a\x0ab\\')),
    CONSTRAINT "everything.shade enum" CHECK ("shade" IN ('red', 'green', 'won''t fix', E'a\x0ab\\')),
    CONSTRAINT "everything.level nonempty" CHECK ("level" <> ''),
    CONSTRAINT "everything.mood nonempty" CHECK ("mood" <> ''),
    CONSTRAINT "everything.percent range" CHECK ("percent" BETWEEN 0 AND 100),
    CONSTRAINT "everything.offset range" CHECK ("offset" BETWEEN -10 AND 10),
    CONSTRAINT "everything.share range" CHECK ("share" BETWEEN -0.5 AND 1000),
    CONSTRAINT "everything.middle range" CHECK ("middle" BETWEEN 5 AND 9223372036854775808),
    CONSTRAINT "everything.huge range" CHECK ("huge" BETWEEN 9223372036854775808 AND 18446744073709551614),
    CONSTRAINT "everything.texts list" CHECK (coalesce(array_ndims("texts"), 1) = 1 AND array_position("texts", NULL) IS NULL),
    CONSTRAINT "everything.flags list" CHECK (coalesce(array_ndims("flags"), 1) = 1 AND array_position("flags", NULL) IS NULL),
    CONSTRAINT "everything.smalls list" CHECK (coalesce(array_ndims("smalls"), 1) = 1 AND array_position("smalls", NULL) IS NULL),
    CONSTRAINT "everything.smalls range" CHECK (-1 <= ALL ("smalls") AND 5 >= ALL ("smalls")),
    CONSTRAINT "everything.larges list" CHECK (coalesce(array_ndims("larges"), 1) = 1 AND array_position("larges", NULL) IS NULL),
    CONSTRAINT "everything.counts list" CHECK (coalesce(array_ndims("counts"), 1) = 1 AND array_position("counts", NULL) IS NULL),
    CONSTRAINT "everything.counts u32" CHECK (0 <= ALL ("counts") AND 4294967295 >= ALL ("counts")),
    CONSTRAINT "everything.sizes list" CHECK (coalesce(array_ndims("sizes"), 1) = 1 AND array_position("sizes", NULL) IS NULL),
    CONSTRAINT "everything.sizes u64" CHECK (0 <= ALL ("sizes") AND 18446744073709551615 >= ALL ("sizes")),
    CONSTRAINT "everything.ratios list" CHECK (coalesce(array_ndims("ratios"), 1) = 1 AND array_position("ratios", NULL) IS NULL),
    CONSTRAINT "everything.ratios f64" CHECK ('-1.7976931348623157e308' <= ALL ("ratios") AND '1.7976931348623157e308' >= ALL ("ratios")),
    CONSTRAINT "everything.days list" CHECK (coalesce(array_ndims("days"), 1) = 1 AND array_position("days", NULL) IS NULL),
    CONSTRAINT "everything.days date" CHECK ('0001-01-01' <= ALL ("days") AND '9999-12-31' >= ALL ("days")),
    CONSTRAINT "everything.moments list" CHECK (coalesce(array_ndims("moments"), 1) = 1 AND array_position("moments", NULL) IS NULL),
    CONSTRAINT "everything.moments timestamp" CHECK ('0001-01-01T00:00:00Z' <= ALL ("moments") AND '9999-12-31T23:59:59.999999Z' >= ALL ("moments")),
    CONSTRAINT "everything.colors list" CHECK (coalesce(array_ndims("colors"), 1) = 1 AND array_position("colors", NULL) IS NULL),
    CONSTRAINT "everything.colors nonempty" CHECK (cardinality("colors") > 0),
    CONSTRAINT "everything.colors enum" CHECK ("colors" <@ ARRAY['red', 'green', 'won''t fix', E'a\x0ab\\']::text[]),
    CONSTRAINT "everything.owners list" CHECK (coalesce(array_ndims("owners"), 1) = 1 AND array_position("owners", NULL) IS NULL),
    CONSTRAINT "everything.Order u32" CHECK ("Order" BETWEEN 0 AND 4294967295),
    CONSTRAINT "everything unique small, note" UNIQUE ("small", "note") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "everything by color, level" ON "everything" ("color", "level", "id");
CREATE INDEX "everything by end" ON "everything" ("end", "id") WHERE "end" IS NOT NULL;
CREATE INDEX "everything by id, small" ON "everything" ("id", "small");
CREATE OR REPLACE FUNCTION "everything log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('everything', 'delete', ARRAY[jsonb_build_array(old."id")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('everything', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('everything', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."id") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('everything', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."id") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "everything lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "everything"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('everything');
CREATE TRIGGER "everything log insert" AFTER INSERT ON "everything"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "everything log"();
CREATE TRIGGER "everything log update" AFTER UPDATE ON "everything"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "everything log"();
CREATE TRIGGER "everything log rename" AFTER UPDATE ON "everything"
    FOR EACH ROW WHEN ((OLD."id") IS DISTINCT FROM (NEW."id")) EXECUTE FUNCTION "everything log"();
CREATE TRIGGER "everything log delete" AFTER DELETE ON "everything"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "everything log"();
CREATE TRIGGER "everything log truncate" AFTER TRUNCATE ON "everything"
    FOR EACH STATEMENT EXECUTE FUNCTION "everything log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('everything', 1, 'd3e16ddba20e17ae')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'everything';

-- A key of all that a key can be made of.
CREATE TABLE "visits" (
    "who" text COLLATE "C" NOT NULL,
    "at" timestamptz NOT NULL,
    "day" date NOT NULL,
    "found" boolean NOT NULL,
    "owner" text COLLATE "C",
    CONSTRAINT "visits key" PRIMARY KEY ("who", "at", "day", "found"),
    CONSTRAINT "visits.who nonempty" CHECK ("who" <> ''),
    CONSTRAINT "visits.at timestamp" CHECK ("at" BETWEEN '0001-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999999Z'),
    CONSTRAINT "visits.day date" CHECK ("day" BETWEEN '0001-01-01' AND '9999-12-31'),
    CONSTRAINT "visits.owner nonempty" CHECK ("owner" <> '')
);
CREATE INDEX "visits by owner" ON "visits" ("owner", "who", "at", "day", "found") WHERE "owner" IS NOT NULL;
CREATE OR REPLACE FUNCTION "visits log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('visits', 'delete', ARRAY[jsonb_build_array(old."who", to_char(old."at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), old."day", old."found")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('visits', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('visits', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."who", to_char(old_rows."at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), old_rows."day", old_rows."found") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('visits', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."who", to_char(new_rows."at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), new_rows."day", new_rows."found") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "visits lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "visits"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('visits');
CREATE TRIGGER "visits log insert" AFTER INSERT ON "visits"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "visits log"();
CREATE TRIGGER "visits log update" AFTER UPDATE ON "visits"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "visits log"();
CREATE TRIGGER "visits log rename" AFTER UPDATE ON "visits"
    FOR EACH ROW WHEN ((OLD."who", OLD."at", OLD."day", OLD."found") IS DISTINCT FROM (NEW."who", NEW."at", NEW."day", NEW."found")) EXECUTE FUNCTION "visits log"();
CREATE TRIGGER "visits log delete" AFTER DELETE ON "visits"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "visits log"();
CREATE TRIGGER "visits log truncate" AFTER TRUNCATE ON "visits"
    FOR EACH STATEMENT EXECUTE FUNCTION "visits log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('visits', 1, 'db2be114cc8bcc69')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'visits';

CREATE TABLE "tickets" (
    "id" bigint NOT NULL,
    "title" text COLLATE "C" NOT NULL,
    CONSTRAINT "tickets key" PRIMARY KEY ("id"),
    CONSTRAINT "tickets.id u32" CHECK ("id" BETWEEN 0 AND 4294967295),
    CONSTRAINT "tickets.title nonempty" CHECK ("title" <> '')
);
CREATE OR REPLACE FUNCTION "tickets log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('tickets', 'delete', ARRAY[jsonb_build_array(old."id")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('tickets', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('tickets', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."id") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('tickets', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."id") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "tickets lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "tickets"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('tickets');
CREATE TRIGGER "tickets log insert" AFTER INSERT ON "tickets"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "tickets log"();
CREATE TRIGGER "tickets log update" AFTER UPDATE ON "tickets"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "tickets log"();
CREATE TRIGGER "tickets log rename" AFTER UPDATE ON "tickets"
    FOR EACH ROW WHEN ((OLD."id") IS DISTINCT FROM (NEW."id")) EXECUTE FUNCTION "tickets log"();
CREATE TRIGGER "tickets log delete" AFTER DELETE ON "tickets"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "tickets log"();
CREATE TRIGGER "tickets log truncate" AFTER TRUNCATE ON "tickets"
    FOR EACH STATEMENT EXECUTE FUNCTION "tickets log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('tickets', 1, 'bf351373e8f9fee6')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'tickets';

CREATE TABLE "runs" (
    "id" text COLLATE "C" NOT NULL,
    CONSTRAINT "runs key" PRIMARY KEY ("id"),
    CONSTRAINT "runs.id nonempty" CHECK ("id" <> '')
);
CREATE OR REPLACE FUNCTION "runs log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('runs', 'delete', ARRAY[jsonb_build_array(old."id")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('runs', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('runs', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."id") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('runs', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."id") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "runs lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "runs"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('runs');
CREATE TRIGGER "runs log insert" AFTER INSERT ON "runs"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "runs log"();
CREATE TRIGGER "runs log update" AFTER UPDATE ON "runs"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "runs log"();
CREATE TRIGGER "runs log rename" AFTER UPDATE ON "runs"
    FOR EACH ROW WHEN ((OLD."id") IS DISTINCT FROM (NEW."id")) EXECUTE FUNCTION "runs log"();
CREATE TRIGGER "runs log delete" AFTER DELETE ON "runs"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "runs log"();
CREATE TRIGGER "runs log truncate" AFTER TRUNCATE ON "runs"
    FOR EACH STATEMENT EXECUTE FUNCTION "runs log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('runs', 1, '2d9ff61403b1257b')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'runs';

CREATE TABLE "hashes" (
    "id" numeric(20,0) NOT NULL,
    CONSTRAINT "hashes key" PRIMARY KEY ("id"),
    CONSTRAINT "hashes.id u64" CHECK ("id" BETWEEN 0 AND 18446744073709551615)
);
CREATE OR REPLACE FUNCTION "hashes log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('hashes', 'delete', ARRAY[jsonb_build_array(old."id")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('hashes', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('hashes', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."id") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('hashes', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."id") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "hashes lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "hashes"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('hashes');
CREATE TRIGGER "hashes log insert" AFTER INSERT ON "hashes"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "hashes log"();
CREATE TRIGGER "hashes log update" AFTER UPDATE ON "hashes"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "hashes log"();
CREATE TRIGGER "hashes log rename" AFTER UPDATE ON "hashes"
    FOR EACH ROW WHEN ((OLD."id") IS DISTINCT FROM (NEW."id")) EXECUTE FUNCTION "hashes log"();
CREATE TRIGGER "hashes log delete" AFTER DELETE ON "hashes"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "hashes log"();
CREATE TRIGGER "hashes log truncate" AFTER TRUNCATE ON "hashes"
    FOR EACH STATEMENT EXECUTE FUNCTION "hashes log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('hashes', 1, 'ebbf6ef0a4190459')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'hashes';

-- Those who know each other.
CREATE TABLE "crew" (
    "id" numeric(20,0) NOT NULL,
    "mates" numeric(20,0)[] NOT NULL DEFAULT '{}',
    "likes" numeric(20,0)[] NOT NULL DEFAULT '{}',
    CONSTRAINT "crew key" PRIMARY KEY ("id"),
    CONSTRAINT "crew.id u64" CHECK ("id" BETWEEN 0 AND 18446744073709551615),
    CONSTRAINT "crew.mates list" CHECK (coalesce(array_ndims("mates"), 1) = 1 AND array_position("mates", NULL) IS NULL),
    CONSTRAINT "crew.mates u64" CHECK (0 <= ALL ("mates") AND 18446744073709551615 >= ALL ("mates")),
    CONSTRAINT "crew.likes list" CHECK (coalesce(array_ndims("likes"), 1) = 1 AND array_position("likes", NULL) IS NULL),
    CONSTRAINT "crew.likes u64" CHECK (0 <= ALL ("likes") AND 18446744073709551615 >= ALL ("likes"))
);
CREATE OR REPLACE FUNCTION "crew log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('crew', 'delete', ARRAY[jsonb_build_array(old."id")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('crew', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('crew', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."id") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('crew', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."id") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "crew lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "crew"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('crew');
CREATE TRIGGER "crew log insert" AFTER INSERT ON "crew"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "crew log"();
CREATE TRIGGER "crew log update" AFTER UPDATE ON "crew"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "crew log"();
CREATE TRIGGER "crew log rename" AFTER UPDATE ON "crew"
    FOR EACH ROW WHEN ((OLD."id") IS DISTINCT FROM (NEW."id")) EXECUTE FUNCTION "crew log"();
CREATE TRIGGER "crew log delete" AFTER DELETE ON "crew"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "crew log"();
CREATE TRIGGER "crew log truncate" AFTER TRUNCATE ON "crew"
    FOR EACH STATEMENT EXECUTE FUNCTION "crew log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('crew', 1, '1d820e7531e98689')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'crew';

-- A log.
CREATE TABLE "events" (
    "at" timestamptz NOT NULL,
    "what" text COLLATE "C" NOT NULL DEFAULT '',
    "who" text[] COLLATE "C" NOT NULL DEFAULT '{}',
    "sdn_row" bigint GENERATED BY DEFAULT AS IDENTITY,
    CONSTRAINT "events key" PRIMARY KEY ("sdn_row"),
    CONSTRAINT "events.at timestamp" CHECK ("at" BETWEEN '0001-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999999Z'),
    CONSTRAINT "events.who list" CHECK (coalesce(array_ndims("who"), 1) = 1 AND array_position("who", NULL) IS NULL)
);
CREATE INDEX "events by what" ON "events" ("what", "sdn_row");
CREATE OR REPLACE FUNCTION "events log"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM sdn_log_rows('events', 'delete', ARRAY[jsonb_build_array(old."sdn_row")]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        PERFORM sdn_log_rows('events', 'truncate', ARRAY['[]'::jsonb]);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sdn_log_rows('events', 'delete', ARRAY(SELECT jsonb_build_array(old_rows."sdn_row") FROM old_rows));
    ELSE
        PERFORM sdn_log_rows('events', lower(TG_OP), ARRAY(SELECT jsonb_build_array(new_rows."sdn_row") FROM new_rows));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "events lock" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "events"
    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock('events');
CREATE TRIGGER "events log insert" AFTER INSERT ON "events"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "events log"();
CREATE TRIGGER "events log update" AFTER UPDATE ON "events"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "events log"();
CREATE TRIGGER "events log rename" AFTER UPDATE ON "events"
    FOR EACH ROW WHEN ((OLD."sdn_row") IS DISTINCT FROM (NEW."sdn_row")) EXECUTE FUNCTION "events log"();
CREATE TRIGGER "events log delete" AFTER DELETE ON "events"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "events log"();
CREATE TRIGGER "events log truncate" AFTER TRUNCATE ON "events"
    FOR EACH STATEMENT EXECUTE FUNCTION "events log"();
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('events', 1, 'e34feede0ad8cfdf')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'events';

ALTER TABLE "people" ADD CONSTRAINT "people.boss references people" FOREIGN KEY ("boss") REFERENCES "people" ("name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people" ADD CONSTRAINT "people.pal references people" FOREIGN KEY ("pal") REFERENCES "people" ("name") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "everything.owners elements" ON "everything" USING gin ("owners");
CREATE OR REPLACE FUNCTION "everything.owners references people"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM FROM "people" AS target WHERE target."name" = ANY (new."owners") FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM "everything" AS referring, unnest(referring."owners") AS listed(element)
        WHERE (referring."id") = (new."id")
            AND NOT EXISTS (SELECT FROM "people" AS target WHERE target."name" = listed.element)) THEN
        RAISE foreign_key_violation USING CONSTRAINT = 'everything.owners references people', MESSAGE = 'an element violates foreign key constraint everything.owners references people';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "everything.owners insert" AFTER INSERT ON "everything"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."owners" <> '{}') EXECUTE FUNCTION "everything.owners references people"();
CREATE CONSTRAINT TRIGGER "everything.owners update" AFTER UPDATE ON "everything"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."owners" <> OLD."owners") EXECUTE FUNCTION "everything.owners references people"();
CREATE OR REPLACE FUNCTION "everything.owners referred"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM "people" AS target WHERE target."name" = old."name")
        AND EXISTS (SELECT FROM "everything" AS referring WHERE referring."owners" @> ARRAY[old."name"]) THEN
        RAISE foreign_key_violation USING CONSTRAINT = 'everything.owners references people', MESSAGE = 'an element violates foreign key constraint everything.owners references people';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "everything.owners delete" AFTER DELETE ON "people"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "everything.owners referred"();
CREATE CONSTRAINT TRIGGER "everything.owners rename" AFTER UPDATE ON "people"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (old."name" <> NEW."name") EXECUTE FUNCTION "everything.owners referred"();
CREATE OR REPLACE FUNCTION "everything.owners clear"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE "everything" AS referring SET "owners" = array_remove(referring."owners", old."name")
        WHERE referring."owners" @> ARRAY[old."name"];
    RETURN NULL;
END
$$;
CREATE TRIGGER "everything.owners clear" AFTER DELETE ON "people"
    FOR EACH ROW EXECUTE FUNCTION "everything.owners clear"();
ALTER TABLE "visits" ADD CONSTRAINT "visits.who references people" FOREIGN KEY ("who") REFERENCES "people" ("name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "visits" ADD CONSTRAINT "visits.owner references people" FOREIGN KEY ("owner") REFERENCES "people" ("name") ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "crew.mates elements" ON "crew" USING gin ("mates");
CREATE OR REPLACE FUNCTION "crew.mates references crew"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM FROM "crew" AS target WHERE target."id" = ANY (new."mates") FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM "crew" AS referring, unnest(referring."mates") AS listed(element)
        WHERE (referring."id") = (new."id")
            AND NOT EXISTS (SELECT FROM "crew" AS target WHERE target."id" = listed.element)) THEN
        RAISE foreign_key_violation USING CONSTRAINT = 'crew.mates references crew', MESSAGE = 'an element violates foreign key constraint crew.mates references crew';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "crew.mates insert" AFTER INSERT ON "crew"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."mates" <> '{}') EXECUTE FUNCTION "crew.mates references crew"();
CREATE CONSTRAINT TRIGGER "crew.mates update" AFTER UPDATE ON "crew"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."mates" <> OLD."mates") EXECUTE FUNCTION "crew.mates references crew"();
CREATE OR REPLACE FUNCTION "crew.mates referred"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM "crew" AS target WHERE target."id" = old."id")
        AND EXISTS (SELECT FROM "crew" AS referring WHERE referring."mates" @> ARRAY[old."id"]) THEN
        RAISE foreign_key_violation USING CONSTRAINT = 'crew.mates references crew', MESSAGE = 'an element violates foreign key constraint crew.mates references crew';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "crew.mates delete" AFTER DELETE ON "crew"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "crew.mates referred"();
CREATE CONSTRAINT TRIGGER "crew.mates rename" AFTER UPDATE ON "crew"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (old."id" <> NEW."id") EXECUTE FUNCTION "crew.mates referred"();
CREATE INDEX "crew.likes elements" ON "crew" USING gin ("likes");
CREATE OR REPLACE FUNCTION "crew.likes references crew"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM FROM "crew" AS target WHERE target."id" = ANY (new."likes") FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM "crew" AS referring, unnest(referring."likes") AS listed(element)
        WHERE (referring."id") = (new."id")
            AND NOT EXISTS (SELECT FROM "crew" AS target WHERE target."id" = listed.element)) THEN
        RAISE foreign_key_violation USING CONSTRAINT = 'crew.likes references crew', MESSAGE = 'an element violates foreign key constraint crew.likes references crew';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "crew.likes insert" AFTER INSERT ON "crew"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."likes" <> '{}') EXECUTE FUNCTION "crew.likes references crew"();
CREATE CONSTRAINT TRIGGER "crew.likes update" AFTER UPDATE ON "crew"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."likes" <> OLD."likes") EXECUTE FUNCTION "crew.likes references crew"();
CREATE OR REPLACE FUNCTION "crew.likes referred"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM "crew" AS target WHERE target."id" = old."id")
        AND EXISTS (SELECT FROM "crew" AS referring WHERE referring."likes" @> ARRAY[old."id"]) THEN
        RAISE foreign_key_violation USING CONSTRAINT = 'crew.likes references crew', MESSAGE = 'an element violates foreign key constraint crew.likes references crew';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "crew.likes delete" AFTER DELETE ON "crew"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "crew.likes referred"();
CREATE CONSTRAINT TRIGGER "crew.likes rename" AFTER UPDATE ON "crew"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (old."id" <> NEW."id") EXECUTE FUNCTION "crew.likes referred"();
CREATE OR REPLACE FUNCTION "crew.likes clear"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE "crew" AS referring SET "likes" = array_remove(referring."likes", old."id")
        WHERE referring."likes" @> ARRAY[old."id"];
    RETURN NULL;
END
$$;
CREATE TRIGGER "crew.likes clear" AFTER DELETE ON "crew"
    FOR EACH ROW EXECUTE FUNCTION "crew.likes clear"();
CREATE INDEX "events.who elements" ON "events" USING gin ("who");
CREATE OR REPLACE FUNCTION "events.who references people"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM FROM "people" AS target WHERE target."name" = ANY (new."who") FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM "events" AS referring, unnest(referring."who") AS listed(element)
        WHERE (referring."sdn_row") = (new."sdn_row")
            AND NOT EXISTS (SELECT FROM "people" AS target WHERE target."name" = listed.element)) THEN
        RAISE foreign_key_violation USING CONSTRAINT = 'events.who references people', MESSAGE = 'an element violates foreign key constraint events.who references people';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "events.who insert" AFTER INSERT ON "events"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."who" <> '{}') EXECUTE FUNCTION "events.who references people"();
CREATE CONSTRAINT TRIGGER "events.who update" AFTER UPDATE ON "events"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."who" <> OLD."who") EXECUTE FUNCTION "events.who references people"();
CREATE OR REPLACE FUNCTION "events.who referred"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM "people" AS target WHERE target."name" = old."name")
        AND EXISTS (SELECT FROM "events" AS referring WHERE referring."who" @> ARRAY[old."name"]) THEN
        RAISE foreign_key_violation USING CONSTRAINT = 'events.who references people', MESSAGE = 'an element violates foreign key constraint events.who references people';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "events.who delete" AFTER DELETE ON "people"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "events.who referred"();
CREATE CONSTRAINT TRIGGER "events.who rename" AFTER UPDATE ON "people"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (old."name" <> NEW."name") EXECUTE FUNCTION "events.who referred"();
COMMIT;
