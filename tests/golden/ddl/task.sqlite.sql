-- Made by sdnc ddl from task.schema. Do not edit: change the schema and run sdnc again.
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

-- One piece of planned work.
CREATE TABLE "tasks" (
    -- Name such as TRACK-001, unique in the table.
    "id" TEXT NOT NULL,
    -- The group it belongs to.
    "category" TEXT NOT NULL DEFAULT '',
    -- Short title.
    "name" TEXT NOT NULL DEFAULT '',
    -- What is to be done and why.
    "description" TEXT NOT NULL DEFAULT '',
    -- How important it is.
    "priority" TEXT NOT NULL DEFAULT 'medium',
    -- Its state.
    "status" TEXT NOT NULL DEFAULT 'planned',
    -- False once the task was withdrawn.
    "valid" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "tasks key" PRIMARY KEY ("id"),
    CONSTRAINT "tasks.id nonempty" CHECK ("id" <> ''),
    CONSTRAINT "tasks.priority nonempty" CHECK ("priority" <> ''),
    CONSTRAINT "tasks.status nonempty" CHECK ("status" <> ''),
    CONSTRAINT "tasks.valid bool" CHECK ("valid" IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX "tasks by status" ON "tasks" ("status", "id");
CREATE TRIGGER "tasks log insert" AFTER INSERT ON "tasks" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'tasks';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('tasks', (SELECT version FROM sdn_meta WHERE tbl = 'tasks'), json_array(NEW."id"), 'insert');
END;
CREATE TRIGGER "tasks log update" AFTER UPDATE ON "tasks" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'tasks';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('tasks', (SELECT version FROM sdn_meta WHERE tbl = 'tasks'), json_array(NEW."id"), 'update');
END;
CREATE TRIGGER "tasks log rename" AFTER UPDATE OF "id", rowid, oid, _rowid_ ON "tasks" WHEN (OLD."id") IS NOT (NEW."id") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'tasks';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('tasks', (SELECT version FROM sdn_meta WHERE tbl = 'tasks'), json_array(OLD."id"), 'delete');
END;
CREATE TRIGGER "tasks log delete" AFTER DELETE ON "tasks" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'tasks';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('tasks', (SELECT version FROM sdn_meta WHERE tbl = 'tasks'), json_array(OLD."id"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('tasks', 1, '6a0ae41206dd60c5')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'tasks';

COMMIT;
