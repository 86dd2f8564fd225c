-- Made by sdnc ddl from feature.schema. Do not edit: change the schema and run sdnc again.
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

-- One feature of the language or its tools.
CREATE TABLE "features" (
    -- Number or name, unique in the table.
    "id" TEXT NOT NULL,
    -- The group it is shown in; nested at '.'.
    "category" TEXT NOT NULL DEFAULT '',
    -- Short title.
    "name" TEXT NOT NULL DEFAULT '',
    -- What it does, in a sentence or two.
    "description" TEXT NOT NULL DEFAULT '',
    -- The document or test that specifies it.
    "spec" TEXT NOT NULL DEFAULT '',
    -- Works in the interpreter.
    "mode_interpreter" TEXT NOT NULL DEFAULT 'supported',
    -- Works under the just-in-time compiler.
    "mode_jit" TEXT NOT NULL DEFAULT 'supported',
    -- Works in modules compiled with Cranelift.
    "mode_smf_cranelift" TEXT NOT NULL DEFAULT 'supported',
    -- Works in modules compiled with LLVM.
    "mode_smf_llvm" TEXT NOT NULL DEFAULT 'supported',
    -- The platforms it is limited to; none means all.
    "platforms" TEXT NOT NULL DEFAULT '[]',
    -- How far it has come.
    "status" TEXT NOT NULL DEFAULT 'planned',
    -- False once no test or document mentions it any more.
    "valid" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "features key" PRIMARY KEY ("id"),
    CONSTRAINT "features.id nonempty" CHECK ("id" <> ''),
    CONSTRAINT "features.mode_interpreter enum" CHECK ("mode_interpreter" IN ('supported', 'not_supported')),
    CONSTRAINT "features.mode_jit enum" CHECK ("mode_jit" IN ('supported', 'not_supported')),
    CONSTRAINT "features.mode_smf_cranelift enum" CHECK ("mode_smf_cranelift" IN ('supported', 'not_supported')),
    CONSTRAINT "features.mode_smf_llvm enum" CHECK ("mode_smf_llvm" IN ('supported', 'not_supported')),
    CONSTRAINT "features.platforms list" CHECK (json_type("platforms") = 'array'),
    CONSTRAINT "features.status nonempty" CHECK ("status" <> ''),
    CONSTRAINT "features.valid bool" CHECK ("valid" IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX "features by status" ON "features" ("status", "id");
CREATE INDEX "features by category" ON "features" ("category", "id");
CREATE TRIGGER "features.platforms list insert" AFTER INSERT ON "features" WHEN NEW."platforms" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: features.platforms string') FROM json_each(NEW."platforms")
        WHERE (type IN ('text')) IS NOT TRUE;
END;
CREATE TRIGGER "features.platforms list update" AFTER UPDATE OF "platforms" ON "features" WHEN NEW."platforms" <> '[]' BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: features.platforms string') FROM json_each(NEW."platforms")
        WHERE (type IN ('text')) IS NOT TRUE;
END;
CREATE TRIGGER "features log insert" AFTER INSERT ON "features" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'features';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('features', (SELECT version FROM sdn_meta WHERE tbl = 'features'), json_array(NEW."id"), 'insert');
END;
CREATE TRIGGER "features log update" AFTER UPDATE ON "features" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'features';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('features', (SELECT version FROM sdn_meta WHERE tbl = 'features'), json_array(NEW."id"), 'update');
END;
CREATE TRIGGER "features log rename" AFTER UPDATE OF "id", rowid, oid, _rowid_ ON "features" WHEN (OLD."id") IS NOT (NEW."id") BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'features';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('features', (SELECT version FROM sdn_meta WHERE tbl = 'features'), json_array(OLD."id"), 'delete');
END;
CREATE TRIGGER "features log delete" AFTER DELETE ON "features" BEGIN
    UPDATE sdn_meta SET version = version + 1 WHERE tbl = 'features';
    INSERT INTO sdn_log (tbl, version, key, op)
        VALUES ('features', (SELECT version FROM sdn_meta WHERE tbl = 'features'), json_array(OLD."id"), 'delete');
END;
INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES ('features', 1, '3a4104e8569779fc')
    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;
INSERT INTO sdn_log (tbl, version, key, op)
    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = 'features';

COMMIT;
