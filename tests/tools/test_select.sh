#!/bin/sh
# test_select.sh SDNC
#
# What select and get print and return: records, orders, groups, formats, and what is said about wrong arguments and about
# rows that cannot be read.
set -u
sdnc=$(realpath "${1:?usage: test_select.sh SDNC}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
git init -q . 2>/dev/null # the search for schemas ends here
failures=0

cat >bug.schema <<'END_OF_FILE'
enum Severity { low, medium, high }
open enum Status { open, done }
record Bug in bugs {
    key id   : string = auto;
    title    : string;
    severity : Severity = low;
    status   : Status = open;
    line     : u32 = 0;
    score    : f64?;
    found    : date?;
    tags     : [string];
    valid    : bool = true;
}
record Seat in seats {
    key (row, letter);
    row    : u32;
    letter : string;
    guest  : string?;
}
END_OF_FILE
cat >bugs.sdn <<'END_OF_FILE'
# Known bugs.
bugs |id, title, severity, status, line, score, found, tags, valid|
    1, "crash on empty input", high, open, 50, 1.5, 2024-01-31, "ui,parser", true
    2, "it's slow", low, done, 7, "", "", "", true
    10, "a, b", medium, stale, 50, 0.25, 2023-12-01, parser, false
    9, "", high, open, 8, "", 2024-02-01, "", true
END_OF_FILE
cat >two.sdn <<'END_OF_FILE'
bugs |id, title|
    1, one

seats |row, letter, guest|
    12, left, ann
    12, right, ""
END_OF_FILE
cat >plain.sdn <<'END_OF_FILE'
things |name, due date, in|
    a, 2024-01-31, box
    b, "", bag
END_OF_FILE
mkdir alone && mv plain.sdn alone/

# run STATUS ARGUMENT...: then `stdout` and `stderr` are what it wrote.
run() {
    wanted=$1
    shift
    shown="sdnc $*"
    "$sdnc" "$@" >stdout 2>stderr </dev/null
    got=$?
    [ "$got" -eq "$wanted" ] || fail "exit status $got, not $wanted"
}

fail() {
    echo "$shown: $1"
    cat stderr
    failures=$((failures + 1))
}

# prints TEXT, says TEXT: all of standard output, of standard error; \n as in printf.
prints() {
    printf "$1" >expected
    cmp -s expected stdout || { fail "prints something else" && diff expected stdout; }
}
says() {
    printf "$1" >expected
    cmp -s expected stderr || { fail "says something else" && diff expected stderr; }
}

ids() {
    run "$1" select bugs.sdn --where "$2" --fields id -f csv
    found=$(sed 1d stdout | tr '\n' ' ')
    [ "$found" = "$3" ] || fail "not the records $3, but $found"
}

# ---- which records ----

ids 0 'status = open' '1 9 '
ids 0 "status = 'stale'" '10 '
ids 0 'severity >= medium and not (line < 50)' '1 10 '
ids 0 'score absent' '2 9 '
ids 0 'score < 1' '10 '
ids 0 'score != 1.5' '2 10 9 '
ids 0 'found >= 2024-01-31' '1 9 '
ids 0 'tags has parser' '1 10 '
ids 0 "title ~ '^[a-c]'" '1 10 '
ids 0 "title has 't''s'" '2 '
ids 0 'title absent' '9 '
ids 0 'not valid' '10 '
ids 0 'id in (10, 9, 11)' '10 9 '
ids 0 'id > 2' '10 9 '
ids 0 'status = done or severity = high and line = 8' '2 9 '
ids 0 'line = 0' ''

run 0 select bugs.sdn --where 'line = 0' -f csv
prints 'id,title,severity,status,line,score,found,tags,valid\n'
run 1 select bugs.sdn --where 'line = 0' -e
run 0 select bugs.sdn --where 'line = 7' -e
run 0 select bugs.sdn --where 'line = 0' -f json
prints '[]\n'

# ---- fields, order, limit, groups ----

run 0 select bugs.sdn --fields line,id
prints 'bugs |line, id|\n    50, 1\n    7, 2\n    50, 10\n    8, 9\n'
run 0 select bugs.sdn --fields ' -title , -tags,-score, -found, -valid ' --limit 2
prints 'bugs |id, severity, status, line|\n    1, high, open, 50\n    2, low, done, 7\n'
run 0 select bugs.sdn --fields '[id]' --sort id
prints 'bugs |id|\n    1\n    2\n    9\n    10\n'
run 0 select bugs.sdn --fields id --sort -line,-id
prints 'bugs |id|\n    10\n    1\n    9\n    2\n'
run 0 select bugs.sdn --fields id,score --sort score
prints 'bugs |id, score|\n    2, ""\n    9, ""\n    10, 0.25\n    1, 1.5\n'
run 0 select bugs.sdn --fields id,severity --sort -severity --limit 3
prints 'bugs |id, severity|\n    1, high\n    9, high\n    10, medium\n'
run 0 select bugs.sdn --fields id --limit 0
prints 'bugs |id|\n'
run 0 select bugs.sdn --group-by severity
prints 'bugs |severity, count|\n    low, 1\n    medium, 1\n    high, 2\n'
run 0 select bugs.sdn --group-by status,valid --sort -count,status --limit 2
prints 'bugs |status, valid, count|\n    open, true, 2\n    done, true, 1\n'
run 0 select bugs.sdn --group-by score -f jsonl
prints '{"score":null,"count":2}\n{"score":0.25,"count":1}\n{"score":1.5,"count":1}\n'
run 0 select bugs.sdn --group-by tags --where 'line > 7' -f csv
prints 'tags,count\n,1\nparser,1\n"ui,parser",1\n'

# ---- formats, and select feeds select ----

run 0 select bugs.sdn --where 'id = 1' --fields id,title,tags,score,valid -f jsonl
prints '{"id":"1","title":"crash on empty input","tags":["ui","parser"],"score":1.5,"valid":true}\n'
run 0 select bugs.sdn --where 'id = 2' --fields id,title -f vertical
prints "id:    2\ntitle: it's slow\n"
run 0 select bugs.sdn
sed 1d bugs.sdn >expected
"$sdnc" select - --schema bug.schema <stdout >again 2>stderr || fail 'the output of select is no input'
cmp -s stdout again || fail 'select of the output of select differs'
for format in sdn table vertical json jsonl csv tsv md sql html; do
    run 0 select bugs.sdn -f "$format"
    [ -s stdout ] || fail 'prints nothing'
    run 0 select bugs.sdn -f "$format" --sort id
    run 0 select bugs.sdn -f "$format" --group-by valid
done

# ---- which table, which schema ----

run 2 select two.sdn
says "sdnc: two.sdn: it has several tables, 'bugs', 'seats'; choose one with --table\n"
run 0 select two.sdn --table seats --where 'guest present'
prints 'seats |row, letter, guest|\n    12, left, ann\n'
run 2 select two.sdn --table seat
cd alone || exit 2
run 0 select plain.sdn --where "[due date] = 2024-01-31 and in in (box, bag)" --fields '[due date],name' -f csv
prints 'due date,name\n2024-01-31,a\n'
cd ..

# ---- output that cannot be written, at its end and long before ----

if [ -w /dev/full ]; then
    awk 'BEGIN { print "bugs |id, title|"; for (i = 1; i <= 20000; i++) print "    " i ", \"a text that fills a buffer soon\"" }' >many.sdn
    for file in bugs.sdn many.sdn; do
        shown="sdnc select $file"
        "$sdnc" select $file >/dev/full 2>stderr
        [ $? -eq 2 ] || fail 'the exit status is not 2'
        says 'sdnc: cannot print all of the output\n'
    done
fi

# ---- versions in git ----

if command -v git >/dev/null 2>&1; then
    mkdir versions && cd versions || exit 2
    git init -q . && git config user.name x && git config user.email x@example.org
    printf 'record A in as { key id : u32; old : string; }\n' >a.schema
    printf 'as |id, old|\n    1, before\n' >as.sdn
    git add . && git commit -q -m one
    printf 'record A in as { key id : u32; fresh : string was "old"; }\n' >a.schema
    printf 'as |id, fresh|\n    1, after\n    2, more\n' >as.sdn
    run 0 select as.sdn --where 'fresh ~ a'
    prints 'as |id, fresh|\n    1, after\n'
    run 0 select as.sdn --rev HEAD --where "old has 'be'" -f csv
    prints 'id,old\n1,before\n'
    run 0 select as.sdn --rev HEAD --schema a.schema -f csv
    prints 'id,fresh\n1,before\n'
    run 0 get as.sdn 1 old --rev HEAD
    prints 'before\n'
    run 1 get as.sdn 2 --rev HEAD
    run 2 select as.sdn --rev nowhere
    cd ..
fi

# ---- mistakes ----

run 2 select bugs.sdn --where 'status = opne'
says "where:1:10: error: 'opne' is not a Status
    1 | status = opne
      |          ^^^^
      = help: did you mean 'open'?\n"
prints ''
run 2 select bugs.sdn --where 'lnie > 5' --fields id,tilte --sort x
says "fields:1:4: error: 'tilte' is not a field of 'bugs'
    1 | id,tilte
      |    ^^^^^
      = help: did you mean 'title'?

where:1:1: error: 'lnie' is not a field of 'bugs'
    1 | lnie > 5
      | ^^^^
      = help: did you mean 'line'?

sort:1:1: error: 'x' is not a field of 'bugs'
    1 | x
      | ^
      = help: the fields are id, title, severity, status, line, score, found, tags, valid\n"
run 2 select bugs.sdn --group-by statsu
says "group-by:1:1: error: 'statsu' is not a field of 'bugs'
    1 | statsu
      | ^^^^^^
      = help: did you mean 'status'?\n"
run 2 select bugs.sdn --group-by status --sort line
says "sort:1:1: error: 'line' is not a field of 'bugs'
    1 | line
      | ^^^^
      = help: the fields are status, count\n"
run 2 select bugs.sdn --where 'status = opne' --error-format json
grep -q '^{"severity":"error","message":"'"'opne' is not a Status"'","file":"where","line":1,"column":10,"end_line":1,"end_column":14,' stderr ||
    fail 'no JSON'
run 2 select bugs.sdn --limit some
says "sdnc: --limit is a number from 0 to 18446744073709551615, not 'some'\nTry 'sdnc help select'.\n"
run 2 select bugs.sdn --limit 1 --limit 2
says "sdnc: --limit is given twice\nTry 'sdnc help select'.\n"
run 2 select bugs.sdn --fields id --group-by id
run 2 select bugs.sdn --fields id,-line
says "sdnc: --fields lists either the fields to print, or with '-' before each those to leave out\nTry 'sdnc help select'.\n"
run 2 select bugs.sdn --fields '-id,-title,-severity,-status,-line,-score,-found,-tags,-valid'
says "sdnc: --fields leaves out every field\nTry 'sdnc help select'.\n"
run 2 select bugs.sdn --format xml
run 2 select none.sdn
says 'sdnc: none.sdn: there is no such file\n'
run 2 select

# ---- rows that cannot be read ----

sed -e 's/low, done/lo, done/' -e 's/10, "a, b"/10, a, b/' bugs.sdn >broken.sdn
run 0 select broken.sdn --fields id
prints 'bugs |id|\n    1\n    9\n'
grep -q "^sdnc: broken.sdn:4:21: column 'severity': 'lo' is none of low, medium, high.*and 1 more; so records may be missing, see 'sdnc check'" stderr ||
    fail 'does not tell of the rows that are missing'
run 1 select broken.sdn --fields id --strict
prints 'bugs |id|\n    1\n    9\n'
run 0 select bugs.sdn --strict
says ''

# ---- get ----

run 0 get bugs.sdn 1 title
prints 'crash on empty input\n'
run 0 get bugs.sdn 9 score
prints '\n'
run 0 get bugs.sdn 1 tags
prints 'ui,parser\n'
run 0 get bugs.sdn 10 id line status
prints 'id:     10\nline:   50\nstatus: stale\n'
run 0 get bugs.sdn 2
prints "id:       2\ntitle:    it's slow\nseverity: low\nstatus:   done\nline:     7\nscore:\nfound:\ntags:\nvalid:    true\n"
run 0 get bugs.sdn 2 line valid -f jsonl
prints '{"line":7,"valid":true}\n'
run 0 get two.sdn 12,left guest --table seats
prints 'ann\n'
run 1 get bugs.sdn 3
says "sdnc: bugs.sdn: no record '3' in table 'bugs'\n"
prints ''
run 1 get two.sdn 12,lefd --table seats
says "sdnc: two.sdn: no record '12, lefd' in table 'seats'; did you mean '12, left'?\n"
run 1 get broken.sdn 2
grep -q "'lo' is none of low, medium, high" stderr || fail 'does not say why the row cannot be read'
run 2 get bugs.sdn 1 tilte
says "argument 3:1:1: error: 'tilte' is not a field of 'bugs'
    1 | tilte
      | ^^^^^
      = help: did you mean 'title'?\n"
run 2 get two.sdn 12 --table seats
run 2 get bugs.sdn

[ "$failures" -eq 0 ] || { echo "$failures failures" && exit 1; }
