#!/bin/sh
# test_ddl_postgresql.sh SDNC RANDOM_SCHEMAS [COUNT [SEED]]
#
# What `sdnc ddl --dialect postgresql` prints, in a server of its own: each rule of the schema is refused by the database,
# each good value accepted, and the log tells what happened, in the order of commits, whoever changes rows and however.
# Exit 77: there is no PostgreSQL here.
set -u
sdnc=$(realpath "${1:?usage: test_ddl_postgresql.sh SDNC RANDOM_SCHEMAS [COUNT [SEED]]}")
random_schemas=$(realpath "${2:?usage: test_ddl_postgresql.sh SDNC RANDOM_SCHEMAS [COUNT [SEED]]}")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/ddl.sh"
. "$here/postgres.sh"
postgres_find || exit 77
work=$(mktemp -d)
trap 'postgres_stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
postgres_start || exit 1
export PSQLRC=/dev/null PGOPTIONS='-c client_min_messages=warning' PGTZ=Asia/Tokyo PGDATESTYLE='SQL, DMY'

# Runs SQL in one connection; what it prints, with its messages.
run() {
    psql -X -q -A -t -v ON_ERROR_STOP=1 -f - <<SQL 2>&1
$1
SQL
}
make() {
    "$sdnc" ddl --dialect postgresql "$@" >"$work/made.sql" 2>"$work/said" || { cat "$work/said"; return 1; }
    psql -X -q -v ON_ERROR_STOP=1 -f "$work/made.sql" 2>&1
}
dump() {
    pg_dump "$@" | grep -v -e '^--' -e '^.restrict ' -e '^.unrestrict '
}

succeeds "the tables are made" make "$here/../golden/ddl/shop.schema"
dump >"$work/before"
fails "making them twice" 'relation "people" already exists' make "$here/../golden/ddl/shop.schema"
dump >"$work/after"
same "making them twice changes something" "$work/before" "$work/after"
succeeds "tables of another schema" make "$here/../../schemas/todo.schema"
succeeds "tables with long names" make "$here/../golden/ddl/long_names.schema"

run_cases() {
    for number in $(seq $cases); do
        printf '\\warn @%s\n' "$number"
        cat "$work/cases/$number.sql"
        : >"$work/cases/$number.said"
    done | psql -X -q -f - 2>&1 >/dev/null |
        awk -v cases="$work/cases/" '/^@/ { file = cases substr($0, 2) ".said"; next } { print >file }'
}
check_values 3
same_key='"people key"' same_slug='"people unique slug"' same_visit='"visits key"' same_pair='"everything unique small, note"'
no_parent='violates foreign key constraint "' a_time="'2026-01-31T08:15:00Z'" yes=true
no_element="violates foreign key constraint everything.owners references people" mates_1="'{2}'" mates_2="'{1,2}'"
no_mate="violates foreign key constraint crew.mates references crew"
likes_3='{1}'
list() { printf "'%s'" "$(list_shown "$@")"; }
list_shown() { printf '{'; separator=; for element; do printf '%s%s' "$separator" "$element"; separator=,; done; printf '}'; }
check_rows

# --- every schema of the tests of the compiler and those drawn at random, but for what PostgreSQL has not ---
mkdir "$work/random"
"$random_schemas" "$work/random" "${3:-20}" "${4:-1}"
made=0
for schema in "$here"/../golden/ok/*.schema "$here"/../../schemas/*.schema "$work"/random/*.schema; do
    name=$(basename "$schema" .schema)
    "$sdnc" ddl --dialect postgresql --namespace "$name" "$schema" $(imports_of "$schema") >"$work/made.sql" 2>"$work/said" ||
        { grep -q -e 'PostgreSQL cannot keep this default' -e 'PostgreSQL cuts names' "$work/said" || fail "$schema: $(cat "$work/said")"; continue; }
    made=$((made + 1))
    succeeds "$schema" run "CREATE SCHEMA \"$name\";
$(cat "$work/made.sql")"
done
[ "$made" -ge 30 ] || fail "only $made of the schemas were tried"

# --- what is kept is what was given ---
expect "defaults" "t|t|-9223372036854775808|18446744073709551615|0.0025|2026-01-31T07:15:00.500000Z|t|{1,18446744073709551615}" "
    INSERT INTO everything (id) VALUES (77);
    SELECT text = E'it''s \"quoted\"\\n\\\\ 100% @ \$\$ ü', color = E'a\\nb\\\\', large, bytes, ratio,
        to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'),
        texts = ARRAY['a, b', 'it''s', E'\\n\"\\\\'], sizes FROM everything WHERE id = 77;
    DELETE FROM everything WHERE id = 77;"
expect "text in the order of bytes" "B a ü" "
    INSERT INTO runs VALUES ('ü'), ('a'), ('B');
    SELECT string_agg(id, ' ') FROM (SELECT id FROM runs ORDER BY id) AS sorted; DELETE FROM runs;"
expect "two rows swap unique values" "ann:b bob:a" "
    INSERT INTO people (name, slug) VALUES ('ann', 'a'), ('bob', 'b');
    BEGIN; UPDATE people SET slug = 'b' WHERE name = 'ann'; UPDATE people SET slug = 'a' WHERE name = 'bob'; COMMIT;
    SELECT string_agg(name || ':' || slug, ' ' ORDER BY name) FROM people; DELETE FROM people;"
fails "an encoding that is not UTF8" "the encoding of the database is LATIN1, but must be UTF8" sh -c "
    $sdnc ddl --dialect postgresql $here/../../schemas/todo.schema >'$work/made.sql'
    createdb -T template0 -E LATIN1 --locale=C latin && psql -X -q -v ON_ERROR_STOP=1 -d latin -f '$work/made.sql' 2>&1"

# --- the log ---
log='SELECT tbl, version, key, op FROM sdn_log ORDER BY tbl, version, op, key'
run "DELETE FROM sdn_log; UPDATE sdn_meta SET version = 100" >/dev/null
expect "what happened, a version each transaction" "\
people|101|[\"ann\"]|insert
people|101|[\"bob\"]|insert
people|102|[\"bob\"]|update
people|103|[\"bob\"]|delete
people|103|[\"eve\"]|update
people|104|[\"ann\"]|delete
visits|101|[\"eve\", \"2026-01-31T08:15:00.123456Z\", \"2026-01-31\", true]|insert
visits|102|[\"eve\", \"2026-01-31T08:15:00.123456Z\", \"2026-01-31\", true]|update" "
    INSERT INTO people (name, slug) VALUES ('ann', 'a'), ('bob', 'b');
    UPDATE people SET mail = 'b@x' WHERE name = 'bob';
    UPDATE people SET name = 'eve' WHERE name = 'bob';
    INSERT INTO visits VALUES ('eve', '2026-01-31T17:15:00.123456+09:00', '2026-01-31', true, 'ann');
    UPDATE people SET mail = NULL WHERE name = 'nobody';
    DELETE FROM people WHERE name = 'ann';
    $log;"
run "DELETE FROM visits; DELETE FROM people; DELETE FROM sdn_log; UPDATE sdn_meta SET version = 100" >/dev/null
expect "one transaction, and what it took back" "\
people|101|[\"a\"]|insert
people|101|[\"c\"]|insert
people|101|[\"c\"]|update
runs|101|[\"1\"]|insert
people 101" "
    BEGIN; INSERT INTO people (name, slug) VALUES ('lost', 'x'); ROLLBACK;
    BEGIN;
    SAVEPOINT s; INSERT INTO people (name, slug) VALUES ('lost', 'x'); ROLLBACK TO s;
    INSERT INTO people (name, slug) VALUES ('a', 'a');
    SAVEPOINT s; INSERT INTO people (name, slug) VALUES ('lost', 'x'); ROLLBACK TO s;
    INSERT INTO people (name, slug) VALUES ('c', 'c'); INSERT INTO runs VALUES ('1');
    UPDATE people SET mail = 'm' WHERE name = 'c';
    COMMIT;
    $log; SELECT tbl || ' ' || version FROM sdn_meta WHERE tbl = 'people';"
expect "the next transaction of a connection, its token, and the next without" "\
102|6e1b1a2c-0a1b-4c3d-8e5f-000102030405
103|" "
    DELETE FROM sdn_log;
    BEGIN; SELECT set_config('sdn.token', '6e1b1a2c0a1b4c3d8e5f000102030405', true) \g /dev/null
    INSERT INTO people (name, slug) VALUES ('d', 'd'); COMMIT;
    INSERT INTO people (name, slug) VALUES ('e', 'e');
    SELECT version, token FROM sdn_log ORDER BY version;"
expect "truncated" 'people|104|[]|truncate
visits|101|[]|truncate' "
    DELETE FROM sdn_log; TRUNCATE people, visits; $log;"
expect "copied, and inserted or changed" 'people|105|["a"]|insert
people|105|["b"]|insert
people|106|["c"]|insert
people|106|["a"]|update' "
    DELETE FROM sdn_log;
\\copy people (name, slug) from pstdin
a	1
b	2
\\.
    INSERT INTO people (name, slug) VALUES ('a', '3'), ('c', '3')
        ON CONFLICT (name) DO UPDATE SET mail = 'new', slug = '4';
    SELECT tbl, version, key, op FROM sdn_log ORDER BY version, op, key;"
fails "a table without its row of sdn_meta" "query returned no rows" run "
    BEGIN; DELETE FROM sdn_meta WHERE tbl = 'runs'; INSERT INTO runs VALUES ('9'); COMMIT;"
run "DELETE FROM sdn_log; UPDATE sdn_meta SET version = 101 WHERE tbl = 'runs'; DROP TABLE runs" >/dev/null
printf 'record Run in runs { key id : string = auto; }' >"$work/runs.schema"
succeeds "a table that was dropped is made again" make "$work/runs.schema"
expect "and goes on counting" 'runs|102|[]|create' "$log"

expect "the old part of the log is deleted" 'a 3
a 4
b 1' "
    DELETE FROM sdn_log; INSERT INTO sdn_log (tbl, version, key, op, at) VALUES ('a', 1, '[]', 'x', '2020-01-01'),
        ('a', 2, '[]', 'x', '2026-01-01'), ('a', 3, '[]', 'x', '2020-01-01'), ('b', 1, '[]', 'x', now());
    INSERT INTO sdn_log (tbl, version, key, op) VALUES ('a', 4, '[]', 'x');
    $(sed -n '/^ *DELETE FROM sdn_log AS/,/;$/p' "$here/../../docs/databases.md")
    SELECT tbl || ' ' || version FROM sdn_log ORDER BY 1; DELETE FROM sdn_log"

# --- whoever it is ---
succeeds "tables in a namespace" run "CREATE SCHEMA \"a b\"; $("$sdnc" ddl -d postgresql --namespace 'a b' "$work/runs.schema")"
expect "each namespace has a log of its own, whatever the search path" '1 2|3' "
    BEGIN; INSERT INTO \"a b\".runs VALUES ('1'); INSERT INTO runs VALUES ('2'); COMMIT;
    INSERT INTO \"a b\".runs VALUES ('3');
    SET search_path = pg_catalog; INSERT INTO public.runs VALUES ('4'); INSERT INTO \"a b\".runs VALUES ('5');
    SELECT (SELECT count(*) FROM public.sdn_log WHERE key = '[\"1\"]') + 1 || ' ' ||
        (SELECT count(*) FROM public.sdn_log WHERE key IN ('[\"2\"]', '[\"4\"]')),
        (SELECT count(DISTINCT version) FROM \"a b\".sdn_log WHERE op = 'insert');"
fails "a namespace that does not exist" "no schema has been selected to create in" run "
    $("$sdnc" ddl -d postgresql --namespace nowhere "$work/runs.schema")"
run "CREATE ROLE clerk; GRANT SELECT, INSERT, UPDATE, DELETE ON runs TO clerk" >/dev/null
fails "a role that may not log" "permission denied for table sdn_meta" run "SET ROLE clerk; INSERT INTO runs VALUES ('c')"
succeeds "a role that may" run "
    GRANT SELECT, UPDATE ON sdn_meta TO clerk; GRANT SELECT, INSERT ON sdn_log TO clerk;
    SET ROLE clerk; INSERT INTO runs VALUES ('c')"
# Every 256th version deletes what is old in the log, whoever makes it.
run "DELETE FROM sdn_log; UPDATE sdn_meta SET version = 510 WHERE tbl = 'runs'" >/dev/null
expect "a role that may not delete from the log prunes it" '1 511 113
510 512 3' "
    INSERT INTO sdn_log (tbl, version, key, op, at) SELECT 'runs', n, '[]', 'x', now() - interval '31 days' FROM generate_series(400, 509) AS n;
    INSERT INTO sdn_log (tbl, version, key, op) VALUES ('runs', 510, '[]', 'x');
    INSERT INTO sdn_log (tbl, version, key, op, at) VALUES ('other', 1, '[]', 'x', '1999-01-01');
    SET ROLE clerk;
    INSERT INTO runs VALUES ('p1'); SELECT concat_ws(' ', min(version), max(version), count(*)) FROM sdn_log;
    INSERT INTO runs VALUES ('p2');
    SELECT concat_ws(' ', min(version), max(version), count(*)) FROM sdn_log WHERE tbl = 'runs';"
expect "a table of this role is not taken for the log by what has more rights" '2|512' "
    SET ROLE clerk;
    CREATE TEMP TABLE sdn_log AS SELECT 'runs' AS tbl, n::bigint AS version, now() - interval '40 days' AS at FROM generate_series(1, 2) AS n;
    DO 'BEGIN PERFORM sdn_prune_log(''runs''); END'; SELECT (SELECT count(*) FROM sdn_log), (SELECT max(version) FROM public.sdn_log);"
fails "who may not delete from the log" "permission denied for table sdn_log" run "SET ROLE clerk; DELETE FROM sdn_log"
expect "nor by what changes of rows run" 'p3 513 513' "
    SET ROLE clerk;
    CREATE TEMP TABLE sdn_log AS SELECT * FROM public.sdn_log; CREATE TEMP TABLE sdn_meta AS SELECT * FROM public.sdn_meta;
    CREATE TEMP TABLE runs AS SELECT * FROM public.runs;
    INSERT INTO public.runs VALUES ('p3');
    SELECT concat_ws(' ', key->>0, l.version, m.version) FROM public.sdn_log AS l JOIN public.sdn_meta AS m USING (tbl)
        WHERE tbl = 'runs' ORDER BY l.version DESC LIMIT 1;"
printf 'record Run in kept { key id : string = auto; }' >"$work/kept.schema"
succeeds "a log that is kept for ever" run "$("$sdnc" ddl -d postgresql --log-days 0 "$work/kept.schema")"
expect "nothing of it is deleted" '1|256' "
    UPDATE sdn_meta SET version = 255 WHERE tbl = 'kept'; UPDATE sdn_log SET at = '1999-01-01' WHERE tbl = 'kept';
    INSERT INTO kept VALUES ('1'); SELECT min(version), max(version) FROM sdn_log WHERE tbl = 'kept';"
succeeds "one that is kept for ten days again" run "DROP TABLE kept; $("$sdnc" ddl -d postgresql --log-days 10 "$work/kept.schema")"
expect "what is eleven days old is deleted" '257 512' "
    UPDATE sdn_meta SET version = 511 WHERE tbl = 'kept';
    UPDATE sdn_log SET at = now() - interval '11 days' WHERE tbl = 'kept' AND version < 257;
    UPDATE sdn_log SET at = now() - interval '9 days' WHERE tbl = 'kept' AND version >= 257;
    INSERT INTO kept VALUES ('2'); SELECT min(version) || ' ' || max(version) FROM sdn_log WHERE tbl = 'kept'; DROP TABLE kept;"
createdb restored
dump | psql -X -q -v ON_ERROR_STOP=1 -d restored >/dev/null 2>"$work/said" || fail "restoring a dump: $(cat "$work/said")"
expect "a restored database goes on counting" t "
    \\connect restored
    CREATE TEMP TABLE before AS SELECT version FROM sdn_meta WHERE tbl = 'runs';
    INSERT INTO runs VALUES ('r');
    SELECT s.version = b.version + 1 FROM before AS b, sdn_meta AS s WHERE tbl = 'runs';"

# --- several at once ---
run "DELETE FROM sdn_log; DELETE FROM people; DELETE FROM sdn_log; UPDATE sdn_meta SET version = 100" >/dev/null
run "BEGIN; INSERT INTO people (name, slug) VALUES ('first', '1'); SELECT pg_sleep(1); COMMIT;" >/dev/null &
sleep 0.4
run "INSERT INTO people (name, slug) VALUES ('second', '2')" >"$work/said" || fail "a second connection: $(cat "$work/said")"
expect "the second one waited" '101 ["first"] 102 ["second"]' "
    SELECT string_agg(version || ' ' || key, ' ' ORDER BY version) FROM sdn_log;"
wait $!
run "BEGIN; SELECT version FROM sdn_meta WHERE tbl = 'people' FOR UPDATE; SELECT pg_sleep(1);
    UPDATE people SET mail = 'a' WHERE name = 'first'; COMMIT;" >"$work/said" 2>&1 &
sleep 0.4
run "UPDATE people SET mail = 'b' WHERE name = 'first'" >"$work/said2" || fail "a deadlock: $(cat "$work/said2")"
wait $! || fail "a deadlock: $(cat "$work/said")"
run "DELETE FROM people; INSERT INTO people (name, slug) VALUES ('eve', 'e')" >/dev/null
run "BEGIN; INSERT INTO events (at, who) VALUES ($a_time, '{eve}'); SELECT pg_sleep(1); COMMIT;" >"$work/said" &
sleep 0.4
run "DELETE FROM people WHERE name = 'eve'" >"$work/said2" || fail "deleting what nobody sees referred to: $(cat "$work/said2")"
wait $! && fail "a reference to a row that was deleted meanwhile is accepted"
grep -q 'violates foreign key constraint events.who references people' "$work/said" || fail "and it says: $(cat "$work/said")"

# Writers of all kinds, and one that looks: of what it has seen of a version nothing may be added later.
writers=4 commits=40
run "DELETE FROM sdn_log; UPDATE sdn_meta SET version = 100 WHERE tbl = 'tickets'" >/dev/null
for writer in $(seq $writers); do
    for commit in $(seq $commits); do
        number=$((writer * 1000 + commit))
        echo "BEGIN; INSERT INTO tickets VALUES ($number, 'x'); SELECT pg_sleep(random() * 0.01);"
        echo "UPDATE tickets SET title = 'y' WHERE id = $number; COMMIT;"
    done >"$work/writer$writer"
    psql -X -q -A -t -v ON_ERROR_STOP=1 -f "$work/writer$writer" >/dev/null 2>"$work/said$writer" &
    eval "process$writer=$!"
done
for look in $(seq 200); do
    echo "SELECT version, (SELECT count(*) FROM sdn_log AS l WHERE l.tbl = m.tbl AND l.version <= m.version)
        FROM sdn_meta AS m WHERE tbl = 'tickets'; SELECT pg_sleep(0.01) \g /dev/null"
done | psql -X -q -A -t -F ' ' -f - >"$work/seen"
for writer in $(seq $writers); do
    eval "wait \$process$writer" || fail "writer $writer: $(cat "$work/said$writer")"
done
expect "each commit is a version" "$((100 + writers * commits))|$((writers * commits))|$((2 * writers * commits))" "
    SELECT max(version), count(DISTINCT version), count(*) FROM sdn_log;"
sort -u "$work/seen" | while read -r version count; do
    echo "SELECT $version, $count WHERE (SELECT count(*) FROM sdn_log WHERE version <= $version) <> $count;"
done >"$work/compare"
expect "what was seen of a version is all there ever is" "" "$(cat "$work/compare")"
[ "$(sort -u "$work/seen" | wc -l)" -gt 3 ] || fail "too few versions were seen: $(sort -u "$work/seen")"

finish
