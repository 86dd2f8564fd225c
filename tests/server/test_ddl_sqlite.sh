#!/bin/sh
# test_ddl_sqlite.sh SDNC RANDOM_SCHEMAS [COUNT [SEED]]
#
# What `sdnc ddl --dialect sqlite` prints, in SQLite: each rule of the schema is refused by the database, each good value
# accepted, and the log tells what happened. Exit 77: there is no sqlite3 here, or an old one.
set -u
sdnc=$(realpath "${1:?usage: test_ddl_sqlite.sh SDNC RANDOM_SCHEMAS [COUNT [SEED]]}")
random_schemas=$(realpath "${2:?usage: test_ddl_sqlite.sh SDNC RANDOM_SCHEMAS [COUNT [SEED]]}")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/ddl.sh"
command -v sqlite3 >/dev/null || { echo "no sqlite3 here"; exit 77; }
[ "$(sqlite3 :memory: "SELECT json_array(1) = '[1]'" 2>&1)" = 1 ] || { echo "this sqlite3 is too old"; exit 77; }
[ "$(sqlite3 :memory: 'CREATE TABLE t(x ANY) STRICT; SELECT 1' 2>&1)" = 1 ] || { echo "this sqlite3 is too old"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
database=$work/test.db

# Runs SQL as every program should; what it prints, with its messages.
run() {
    printf 'PRAGMA foreign_keys = ON;\nPRAGMA recursive_triggers = ON;\n%s\n' "$1" | sqlite3 -bail "$database" 2>&1
}
make() {
    "$sdnc" ddl --dialect sqlite "$@" >"$work/made.sql" 2>"$work/said" || { cat "$work/said"; return 1; }
    sqlite3 -bail "$database" <"$work/made.sql" 2>&1
}

succeeds "the tables are made" make "$here/../golden/ddl/shop.schema"
run 'SELECT type, name, sql FROM sqlite_master ORDER BY name; SELECT * FROM sdn_meta' >"$work/before"
fails "making them twice" "table \"people\" already exists" make "$here/../golden/ddl/shop.schema"
run 'SELECT type, name, sql FROM sqlite_master ORDER BY name; SELECT * FROM sdn_meta' >"$work/after"
same "making them twice changes something" "$work/before" "$work/after"
succeeds "tables of another schema" make "$here/../../schemas/todo.schema"

run_cases() {
    for case in "$work"/cases/*.sql; do
        sqlite3 -bail "$database" <"$case" >"${case%.sql}.said" 2>&1
    done
}
check_values 2
same_key='UNIQUE constraint failed: people.name' same_slug='UNIQUE constraint failed: people.slug'
same_visit='UNIQUE constraint failed: visits.who, visits.at' same_pair='UNIQUE constraint failed: everything.small'
no_parent='FOREIGN KEY constraint failed' a_time="'2026-01-31T08:15:00.000000000Z'" yes=1
no_element=$no_parent no_mate=$no_parent mates_1="'[2]'" mates_2="'[1,2]'"
likes_3='[1]'
list() { printf "'%s'" "$(list_shown "$@")"; }
list_shown() { printf '['; separator=; for element; do printf '%s"%s"' "$separator" "$element"; separator=,; done; printf ']'; }
check_rows
expect "nothing is left of their elements" "0|0" 'SELECT (SELECT count(*) FROM "everything.owners"), (SELECT count(*) FROM "crew.mates")'

# --- every schema of the tests of the compiler, and those drawn at random ---
for schema in "$here"/../golden/ok/*.schema "$here"/../golden/ddl/long_names.schema "$here"/../../schemas/*.schema; do
    database=$work/$(basename "$schema").db
    succeeds "$schema" make "$schema" $(imports_of "$schema")
done
mkdir "$work/random"
"$random_schemas" "$work/random" "${3:-40}" "${4:-1}"
for schema in "$work"/random/*.schema; do
    ! "$sdnc" ddl -d sqlite "$schema" 2>&1 | grep -q 'would be one in SQLite' || continue
    database=$schema.db
    succeeds "$(cat "$schema")" make "$schema"
done
database=$work/test.db

# --- what is kept is what was given ---
expect "numbers of 64 bits in order" "0 5 9223372036854775807 09223372036854775808 18446744073709551615" "
    INSERT INTO hashes VALUES ('18446744073709551615'), (5), ('09223372036854775808'), (0), (9223372036854775807);
    SELECT group_concat(id, ' ') FROM (SELECT id FROM hashes ORDER BY id);"
expect "times in order" "2026-01-31T08:15:00.000000000Z 2026-01-31T08:15:00.500000000Z 2026-01-31T08:15:01.000000000Z" "
    INSERT INTO events (at) VALUES ('2026-01-31T08:15:01.000000000Z'), ('2026-01-31T08:15:00.500000000Z'),
        ('2026-01-31T08:15:00.000000000Z');
    SELECT group_concat(at, ' ') FROM (SELECT at FROM events ORDER BY at);"
expect "defaults" "it's \"quoted\"
\\ 100% @ \$\$ ü|-9223372036854775808|18446744073709551615|0.0025|2026-01-31T07:15:00.500000000Z|[\"a, b\",\"it's\",\"\\n\\\"\\\\\"]|[1,\"18446744073709551615\"]" "
    INSERT INTO everything (id) VALUES (77);
    SELECT text, large, bytes, ratio, moment, texts, sizes FROM everything WHERE id = 77;
    DELETE FROM everything WHERE id = 77;"
expect "a list as rows" "a, b;it's;" "
    INSERT INTO everything (id, texts) VALUES (77, '[\"a, b\",\"it''s\",\"\"]');
    SELECT group_concat(value, ';') FROM everything AS e, json_each(texts) WHERE e.id = 77;
    DELETE FROM everything WHERE id = 77;"
expect "an automatic number is given" "1 2 7 8" "
    INSERT INTO tickets (title) VALUES ('a'), ('b'); INSERT INTO tickets VALUES (7, 'c');
    INSERT INTO tickets (title) VALUES ('d'); SELECT group_concat(id, ' ') FROM tickets;"

# --- the log ---
run "DELETE FROM events; DELETE FROM hashes; DELETE FROM tickets; DELETE FROM sdn_log;
    UPDATE sdn_meta SET version = 100" >/dev/null
expect "what happened, a version each" "\
people|101|[\"ann\"]|insert
people|102|[\"bob\"]|insert
people|103|[\"bob\"]|update
people|104 or 105|[\"bob\"]|delete
people|104 or 105|[\"eve\"]|update
people|106|[\"ann\"]|delete
visits|101|[\"eve\",\"2026-01-31T08:15:00.000000000Z\",\"2026-01-31\",1]|insert
visits|102|[\"eve\",\"2026-01-31T08:15:00.000000000Z\",\"2026-01-31\",1]|update" "
    INSERT INTO people (name, slug) VALUES ('ann', 'a'), ('bob', 'b');
    UPDATE people SET mail = 'b@x' WHERE name = 'bob';
    UPDATE people SET name = 'eve' WHERE name = 'bob';
    INSERT INTO visits VALUES ('eve', '2026-01-31T08:15:00.000000000Z', '2026-01-31', 1, 'ann');
    DELETE FROM people WHERE name = 'ann';
    SELECT tbl, CASE WHEN version IN (104, 105) THEN '104 or 105' ELSE version END AS number, key, op
        FROM sdn_log ORDER BY tbl, CAST(number AS INTEGER), op;"
expect "a row number that is changed" "[5] [9]" "
    INSERT INTO tickets VALUES (5, 't'); DELETE FROM sdn_log; UPDATE tickets SET rowid = 9;
    SELECT group_concat(key, ' ') FROM (SELECT key FROM sdn_log ORDER BY key); DELETE FROM tickets;"
expect "rows that are taken back are not logged" "106" "
    BEGIN; INSERT INTO people (name, slug) VALUES ('zoe', 'z'); ROLLBACK;
    SELECT version FROM sdn_meta WHERE tbl = 'people';"
expect "a row that is replaced" "insert delete" "
    DELETE FROM sdn_log; INSERT INTO people (name, slug) VALUES ('old', 's');
    DELETE FROM sdn_log; INSERT OR REPLACE INTO people (name, slug) VALUES ('new', 's');
    SELECT group_concat(op, ' ') FROM (SELECT op FROM sdn_log ORDER BY op DESC);"
fails "a table without its row of sdn_meta" "NOT NULL constraint failed: sdn_log.version" run "
    BEGIN; DELETE FROM sdn_meta WHERE tbl = 'runs'; INSERT INTO runs VALUES ('1'); COMMIT;"
expect "a table that is made again goes on counting" "runs|102|[]|create" "
    DROP TABLE runs; DELETE FROM sdn_log; UPDATE sdn_meta SET version = 101 WHERE tbl = 'runs';
    $(printf 'record Run in runs { key id : string = auto; }' | "$sdnc" ddl -d sqlite - | grep -v '^--')
    SELECT tbl, version, key, op FROM sdn_log;"
expect "the old part of the log is deleted" 'a 3
a 4
b 1' "
    DELETE FROM sdn_log; INSERT INTO sdn_log (tbl, version, key, op, at) VALUES ('a', 1, '[]', 'x', '2020-01-01'),
        ('a', 2, '[]', 'x', '2126-01-01'), ('a', 3, '[]', 'x', '2020-01-01'), ('b', 1, '[]', 'x', '2126-01-01');
    INSERT INTO sdn_log (tbl, version, key, op) VALUES ('a', 4, '[]', 'x');
    $(sed -n '/^ *DELETE FROM sdn_log AS/,/;$/p' "$here/../../docs/databases.md" |
        sed "s/now() - interval '30 days'/datetime('now', '-30 days')/")
    SELECT tbl || ' ' || version FROM sdn_log ORDER BY 1; DELETE FROM sdn_log"

# --- the log is pruned ---
old="WITH RECURSIVE n(i) AS (SELECT 400 UNION ALL SELECT i + 1 FROM n WHERE i < 509)
    INSERT INTO sdn_log SELECT 'runs', i, '[]', 'x', datetime('now', '-31 days') FROM n;
    INSERT INTO sdn_log (tbl, version, key, op) VALUES ('runs', 510, '[]', 'x'), ('other', 1, '[]', 'x');
    UPDATE sdn_log SET at = '2000-01-01' WHERE tbl = 'other';
    UPDATE sdn_meta SET version = 510 WHERE tbl = 'runs'; INSERT INTO runs VALUES ('p1');"
seen="SELECT min(version) || ' ' || max(version) || ' ' || count(*) FROM sdn_log;"
expect "every 256th version deletes what is old in the log of its table" '1 511 113
1 512 4' "
    DELETE FROM sdn_log; $old $seen INSERT INTO runs VALUES ('p2'); $seen"
remade() { # OPTION...: without tables, which are there
    printf 'record Run in runs { key id : string = auto; }' | "$sdnc" ddl -d sqlite "$@" - | sed -n '/^DROP TRIGGER/,/^END/p'
}
expect "of a log that is kept for ever nothing is deleted" '1 512 114' "
    DELETE FROM runs; DELETE FROM sdn_log; $(remade --log-days 0 | head -n 1) $old INSERT INTO runs VALUES ('p2'); $seen"
expect "what is ten days old is deleted" '501 512 12' "
    DELETE FROM runs; DELETE FROM sdn_log; $(remade --log-days 10) $old DELETE FROM sdn_log WHERE tbl = 'other';
    UPDATE sdn_log SET at = datetime('now', '-9 days') WHERE version > 500; INSERT INTO runs VALUES ('p2'); $seen"

finish
