-- Made by sdnc ddl from shop.schema. Do not edit: change the schema and run sdnc again.
-- SQLite 3.38 or later: sqlite3 -bail FILE <THIS. Every connection that changes rows needs
-- PRAGMA foreign_keys = ON; and PRAGMA recursive_triggers = ON;

BEGIN;

-- The version of each table, and the rows that each version changed.
CREATE TABLE IF NOT EXISTS sdn_meta (
    tbl TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    schema_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sdn_log (
    tbl TEXT NOT NULL,
    version INTEGER NOT NULL,
    key TEXT NOT NULL,
    op TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (tbl, version)
) STRICT, WITHOUT ROWID;
DROP TRIGGER IF EXISTS "sdn_log prune";
CREATE TRIGGER "sdn_log prune" AFTER INSERT ON sdn_log WHEN NEW.version % 256 = 0 BEGIN
    DELETE FROM sdn_log WHERE tbl = NEW.tbl AND version < (SELECT version FROM sdn_log WHERE tbl = NEW.tbl
        AND (at >= datetime('now', '-30 days')
            OR version >= (SELECT min(version) + 1024 FROM sdn_log WHERE tbl = NEW.tbl))
        ORDER BY version LIMIT 1);
END;

-- Someone;
-- refers to others of this table.
CREATE TABLE "people" (
    -- The name.
    "name" TEXT NOT NULL,
    "boss" TEXT,
    "pal" TEXT,
    "mail" TEXT,
    "slug" TEXT NOT NULL,
    CONSTRAINT "people key" PRIMARY KEY ("name"),
    CONSTRAINT "people.name nonempty" CHECK ("name" <> ''),
    CONSTRAINT "people.boss nonempty" CHECK ("boss" <> ''),
    CONSTRAINT "people.pal nonempty" CHECK ("pal" <> ''),
    CONSTRAINT "people.mail nonempty" CHECK ("mail" <> ''),
    CONSTRAINT "people.slug nonempty" CHECK ("slug" <> ''),
    CONSTRAINT "people.boss references people" FOREIGN KEY ("boss") REFERENCES "people" ("name") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "people.pal references people" FOREIGN KEY ("pal") REFERENCES "people" ("name") DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "people unique mail" ON "people" ("mail") WHERE "mail" IS NOT NULL;
CREATE UNIQUE INDEX "people unique slug" ON "people" ("slug");
CREATE UNIQUE INDEX "people unique boss, mail" ON "people" ("boss", "mail") WHERE "boss" IS NOT NULL AND "mail" IS NOT NULL;
CREATE TRIGGER "people log insert" AFTER INSERT ON "people" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'people';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('people', (SELECT version FROM sdn_meta WHERE tbl = 'people'), json_array(NEW."name"), 'insert');
END;
CREATE TRIGGER "people log update" AFTER UPDATE ON "people" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'people';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('people', (SELECT version FROM sdn_meta WHERE tbl = 'people'), json_array(NEW."name"), 'update');
END;
CREATE TRIGGER "people log rename" AFTER UPDATE OF "name", rowid, oid, _rowid_ ON "people" WHEN (OLD."name") IS NOT (NEW."name") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'people';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('people', (SELECT version FROM sdn_meta WHERE tbl = 'people'), json_array(OLD."name"), 'delete');
END;
CREATE TRIGGER "people log delete" AFTER DELETE ON "people" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'people';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('people', (SELECT version FROM sdn_meta WHERE tbl = 'people'), json_array(OLD."name"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('people', 1, '5507c8a2932a20fc')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'people';

CREATE TABLE "everything" (
    "id" ANY NOT NULL,
    "text" TEXT NOT NULL DEFAULT ('it''s "quoted"'||char(10)||'\ 100% @ $$ ü'),
    "note" TEXT,
    "flag" INTEGER NOT NULL DEFAULT 1,
    "maybe" INTEGER,
    "small" INTEGER NOT NULL DEFAULT -5,
    "smallest" INTEGER NOT NULL DEFAULT -2147483648,
    "large" INTEGER NOT NULL DEFAULT -9223372036854775808,
    "count" INTEGER NOT NULL DEFAULT 7,
    "bytes" ANY NOT NULL DEFAULT '18446744073709551615',
    "spare" ANY,
    "ratio" REAL NOT NULL DEFAULT 0.0025,
    "whole" REAL NOT NULL DEFAULT 1,
    "score" REAL,
    "day" TEXT NOT NULL DEFAULT '2026-01-31',
    "end" TEXT,
    "moment" TEXT NOT NULL DEFAULT '2026-01-31T07:15:00.500000000Z',
    "later" TEXT,
    "color" TEXT NOT NULL DEFAULT ('a'||char(10)||'b\'),
    "shade" TEXT,
    "level" TEXT NOT NULL DEFAULT 'high',
    "mood" TEXT,
    "percent" INTEGER NOT NULL DEFAULT 50,
    "offset" INTEGER,
    "share" REAL NOT NULL DEFAULT 0.5,
    "middle" ANY NOT NULL DEFAULT 5,
    "huge" ANY,
    "texts" TEXT NOT NULL DEFAULT '["a, b","it''s","\n\"\\"]',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "smalls" TEXT NOT NULL DEFAULT '[]',
    "larges" TEXT NOT NULL DEFAULT '[]',
    "counts" TEXT NOT NULL DEFAULT '[]',
    "sizes" TEXT NOT NULL DEFAULT '[1,"18446744073709551615"]',
    "ratios" TEXT NOT NULL DEFAULT '[]',
    "days" TEXT NOT NULL DEFAULT '[]',
    "moments" TEXT NOT NULL DEFAULT '["2026-01-31T08:15:00.000000000Z"]',
    "colors" TEXT NOT NULL DEFAULT '["red","a\nb\\"]',
    "owners" TEXT NOT NULL DEFAULT '[]',
    "mode/jit.x-1#" TEXT NOT NULL DEFAULT '',
    "Order" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "everything key" PRIMARY KEY ("id"),
    CONSTRAINT "everything.id u64" CHECK (typeof("id") = 'integer' AND "id" >= 0 OR typeof("id") = 'text' AND length("id") = 20 AND "id" NOT GLOB '*[^0-9]*' AND "id" BETWEEN '09223372036854775808' AND '18446744073709551615'),
    CONSTRAINT "everything.note nonempty" CHECK ("note" <> ''),
    CONSTRAINT "everything.flag bool" CHECK ("flag" IN (0, 1)),
    CONSTRAINT "everything.maybe bool" CHECK ("maybe" IN (0, 1)),
    CONSTRAINT "everything.small i32" CHECK ("small" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "everything.smallest i32" CHECK ("smallest" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "everything.count u32" CHECK ("count" BETWEEN 0 AND 4294967295),
    CONSTRAINT "everything.bytes u64" CHECK (typeof("bytes") = 'integer' AND "bytes" >= 0 OR typeof("bytes") = 'text' AND length("bytes") = 20 AND "bytes" NOT GLOB '*[^0-9]*' AND "bytes" BETWEEN '09223372036854775808' AND '18446744073709551615'),
    CONSTRAINT "everything.spare u64" CHECK ("spare" IS NULL OR typeof("spare") = 'integer' AND "spare" >= 0 OR typeof("spare") = 'text' AND length("spare") = 20 AND "spare" NOT GLOB '*[^0-9]*' AND "spare" BETWEEN '09223372036854775808' AND '18446744073709551615'),
    CONSTRAINT "everything.ratio f64" CHECK ("ratio" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT "everything.whole f64" CHECK ("whole" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT "everything.score f64" CHECK ("score" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT "everything.day date" CHECK ("day" IS date("day", '+0 days') AND "day" >= '0000'),
    CONSTRAINT "everything.end date" CHECK ("end" IS date("end", '+0 days') AND "end" >= '0000'),
    CONSTRAINT "everything.moment timestamp" CHECK (substr("moment", 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr("moment", 1, 19), '+0 days') AND substr("moment", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]Z'),
    CONSTRAINT "everything.later timestamp" CHECK (substr("later", 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr("later", 1, 19), '+0 days') AND substr("later", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]Z'),
    CONSTRAINT "everything.color enum" CHECK ("color" IN ('red', 'green', 'won''t fix', ('a'||char(10)||'b\'))),
    CONSTRAINT "everything.shade enum" CHECK ("shade" IN ('red', 'green', 'won''t fix', ('a'||char(10)||'b\'))),
    CONSTRAINT "everything.level nonempty" CHECK ("level" <> ''),
    CONSTRAINT "everything.mood nonempty" CHECK ("mood" <> ''),
    CONSTRAINT "everything.percent range" CHECK ("percent" BETWEEN 0 AND 100),
    CONSTRAINT "everything.offset range" CHECK ("offset" BETWEEN -10 AND 10),
    CONSTRAINT "everything.share range" CHECK ("share" BETWEEN -0.5 AND 1000),
    CONSTRAINT "everything.middle range" CHECK (typeof("middle") = 'integer' AND "middle" >= 5 OR typeof("middle") = 'text' AND length("middle") = 20 AND "middle" NOT GLOB '*[^0-9]*' AND "middle" BETWEEN '09223372036854775808' AND '09223372036854775808'),
    CONSTRAINT "everything.huge range" CHECK ("huge" IS NULL OR typeof("huge") = 'text' AND length("huge") = 20 AND "huge" NOT GLOB '*[^0-9]*' AND "huge" BETWEEN '09223372036854775808' AND '18446744073709551614'),
    CONSTRAINT "everything.texts list" CHECK (json_type("texts") = 'array'),
    CONSTRAINT "everything.flags list" CHECK (json_type("flags") = 'array'),
    CONSTRAINT "everything.smalls list" CHECK (json_type("smalls") = 'array'),
    CONSTRAINT "everything.larges list" CHECK (json_type("larges") = 'array'),
    CONSTRAINT "everything.counts list" CHECK (json_type("counts") = 'array'),
    CONSTRAINT "everything.sizes list" CHECK (json_type("sizes") = 'array'),
    CONSTRAINT "everything.ratios list" CHECK (json_type("ratios") = 'array'),
    CONSTRAINT "everything.days list" CHECK (json_type("days") = 'array'),
    CONSTRAINT "everything.moments list" CHECK (json_type("moments") = 'array'),
    CONSTRAINT "everything.colors list" CHECK (json_type("colors") = 'array'),
    CONSTRAINT "everything.colors nonempty" CHECK (json_array_length("colors") > 0),
    CONSTRAINT "everything.owners list" CHECK (json_type("owners") = 'array'),
    CONSTRAINT "everything.Order u32" CHECK ("Order" BETWEEN 0 AND 4294967295)
) STRICT, WITHOUT ROWID;
CREATE INDEX "everything by color, level" ON "everything" ("color", "level", "id");
CREATE INDEX "everything by end" ON "everything" ("end", "id") WHERE "end" IS NOT NULL;
CREATE INDEX "everything by id, small" ON "everything" ("id", "small");
CREATE UNIQUE INDEX "everything unique small, note" ON "everything" ("small", "note") WHERE "note" IS NOT NULL;
CREATE TRIGGER "everything.texts list insert" AFTER INSERT ON "everything" WHEN NEW."texts" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.texts string') FROM json_each(NEW."texts")
        WHERE (type IN ('text')) IS NOT TRUE;
END;
CREATE TRIGGER "everything.texts list update" AFTER UPDATE OF "texts" ON "everything" WHEN NEW."texts" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.texts string') FROM json_each(NEW."texts")
        WHERE (type IN ('text')) IS NOT TRUE;
END;
CREATE TRIGGER "everything.flags list insert" AFTER INSERT ON "everything" WHEN NEW."flags" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.flags bool') FROM json_each(NEW."flags")
        WHERE (type IN ('true', 'false')) IS NOT TRUE;
END;
CREATE TRIGGER "everything.flags list update" AFTER UPDATE OF "flags" ON "everything" WHEN NEW."flags" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.flags bool') FROM json_each(NEW."flags")
        WHERE (type IN ('true', 'false')) IS NOT TRUE;
END;
CREATE TRIGGER "everything.smalls list insert" AFTER INSERT ON "everything" WHEN NEW."smalls" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.smalls i32') FROM json_each(NEW."smalls")
        WHERE (type IN ('integer')) IS NOT TRUE;
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.smalls range') FROM json_each(NEW."smalls")
        WHERE (value BETWEEN -1 AND 5) IS NOT TRUE;
END;
CREATE TRIGGER "everything.smalls list update" AFTER UPDATE OF "smalls" ON "everything" WHEN NEW."smalls" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.smalls i32') FROM json_each(NEW."smalls")
        WHERE (type IN ('integer')) IS NOT TRUE;
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.smalls range') FROM json_each(NEW."smalls")
        WHERE (value BETWEEN -1 AND 5) IS NOT TRUE;
END;
CREATE TRIGGER "everything.larges list insert" AFTER INSERT ON "everything" WHEN NEW."larges" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.larges i64') FROM json_each(NEW."larges")
        WHERE (type IN ('integer') AND (value BETWEEN -9223372036854775808 AND 9223372036854775807)) IS NOT TRUE;
END;
CREATE TRIGGER "everything.larges list update" AFTER UPDATE OF "larges" ON "everything" WHEN NEW."larges" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.larges i64') FROM json_each(NEW."larges")
        WHERE (type IN ('integer') AND (value BETWEEN -9223372036854775808 AND 9223372036854775807)) IS NOT TRUE;
END;
CREATE TRIGGER "everything.counts list insert" AFTER INSERT ON "everything" WHEN NEW."counts" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.counts u32') FROM json_each(NEW."counts")
        WHERE (type IN ('integer') AND (value BETWEEN 0 AND 4294967295)) IS NOT TRUE;
END;
CREATE TRIGGER "everything.counts list update" AFTER UPDATE OF "counts" ON "everything" WHEN NEW."counts" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.counts u32') FROM json_each(NEW."counts")
        WHERE (type IN ('integer') AND (value BETWEEN 0 AND 4294967295)) IS NOT TRUE;
END;
CREATE TRIGGER "everything.sizes list insert" AFTER INSERT ON "everything" WHEN NEW."sizes" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.sizes u64') FROM json_each(NEW."sizes")
        WHERE (type IN ('integer', 'text') AND (typeof(value) = 'integer' AND value >= 0 OR typeof(value) = 'text' AND length(value) = 20 AND value NOT GLOB '*[^0-9]*' AND value BETWEEN '09223372036854775808' AND '18446744073709551615')) IS NOT TRUE;
END;
CREATE TRIGGER "everything.sizes list update" AFTER UPDATE OF "sizes" ON "everything" WHEN NEW."sizes" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.sizes u64') FROM json_each(NEW."sizes")
        WHERE (type IN ('integer', 'text') AND (typeof(value) = 'integer' AND value >= 0 OR typeof(value) = 'text' AND length(value) = 20 AND value NOT GLOB '*[^0-9]*' AND value BETWEEN '09223372036854775808' AND '18446744073709551615')) IS NOT TRUE;
END;
CREATE TRIGGER "everything.ratios list insert" AFTER INSERT ON "everything" WHEN NEW."ratios" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.ratios f64') FROM json_each(NEW."ratios")
        WHERE (type IN ('integer', 'real') AND (value BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)) IS NOT TRUE;
END;
CREATE TRIGGER "everything.ratios list update" AFTER UPDATE OF "ratios" ON "everything" WHEN NEW."ratios" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.ratios f64') FROM json_each(NEW."ratios")
        WHERE (type IN ('integer', 'real') AND (value BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)) IS NOT TRUE;
END;
CREATE TRIGGER "everything.days list insert" AFTER INSERT ON "everything" WHEN NEW."days" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.days date') FROM json_each(NEW."days")
        WHERE (type IN ('text') AND value IS date(value, '+0 days') AND value >= '0000') IS NOT TRUE;
END;
CREATE TRIGGER "everything.days list update" AFTER UPDATE OF "days" ON "everything" WHEN NEW."days" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.days date') FROM json_each(NEW."days")
        WHERE (type IN ('text') AND value IS date(value, '+0 days') AND value >= '0000') IS NOT TRUE;
END;
CREATE TRIGGER "everything.moments list insert" AFTER INSERT ON "everything" WHEN NEW."moments" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.moments timestamp') FROM json_each(NEW."moments")
        WHERE (type IN ('text') AND substr(value, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(value, 1, 19), '+0 days') AND substr(value, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]Z') IS NOT TRUE;
END;
CREATE TRIGGER "everything.moments list update" AFTER UPDATE OF "moments" ON "everything" WHEN NEW."moments" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.moments timestamp') FROM json_each(NEW."moments")
        WHERE (type IN ('text') AND substr(value, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(value, 1, 19), '+0 days') AND substr(value, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]Z') IS NOT TRUE;
END;
CREATE TRIGGER "everything.colors list insert" AFTER INSERT ON "everything" WHEN NEW."colors" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.colors enum') FROM json_each(NEW."colors")
        WHERE (value IN ('red', 'green', 'won''t fix', ('a'||char(10)||'b\'))) IS NOT TRUE;
END;
CREATE TRIGGER "everything.colors list update" AFTER UPDATE OF "colors" ON "everything" WHEN NEW."colors" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.colors enum') FROM json_each(NEW."colors")
        WHERE (value IN ('red', 'green', 'won''t fix', ('a'||char(10)||'b\'))) IS NOT TRUE;
END;
CREATE TRIGGER "everything.owners list insert" AFTER INSERT ON "everything" WHEN NEW."owners" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.owners string') FROM json_each(NEW."owners")
        WHERE (type IN ('text')) IS NOT TRUE;
END;
CREATE TRIGGER "everything.owners list update" AFTER UPDATE OF "owners" ON "everything" WHEN NEW."owners" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: everything.owners string') FROM json_each(NEW."owners")
        WHERE (type IN ('text')) IS NOT TRUE;
END;
CREATE TRIGGER "everything log insert" AFTER INSERT ON "everything" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'everything';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('everything', (SELECT version FROM sdn_meta WHERE tbl = 'everything'), json_array(NEW."id"), 'insert');
END;
CREATE TRIGGER "everything log update" AFTER UPDATE ON "everything" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'everything';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('everything', (SELECT version FROM sdn_meta WHERE tbl = 'everything'), json_array(NEW."id"), 'update');
END;
CREATE TRIGGER "everything log rename" AFTER UPDATE OF "id", rowid, oid, _rowid_ ON "everything" WHEN (OLD."id") IS NOT (NEW."id") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'everything';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('everything', (SELECT version FROM sdn_meta WHERE tbl = 'everything'), json_array(OLD."id"), 'delete');
END;
CREATE TRIGGER "everything log delete" AFTER DELETE ON "everything" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'everything';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('everything', (SELECT version FROM sdn_meta WHERE tbl = 'everything'), json_array(OLD."id"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('everything', 1, 'd3e16ddba20e17ae')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'everything';

-- A key of all that a key can be made of.
CREATE TABLE "visits" (
    "who" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "found" INTEGER NOT NULL,
    "owner" TEXT,
    CONSTRAINT "visits key" PRIMARY KEY ("who", "at", "day", "found"),
    CONSTRAINT "visits.who nonempty" CHECK ("who" <> ''),
    CONSTRAINT "visits.at timestamp" CHECK (substr("at", 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr("at", 1, 19), '+0 days') AND substr("at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]Z'),
    CONSTRAINT "visits.day date" CHECK ("day" IS date("day", '+0 days') AND "day" >= '0000'),
    CONSTRAINT "visits.found bool" CHECK ("found" IN (0, 1)),
    CONSTRAINT "visits.owner nonempty" CHECK ("owner" <> ''),
    CONSTRAINT "visits.who references people" FOREIGN KEY ("who") REFERENCES "people" ("name") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "visits.owner references people" FOREIGN KEY ("owner") REFERENCES "people" ("name") ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX "visits by owner" ON "visits" ("owner", "who", "at", "day", "found") WHERE "owner" IS NOT NULL;
CREATE TRIGGER "visits log insert" AFTER INSERT ON "visits" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'visits';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('visits', (SELECT version FROM sdn_meta WHERE tbl = 'visits'), json_array(NEW."who", NEW."at", NEW."day", NEW."found"), 'insert');
END;
CREATE TRIGGER "visits log update" AFTER UPDATE ON "visits" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'visits';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('visits', (SELECT version FROM sdn_meta WHERE tbl = 'visits'), json_array(NEW."who", NEW."at", NEW."day", NEW."found"), 'update');
END;
CREATE TRIGGER "visits log rename" AFTER UPDATE OF "who", "at", "day", "found", rowid, oid, _rowid_ ON "visits" WHEN (OLD."who", OLD."at", OLD."day", OLD."found") IS NOT (NEW."who", NEW."at", NEW."day", NEW."found") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'visits';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('visits', (SELECT version FROM sdn_meta WHERE tbl = 'visits'), json_array(OLD."who", OLD."at", OLD."day", OLD."found"), 'delete');
END;
CREATE TRIGGER "visits log delete" AFTER DELETE ON "visits" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'visits';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('visits', (SELECT version FROM sdn_meta WHERE tbl = 'visits'), json_array(OLD."who", OLD."at", OLD."day", OLD."found"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('visits', 1, 'db2be114cc8bcc69')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'visits';

CREATE TABLE "tickets" (
    "id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    CONSTRAINT "tickets key" PRIMARY KEY ("id"),
    CONSTRAINT "tickets.id u32" CHECK ("id" BETWEEN 0 AND 4294967295),
    CONSTRAINT "tickets.title nonempty" CHECK ("title" <> '')
) STRICT;
CREATE TRIGGER "tickets log insert" AFTER INSERT ON "tickets" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'tickets';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('tickets', (SELECT version FROM sdn_meta WHERE tbl = 'tickets'), json_array(NEW."id"), 'insert');
END;
CREATE TRIGGER "tickets log update" AFTER UPDATE ON "tickets" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'tickets';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('tickets', (SELECT version FROM sdn_meta WHERE tbl = 'tickets'), json_array(NEW."id"), 'update');
END;
CREATE TRIGGER "tickets log rename" AFTER UPDATE OF "id", rowid, oid, _rowid_ ON "tickets" WHEN (OLD."id") IS NOT (NEW."id") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'tickets';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('tickets', (SELECT version FROM sdn_meta WHERE tbl = 'tickets'), json_array(OLD."id"), 'delete');
END;
CREATE TRIGGER "tickets log delete" AFTER DELETE ON "tickets" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'tickets';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('tickets', (SELECT version FROM sdn_meta WHERE tbl = 'tickets'), json_array(OLD."id"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('tickets', 1, 'bf351373e8f9fee6')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'tickets';

CREATE TABLE "runs" (
    "id" TEXT NOT NULL,
    CONSTRAINT "runs key" PRIMARY KEY ("id"),
    CONSTRAINT "runs.id nonempty" CHECK ("id" <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER "runs log insert" AFTER INSERT ON "runs" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'runs';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('runs', (SELECT version FROM sdn_meta WHERE tbl = 'runs'), json_array(NEW."id"), 'insert');
END;
CREATE TRIGGER "runs log update" AFTER UPDATE ON "runs" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'runs';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('runs', (SELECT version FROM sdn_meta WHERE tbl = 'runs'), json_array(NEW."id"), 'update');
END;
CREATE TRIGGER "runs log rename" AFTER UPDATE OF "id", rowid, oid, _rowid_ ON "runs" WHEN (OLD."id") IS NOT (NEW."id") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'runs';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('runs', (SELECT version FROM sdn_meta WHERE tbl = 'runs'), json_array(OLD."id"), 'delete');
END;
CREATE TRIGGER "runs log delete" AFTER DELETE ON "runs" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'runs';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('runs', (SELECT version FROM sdn_meta WHERE tbl = 'runs'), json_array(OLD."id"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('runs', 1, '2d9ff61403b1257b')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'runs';

CREATE TABLE "hashes" (
    "id" ANY NOT NULL,
    CONSTRAINT "hashes key" PRIMARY KEY ("id"),
    CONSTRAINT "hashes.id u64" CHECK (typeof("id") = 'integer' AND "id" >= 0 OR typeof("id") = 'text' AND length("id") = 20 AND "id" NOT GLOB '*[^0-9]*' AND "id" BETWEEN '09223372036854775808' AND '18446744073709551615')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER "hashes log insert" AFTER INSERT ON "hashes" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'hashes';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('hashes', (SELECT version FROM sdn_meta WHERE tbl = 'hashes'), json_array(NEW."id"), 'insert');
END;
CREATE TRIGGER "hashes log update" AFTER UPDATE ON "hashes" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'hashes';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('hashes', (SELECT version FROM sdn_meta WHERE tbl = 'hashes'), json_array(NEW."id"), 'update');
END;
CREATE TRIGGER "hashes log rename" AFTER UPDATE OF "id", rowid, oid, _rowid_ ON "hashes" WHEN (OLD."id") IS NOT (NEW."id") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'hashes';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('hashes', (SELECT version FROM sdn_meta WHERE tbl = 'hashes'), json_array(OLD."id"), 'delete');
END;
CREATE TRIGGER "hashes log delete" AFTER DELETE ON "hashes" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'hashes';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('hashes', (SELECT version FROM sdn_meta WHERE tbl = 'hashes'), json_array(OLD."id"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('hashes', 1, 'ebbf6ef0a4190459')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'hashes';

-- Those who know each other.
CREATE TABLE "crew" (
    "id" ANY NOT NULL,
    "mates" TEXT NOT NULL DEFAULT '[]',
    "likes" TEXT NOT NULL DEFAULT '[]',
    CONSTRAINT "crew key" PRIMARY KEY ("id"),
    CONSTRAINT "crew.id u64" CHECK (typeof("id") = 'integer' AND "id" >= 0 OR typeof("id") = 'text' AND length("id") = 20 AND "id" NOT GLOB '*[^0-9]*' AND "id" BETWEEN '09223372036854775808' AND '18446744073709551615'),
    CONSTRAINT "crew.mates list" CHECK (json_type("mates") = 'array'),
    CONSTRAINT "crew.likes list" CHECK (json_type("likes") = 'array')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER "crew.mates list insert" AFTER INSERT ON "crew" WHEN NEW."mates" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: crew.mates u64') FROM json_each(NEW."mates")
        WHERE (type IN ('integer', 'text') AND (typeof(value) = 'integer' AND value >= 0 OR typeof(value) = 'text' AND length(value) = 20 AND value NOT GLOB '*[^0-9]*' AND value BETWEEN '09223372036854775808' AND '18446744073709551615')) IS NOT TRUE;
END;
CREATE TRIGGER "crew.mates list update" AFTER UPDATE OF "mates" ON "crew" WHEN NEW."mates" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: crew.mates u64') FROM json_each(NEW."mates")
        WHERE (type IN ('integer', 'text') AND (typeof(value) = 'integer' AND value >= 0 OR typeof(value) = 'text' AND length(value) = 20 AND value NOT GLOB '*[^0-9]*' AND value BETWEEN '09223372036854775808' AND '18446744073709551615')) IS NOT TRUE;
END;
CREATE TRIGGER "crew.likes list insert" AFTER INSERT ON "crew" WHEN NEW."likes" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: crew.likes u64') FROM json_each(NEW."likes")
        WHERE (type IN ('integer', 'text') AND (typeof(value) = 'integer' AND value >= 0 OR typeof(value) = 'text' AND length(value) = 20 AND value NOT GLOB '*[^0-9]*' AND value BETWEEN '09223372036854775808' AND '18446744073709551615')) IS NOT TRUE;
END;
CREATE TRIGGER "crew.likes list update" AFTER UPDATE OF "likes" ON "crew" WHEN NEW."likes" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: crew.likes u64') FROM json_each(NEW."likes")
        WHERE (type IN ('integer', 'text') AND (typeof(value) = 'integer' AND value >= 0 OR typeof(value) = 'text' AND length(value) = 20 AND value NOT GLOB '*[^0-9]*' AND value BETWEEN '09223372036854775808' AND '18446744073709551615')) IS NOT TRUE;
END;
CREATE TRIGGER "crew log insert" AFTER INSERT ON "crew" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'crew';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('crew', (SELECT version FROM sdn_meta WHERE tbl = 'crew'), json_array(NEW."id"), 'insert');
END;
CREATE TRIGGER "crew log update" AFTER UPDATE ON "crew" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'crew';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('crew', (SELECT version FROM sdn_meta WHERE tbl = 'crew'), json_array(NEW."id"), 'update');
END;
CREATE TRIGGER "crew log rename" AFTER UPDATE OF "id", rowid, oid, _rowid_ ON "crew" WHEN (OLD."id") IS NOT (NEW."id") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'crew';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('crew', (SELECT version FROM sdn_meta WHERE tbl = 'crew'), json_array(OLD."id"), 'delete');
END;
CREATE TRIGGER "crew log delete" AFTER DELETE ON "crew" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'crew';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('crew', (SELECT version FROM sdn_meta WHERE tbl = 'crew'), json_array(OLD."id"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('crew', 1, '1d820e7531e98689')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'crew';

-- A log.
CREATE TABLE "events" (
    "at" TEXT NOT NULL,
    "what" TEXT NOT NULL DEFAULT '',
    "who" TEXT NOT NULL DEFAULT '[]',
    "sdn_row" INTEGER PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT "events.at timestamp" CHECK (substr("at", 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr("at", 1, 19), '+0 days') AND substr("at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]Z'),
    CONSTRAINT "events.who list" CHECK (json_type("who") = 'array')
) STRICT;
CREATE INDEX "events by what" ON "events" ("what", "sdn_row");
CREATE TRIGGER "events.who list insert" AFTER INSERT ON "events" WHEN NEW."who" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: events.who string') FROM json_each(NEW."who")
        WHERE (type IN ('text')) IS NOT TRUE;
END;
CREATE TRIGGER "events.who list update" AFTER UPDATE OF "who" ON "events" WHEN NEW."who" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: events.who string') FROM json_each(NEW."who")
        WHERE (type IN ('text')) IS NOT TRUE;
END;
CREATE TRIGGER "events log insert" AFTER INSERT ON "events" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'events';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('events', (SELECT version FROM sdn_meta WHERE tbl = 'events'), json_array(NEW."sdn_row"), 'insert');
END;
CREATE TRIGGER "events log update" AFTER UPDATE ON "events" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'events';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('events', (SELECT version FROM sdn_meta WHERE tbl = 'events'), json_array(NEW."sdn_row"), 'update');
END;
CREATE TRIGGER "events log rename" AFTER UPDATE OF "sdn_row", rowid, oid, _rowid_ ON "events" WHEN (OLD."sdn_row") IS NOT (NEW."sdn_row") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'events';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('events', (SELECT version FROM sdn_meta WHERE tbl = 'events'), json_array(OLD."sdn_row"), 'delete');
END;
CREATE TRIGGER "events log delete" AFTER DELETE ON "events" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'events';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('events', (SELECT version FROM sdn_meta WHERE tbl = 'events'), json_array(OLD."sdn_row"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('events', 1, 'e34feede0ad8cfdf')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'events';

CREATE TABLE "everything.owners" (
    "id" ANY NOT NULL,
    "sdn_element" TEXT NOT NULL,
    PRIMARY KEY ("id", "sdn_element"),
    CONSTRAINT "everything.owners references people" FOREIGN KEY ("sdn_element") REFERENCES "people" ("name") DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX "everything.owners elements" ON "everything.owners" ("sdn_element");
CREATE TRIGGER "everything.owners elements insert" AFTER INSERT ON "everything" WHEN NEW."owners" <> '[]' BEGIN
    INSERT INTO "everything.owners" ("id", "sdn_element")
        SELECT DISTINCT NEW."id", value FROM json_each(NEW."owners");
END;
CREATE TRIGGER "everything.owners elements update" AFTER UPDATE ON "everything" WHEN OLD."owners" <> NEW."owners" OR (OLD."id") IS NOT (NEW."id") BEGIN
    DELETE FROM "everything.owners" WHERE ("id") = (OLD."id");
    INSERT INTO "everything.owners" ("id", "sdn_element")
        SELECT DISTINCT NEW."id", value FROM json_each(NEW."owners");
END;
CREATE TRIGGER "everything.owners elements delete" AFTER DELETE ON "everything" WHEN OLD."owners" <> '[]' BEGIN
    DELETE FROM "everything.owners" WHERE ("id") = (OLD."id");
END;
CREATE TRIGGER "everything.owners clear" AFTER DELETE ON "people" BEGIN
    UPDATE "everything"
        SET "owners" = (SELECT json_group_array(value) FROM json_each("everything"."owners") WHERE value IS NOT OLD."name")
        WHERE ("id") IN (SELECT "id" FROM "everything.owners" WHERE "sdn_element" = OLD."name");
END;
CREATE TABLE "crew.mates" (
    "id" ANY NOT NULL,
    "sdn_element" ANY NOT NULL,
    PRIMARY KEY ("id", "sdn_element"),
    CONSTRAINT "crew.mates references crew" FOREIGN KEY ("sdn_element") REFERENCES "crew" ("id") DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX "crew.mates elements" ON "crew.mates" ("sdn_element");
CREATE TRIGGER "crew.mates elements insert" AFTER INSERT ON "crew" WHEN NEW."mates" <> '[]' BEGIN
    INSERT INTO "crew.mates" ("id", "sdn_element")
        SELECT DISTINCT NEW."id", value FROM json_each(NEW."mates");
END;
CREATE TRIGGER "crew.mates elements update" AFTER UPDATE ON "crew" WHEN OLD."mates" <> NEW."mates" OR (OLD."id") IS NOT (NEW."id") BEGIN
    DELETE FROM "crew.mates" WHERE ("id") = (OLD."id");
    INSERT INTO "crew.mates" ("id", "sdn_element")
        SELECT DISTINCT NEW."id", value FROM json_each(NEW."mates");
END;
CREATE TRIGGER "crew.mates elements delete" AFTER DELETE ON "crew" WHEN OLD."mates" <> '[]' BEGIN
    DELETE FROM "crew.mates" WHERE ("id") = (OLD."id");
END;
CREATE TABLE "crew.likes" (
    "id" ANY NOT NULL,
    "sdn_element" ANY NOT NULL,
    PRIMARY KEY ("id", "sdn_element"),
    CONSTRAINT "crew.likes references crew" FOREIGN KEY ("sdn_element") REFERENCES "crew" ("id") DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX "crew.likes elements" ON "crew.likes" ("sdn_element");
CREATE TRIGGER "crew.likes elements insert" AFTER INSERT ON "crew" WHEN NEW."likes" <> '[]' BEGIN
    INSERT INTO "crew.likes" ("id", "sdn_element")
        SELECT DISTINCT NEW."id", value FROM json_each(NEW."likes");
END;
CREATE TRIGGER "crew.likes elements update" AFTER UPDATE ON "crew" WHEN OLD."likes" <> NEW."likes" OR (OLD."id") IS NOT (NEW."id") BEGIN
    DELETE FROM "crew.likes" WHERE ("id") = (OLD."id");
    INSERT INTO "crew.likes" ("id", "sdn_element")
        SELECT DISTINCT NEW."id", value FROM json_each(NEW."likes");
END;
CREATE TRIGGER "crew.likes elements delete" AFTER DELETE ON "crew" WHEN OLD."likes" <> '[]' BEGIN
    DELETE FROM "crew.likes" WHERE ("id") = (OLD."id");
END;
CREATE TRIGGER "crew.likes clear" AFTER DELETE ON "crew" BEGIN
    UPDATE "crew"
        SET "likes" = (SELECT json_group_array(value) FROM json_each("crew"."likes") WHERE value IS NOT OLD."id")
        WHERE ("id") IN (SELECT "id" FROM "crew.likes" WHERE "sdn_element" = OLD."id");
END;
CREATE TABLE "events.who" (
    "sdn_row" INTEGER NOT NULL,
    "sdn_element" TEXT NOT NULL,
    PRIMARY KEY ("sdn_row", "sdn_element"),
    CONSTRAINT "events.who references people" FOREIGN KEY ("sdn_element") REFERENCES "people" ("name") DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX "events.who elements" ON "events.who" ("sdn_element");
CREATE TRIGGER "events.who elements insert" AFTER INSERT ON "events" WHEN NEW."who" <> '[]' BEGIN
    INSERT INTO "events.who" ("sdn_row", "sdn_element")
        SELECT DISTINCT NEW."sdn_row", value FROM json_each(NEW."who");
END;
CREATE TRIGGER "events.who elements update" AFTER UPDATE ON "events" WHEN OLD."who" <> NEW."who" OR (OLD."sdn_row") IS NOT (NEW."sdn_row") BEGIN
    DELETE FROM "events.who" WHERE ("sdn_row") = (OLD."sdn_row");
    INSERT INTO "events.who" ("sdn_row", "sdn_element")
        SELECT DISTINCT NEW."sdn_row", value FROM json_each(NEW."who");
END;
CREATE TRIGGER "events.who elements delete" AFTER DELETE ON "events" WHEN OLD."who" <> '[]' BEGIN
    DELETE FROM "events.who" WHERE ("sdn_row") = (OLD."sdn_row");
END;
COMMIT;
