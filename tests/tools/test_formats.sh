#!/bin/sh
# test_formats.sh SDNC json|sql|html|size
#
# What other programs read from the output of `sdnc select -f`: jq, sqlite3, a browser. Exits 77, which ctest counts as
# skipped, where that program is missing. `size` writes many rows and needs none.
set -u
sdnc=$(realpath "${1:?usage: test_formats.sh SDNC json|sql|html|size}")
part=${2:?usage: test_formats.sh SDNC json|sql|html|size}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

cat >all.schema <<'END_OF_FILE'
enum Level { low, mid, high }

record Sample in samples {
    key id : string;
    /// What it "says" & <means>.
    text   : string;
    large  : u64 = 0;
    whole  : i64 = 0;
    real   : f64 = 0;
    truth  : bool = false;
    level  : Level? column "the-level";
    day    : date?;
    at     : timestamp?;
    tags   : [string];
    marks  : [i32];
}
END_OF_FILE
cat >all.sdn <<'END_OF_FILE'
samples |id, text, large, whole, real, truth, the-level, day, at, tags, marks|
    1, "plain", 18446744073709551615, -9223372036854775808, 0.1, true, high, "2024-01-31", "2024-01-31T08:15:00.5Z", "a,b", "1,2"
    2, "say \"hi\", it's\n</script><script>document.title='taken'</script>\\|`*_x_*`\t", "9223372036854775808", 5, 1e300, false, low, "", "2024-01-31T08:15:00Z", ["", "c, d", "\"'"], ""
    3, "", 7, 9007199254740993, -0, true, mid, "1999-12-31", "", "", "3"
    "a, b", "\u4E2D 中 \r\n;", 9007199254740993, 0, 5, false, "", "", "", "", ""
END_OF_FILE

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# expect WHAT EXPECTED ACTUAL
expect() {
    [ "$2" = "$3" ] || fail "$1: expected $2, got $3"
}

need() {
    command -v "$1" >/dev/null || { echo "skipped: $1 is not installed"; exit 77; }
}

select_all() { "$sdnc" select all.sdn --schema all.schema -f "$1"; }

# The rows of a file of lines, as JSON again, so that they can be compared.
check_json() {
    need jq
    select_all json >all.json || fail "select -f json"
    select_all jsonl >all.jsonl || fail "select -f jsonl"
    expect "rows" 4 "$(jq length all.json)"
    expect "json and jsonl" "$(jq -cS '.[]' all.json)" "$(jq -cS . all.jsonl)"
    expect "kinds" 'string,string,number,number,number,boolean,string,string,string,array,array' \
        "$(jq -r '.[0] | [.[] | type] | join(",")' all.json)"
    expect "absent" 'null,null,[]' "$(jq -r '.[1].day, .[3].level, .[3].tags | tojson' all.json | paste -sd ,)"
    expect "text" "$(printf 'say "hi", it'\''s\n</script><script>document.title='\''taken'\''</script>\\|`*_x_*`\t.')" \
        "$(jq -r '.[1].text + "."' all.json)"
    expect "lists" '["","c, d","\"'\''"] [1,2]' "$(jq -r '(.[1].tags | tojson) + " " + (.[0].marks | tojson)' all.json)"
    expect "digits" 2 "$(grep -c '"whole":-9223372036854775808\|"whole":9007199254740993' all.jsonl)"
    # Text is the same in CSV, which jq cannot read; so it comes back through import.
    select_all csv >all.csv || fail "select -f csv"
    "$sdnc" import again.sdn --schema all.schema all.csv >out || fail "import of select -f csv"
    expect "csv comes back" "$(cat all.jsonl)" "$("$sdnc" select again.sdn --schema all.schema -f jsonl)"
    "$sdnc" import third.sdn --schema all.schema all.json >out || fail "import of select -f json"
    expect "json comes back" "$(cat all.jsonl)" "$("$sdnc" select third.sdn --schema all.schema -f jsonl)"
    for format in sdn table; do
        select_all $format >fourth.sdn || fail "select -f $format"
        expect "$format comes back" "$(cat all.jsonl)" "$("$sdnc" select fourth.sdn --schema all.schema -f jsonl --strict)"
    done
}

check_sql() {
    need sqlite3
    select_all sql >all.sql || fail "select -f sql"
    sqlite3 all.db <all.sql >out 2>&1 || fail "sqlite3: $(cat out)"
    ask() { sqlite3 all.db "$1"; }
    expect "rows" 4 "$(ask 'select count(*) from samples')"
    expect "types" "text,text,text,integer,real,integer,text" \
        "$(ask "select typeof(id)||','||typeof(text)||','||typeof(large)||','||typeof(whole)||','||typeof(real)||','||typeof(truth)||','||typeof(level) from samples where id = '1'")"
    expect "large numbers" "18446744073709551615,9223372036854775808,7,9007199254740993" \
        "$(ask "select group_concat(large) from (select large from samples order by rowid)")"
    expect "whole numbers" "-9223372036854775808,5,9007199254740993,0" \
        "$(ask "select group_concat(whole) from (select whole from samples order by rowid)")"
    expect "absent" "2 a, b" "$(ask "select id from samples where day is null order by rowid" | paste -sd ' ')"
    expect "lists" "3" "$(ask "select json_array_length(tags) from samples where id = '2'")"
    expect "the key" "1" "$(ask "select count(*) from pragma_table_info('samples') where pk = 1 and name = 'id'")"
    ask "insert into samples select * from samples" >out 2>&1 && fail "a second record with the same key"
    # The same text, through JSON of sqlite3.
    "$sdnc" select all.sdn --schema all.schema -f jsonl --fields id,text >texts
    sqlite3 -json all.db 'select id, text from samples' >from_sqlite.json
    "$sdnc" infer from_sqlite.json --table samples >small.schema || fail "infer of sqlite3 -json"
    "$sdnc" import small.sdn --schema small.schema from_sqlite.json >out || fail "import of sqlite3 -json"
    expect "text" "$(cat texts)" "$("$sdnc" select small.sdn --schema small.schema -f jsonl)"
    # And CSV of sqlite3, with its header line.
    sqlite3 -header -csv all.db 'select id, text, whole from samples' >from_sqlite.csv
    "$sdnc" infer from_sqlite.csv --table rows >csv.schema || fail "infer of sqlite3 -csv"
    "$sdnc" import csv.sdn --schema csv.schema from_sqlite.csv >out || fail "import of sqlite3 -csv"
    expect "csv" "$("$sdnc" select all.sdn --schema all.schema -f jsonl --fields id,text,whole)" \
        "$("$sdnc" select csv.sdn --schema csv.schema -f jsonl)"
}

# The page as the browser has it after its script ran; $1 is what follows `#` in its address.
page() {
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" --dump-dom \
        "file://$work/all.html#$1" 2>/dev/null
}

# The keys of its rows in their order, without hidden ones.
keys_of() { sed 's/<tr/\n<tr/g' | sed -n 's/^<tr><th scope="row">\([^<]*\).*/\1/p' | paste -sd ' '; }

check_html() {
    for browser in chromium chromium-browser google-chrome; do
        command -v $browser >/dev/null && break
    done
    need "$browser"
    export HOME="$work"
    select_all html >all.html || fail "select -f html"
    grep -qi 'src=\|href=\|@import\|url(' all.html && fail "the page names another file"
    expect "scripts" 1 "$(grep -c '<script>' all.html)"
    page 'sort=-large&filter=' >page || fail "$browser"
    expect "numbers from the largest" "1 2 a, b 3" "$(keys_of <page)"
    expect "title" "<title>samples</title>" "$(grep -o '<title>.*</title>' page)"
    expect "aria-sort" 1 "$(grep -c 'aria-sort="descending"><button' page)"
    page 'sort=the-level' >page || fail "$browser"
    expect "enums in their order, absent ones last" "2 3 1 a, b" "$(keys_of <page)"
    page 'sort=at&filter=script%20hi' >page || fail "$browser"
    expect "filter" "2" "$(keys_of <page)"
    expect "count" "<output>1 of 4 rows</output>" "$(grep -o '<output>.*</output>' page)"
}

check_size() {
    {
        echo 'samples |id, text, large|'
        seq 1 20000 | sed 's/.*/    &, "some text of row &", &/'
    } >all.sdn
    for format in sdn table vertical json jsonl csv tsv md sql html; do
        lines=$(timeout 60 "$sdnc" select all.sdn --schema all.schema -f $format | wc -l)
        [ "$lines" -ge 20000 ] || fail "$format: $lines lines"
    done
}

case $part in
json | sql | html | size) "check_$part" ;;
*) echo "no such part: $part"; exit 2 ;;
esac
[ "$failures" -eq 0 ] && echo "all as expected"
[ "$failures" -eq 0 ]
