-- Made by sdnc ddl from long_names.schema. Do not edit: change the schema and run sdnc again.
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

CREATE TABLE "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" (
    "id" INTEGER NOT NULL,
    "a_field_with_quite_a_long_name_that_ends_a" TEXT,
    "a_field_with_quite_a_long_name_that_ends_b" TEXT,
    "a/column.with-63#bytes_1234567890123456789012345678901234567890" INTEGER NOT NULL,
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x key" PRIMARY KEY ("id"),
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x.id u32" CHECK ("id" BETWEEN 0 AND 4294967295),
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x.a_field_with_quite_a_long_name_that_ends_a nonempty" CHECK ("a_field_with_quite_a_long_name_that_ends_a" <> ''),
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x.a_field_with_quite_a_long_name_that_ends_b nonempty" CHECK ("a_field_with_quite_a_long_name_that_ends_b" <> ''),
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x.a/column.with-63#bytes_1234567890123456789012345678901234567890 u32" CHECK ("a/column.with-63#bytes_1234567890123456789012345678901234567890" BETWEEN 0 AND 4294967295),
    CONSTRAINT "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x.a/column.with-63#bytes_1234567890123456789012345678901234567890 references a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" FOREIGN KEY ("a/column.with-63#bytes_1234567890123456789012345678901234567890") REFERENCES "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" ("id") DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x unique a_field_with_quite_a_long_name_that_ends_a" ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" ("a_field_with_quite_a_long_name_that_ends_a") WHERE "a_field_with_quite_a_long_name_that_ends_a" IS NOT NULL;
CREATE UNIQUE INDEX "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x unique a_field_with_quite_a_long_name_that_ends_b" ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" ("a_field_with_quite_a_long_name_that_ends_b") WHERE "a_field_with_quite_a_long_name_that_ends_b" IS NOT NULL;
CREATE INDEX "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x by a_field_with_quite_a_long_name_that_ends_a, a_field_with_quite_a_long_name_that_ends_b" ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" ("a_field_with_quite_a_long_name_that_ends_a", "a_field_with_quite_a_long_name_that_ends_b", "id") WHERE "a_field_with_quite_a_long_name_that_ends_a" IS NOT NULL AND "a_field_with_quite_a_long_name_that_ends_b" IS NOT NULL;
CREATE INDEX "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x by a_field_with_quite_a_long_name_that_ends_b, a_field_with_quite_a_long_name_that_ends_a" ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" ("a_field_with_quite_a_long_name_that_ends_b", "a_field_with_quite_a_long_name_that_ends_a", "id") WHERE "a_field_with_quite_a_long_name_that_ends_b" IS NOT NULL AND "a_field_with_quite_a_long_name_that_ends_a" IS NOT NULL;
CREATE TRIGGER "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x log insert" AFTER INSERT ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x', (SELECT version FROM sdn_meta WHERE tbl = 'a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x'), json_array(NEW."id"), 'insert');
END;
CREATE TRIGGER "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x log update" AFTER UPDATE ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x', (SELECT version FROM sdn_meta WHERE tbl = 'a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x'), json_array(NEW."id"), 'update');
END;
CREATE TRIGGER "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x log rename" AFTER UPDATE OF "id", rowid, oid, _rowid_ ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" WHEN (OLD."id") IS NOT (NEW."id") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x', (SELECT version FROM sdn_meta WHERE tbl = 'a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x'), json_array(OLD."id"), 'delete');
END;
CREATE TRIGGER "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x log delete" AFTER DELETE ON "a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x', (SELECT version FROM sdn_meta WHERE tbl = 'a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x'), json_array(OLD."id"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x', 1, '481409154b3e3a86')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'a_table_with_a_name_of_sixty_three_bytes_which_is_just_enough_x';

CREATE TABLE "select" (
    "from" INTEGER NOT NULL,
    "group" TEXT NOT NULL,
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,
    "a_b" INTEGER NOT NULL,
    CONSTRAINT "select key" PRIMARY KEY ("from"),
    CONSTRAINT "select.from u32" CHECK ("from" BETWEEN 0 AND 4294967295),
    CONSTRAINT "select.group nonempty" CHECK ("group" <> ''),
    CONSTRAINT "select.a u32" CHECK ("a" BETWEEN 0 AND 4294967295),
    CONSTRAINT "select.b u32" CHECK ("b" BETWEEN 0 AND 4294967295),
    CONSTRAINT "select.a_b u32" CHECK ("a_b" BETWEEN 0 AND 4294967295)
) STRICT, WITHOUT ROWID;
CREATE INDEX "select by a, b" ON "select" ("a", "b", "from");
CREATE INDEX "select by a_b" ON "select" ("a_b", "from");
CREATE TRIGGER "select log insert" AFTER INSERT ON "select" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'select';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('select', (SELECT version FROM sdn_meta WHERE tbl = 'select'), json_array(NEW."from"), 'insert');
END;
CREATE TRIGGER "select log update" AFTER UPDATE ON "select" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'select';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('select', (SELECT version FROM sdn_meta WHERE tbl = 'select'), json_array(NEW."from"), 'update');
END;
CREATE TRIGGER "select log rename" AFTER UPDATE OF "from", rowid, oid, _rowid_ ON "select" WHEN (OLD."from") IS NOT (NEW."from") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'select';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('select', (SELECT version FROM sdn_meta WHERE tbl = 'select'), json_array(OLD."from"), 'delete');
END;
CREATE TRIGGER "select log delete" AFTER DELETE ON "select" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'select';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('select', (SELECT version FROM sdn_meta WHERE tbl = 'select'), json_array(OLD."from"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('select', 1, '5eb998d18e556d9e')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'select';

CREATE TABLE "users" (
    "user" TEXT NOT NULL,
    "new" INTEGER NOT NULL,
    "tg_op" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "what" INTEGER NOT NULL,
    CONSTRAINT "users key" PRIMARY KEY ("user"),
    CONSTRAINT "users.user nonempty" CHECK ("user" <> ''),
    CONSTRAINT "users.new bool" CHECK ("new" IN (0, 1)),
    CONSTRAINT "users.what u32" CHECK ("what" BETWEEN 0 AND 4294967295)
) STRICT, WITHOUT ROWID;
CREATE INDEX "users by user, new" ON "users" ("user", "new");
CREATE TRIGGER "users log insert" AFTER INSERT ON "users" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'users';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('users', (SELECT version FROM sdn_meta WHERE tbl = 'users'), json_array(NEW."user"), 'insert');
END;
CREATE TRIGGER "users log update" AFTER UPDATE ON "users" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'users';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('users', (SELECT version FROM sdn_meta WHERE tbl = 'users'), json_array(NEW."user"), 'update');
END;
CREATE TRIGGER "users log rename" AFTER UPDATE OF "user", rowid, oid, _rowid_ ON "users" WHEN (OLD."user") IS NOT (NEW."user") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'users';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('users', (SELECT version FROM sdn_meta WHERE tbl = 'users'), json_array(OLD."user"), 'delete');
END;
CREATE TRIGGER "users log delete" AFTER DELETE ON "users" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'users';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('users', (SELECT version FROM sdn_meta WHERE tbl = 'users'), json_array(OLD."user"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('users', 1, '7c520d8fd759c790')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'users';

CREATE TABLE "variables" (
    "found" INTEGER NOT NULL,
    "tg_op" TEXT NOT NULL,
    "new" INTEGER NOT NULL,
    "value" INTEGER NOT NULL,
    "type" TEXT NOT NULL DEFAULT '[]',
    CONSTRAINT "variables key" PRIMARY KEY ("found", "tg_op", "new", "value"),
    CONSTRAINT "variables.found bool" CHECK ("found" IN (0, 1)),
    CONSTRAINT "variables.tg_op nonempty" CHECK ("tg_op" <> ''),
    CONSTRAINT "variables.new u32" CHECK ("new" BETWEEN 0 AND 4294967295),
    CONSTRAINT "variables.value u32" CHECK ("value" BETWEEN 0 AND 4294967295),
    CONSTRAINT "variables.type list" CHECK (json_type("type") = 'array')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER "variables.type list insert" AFTER INSERT ON "variables" WHEN NEW."type" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: variables.type u32') FROM json_each(NEW."type")
        WHERE (type IN ('integer') AND (value BETWEEN 0 AND 4294967295)) IS NOT TRUE;
END;
CREATE TRIGGER "variables.type list update" AFTER UPDATE OF "type" ON "variables" WHEN NEW."type" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: variables.type u32') FROM json_each(NEW."type")
        WHERE (type IN ('integer') AND (value BETWEEN 0 AND 4294967295)) IS NOT TRUE;
END;
CREATE TRIGGER "variables log insert" AFTER INSERT ON "variables" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'variables';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('variables', (SELECT version FROM sdn_meta WHERE tbl = 'variables'), json_array(NEW."found", NEW."tg_op", NEW."new", NEW."value"), 'insert');
END;
CREATE TRIGGER "variables log update" AFTER UPDATE ON "variables" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'variables';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('variables', (SELECT version FROM sdn_meta WHERE tbl = 'variables'), json_array(NEW."found", NEW."tg_op", NEW."new", NEW."value"), 'update');
END;
CREATE TRIGGER "variables log rename" AFTER UPDATE OF "found", "tg_op", "new", "value", rowid, oid, _rowid_ ON "variables" WHEN (OLD."found", OLD."tg_op", OLD."new", OLD."value") IS NOT (NEW."found", NEW."tg_op", NEW."new", NEW."value") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'variables';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('variables', (SELECT version FROM sdn_meta WHERE tbl = 'variables'), json_array(OLD."found", OLD."tg_op", OLD."new", OLD."value"), 'delete');
END;
CREATE TRIGGER "variables log delete" AFTER DELETE ON "variables" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'variables';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('variables', (SELECT version FROM sdn_meta WHERE tbl = 'variables'), json_array(OLD."found", OLD."tg_op", OLD."new", OLD."value"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('variables', 1, 'ad67028a7ba31b18')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'variables';

COMMIT;
