-- Made by sdnc ddl from todo.schema. Do not edit: change the schema and run sdnc again.
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

-- One TODO or FIXME comment found in the source tree.
CREATE TABLE "todos" (
    -- Running number.
    "id" TEXT NOT NULL,
    -- The word that marks the comment: TODO or FIXME.
    "keyword" TEXT NOT NULL DEFAULT 'TODO',
    -- The part of the project the comment is about.
    "area" TEXT NOT NULL DEFAULT '',
    -- How urgent it is.
    "priority" TEXT NOT NULL DEFAULT 'P2',
    -- What is to be done.
    "description" TEXT NOT NULL DEFAULT '',
    -- The source file that holds the comment.
    "file" TEXT NOT NULL DEFAULT '',
    -- Its line in that file, from 1; 0 if unknown.
    "line" INTEGER NOT NULL DEFAULT 0,
    -- The issue that tracks it, if any.
    "issue" TEXT,
    -- Ids of the todos that wait for this one.
    "blocked" TEXT NOT NULL DEFAULT '[]',
    -- Its state.
    "status" TEXT NOT NULL DEFAULT 'open',
    -- False once the comment is gone from the source.
    "valid" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "todos key" PRIMARY KEY ("id"),
    CONSTRAINT "todos.id nonempty" CHECK ("id" <> ''),
    CONSTRAINT "todos.priority nonempty" CHECK ("priority" <> ''),
    CONSTRAINT "todos.line u32" CHECK ("line" BETWEEN 0 AND 4294967295),
    CONSTRAINT "todos.issue nonempty" CHECK ("issue" <> ''),
    CONSTRAINT "todos.blocked list" CHECK (json_type("blocked") = 'array'),
    CONSTRAINT "todos.status nonempty" CHECK ("status" <> ''),
    CONSTRAINT "todos.valid bool" CHECK ("valid" IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX "todos by status" ON "todos" ("status", "id");
CREATE INDEX "todos by file, line" ON "todos" ("file", "line", "id");
CREATE TRIGGER "todos.blocked list insert" AFTER INSERT ON "todos" WHEN NEW."blocked" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: todos.blocked string') FROM json_each(NEW."blocked")
        WHERE (type IN ('text')) IS NOT TRUE;
END;
CREATE TRIGGER "todos.blocked list update" AFTER UPDATE OF "blocked" ON "todos" WHEN NEW."blocked" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: todos.blocked string') FROM json_each(NEW."blocked")
        WHERE (type IN ('text')) IS NOT TRUE;
END;
CREATE TRIGGER "todos log insert" AFTER INSERT ON "todos" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'todos';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('todos', (SELECT version FROM sdn_meta WHERE tbl = 'todos'), json_array(NEW."id"), 'insert');
END;
CREATE TRIGGER "todos log update" AFTER UPDATE ON "todos" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'todos';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('todos', (SELECT version FROM sdn_meta WHERE tbl = 'todos'), json_array(NEW."id"), 'update');
END;
CREATE TRIGGER "todos log rename" AFTER UPDATE OF "id", rowid, oid, _rowid_ ON "todos" WHEN (OLD."id") IS NOT (NEW."id") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'todos';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('todos', (SELECT version FROM sdn_meta WHERE tbl = 'todos'), json_array(OLD."id"), 'delete');
END;
CREATE TRIGGER "todos log delete" AFTER DELETE ON "todos" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'todos';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('todos', (SELECT version FROM sdn_meta WHERE tbl = 'todos'), json_array(OLD."id"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('todos', 1, 'c2b1e4fd2ee77c44')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'todos';

COMMIT;
