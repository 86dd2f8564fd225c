#!/bin/sh
# tools.sh BUILD [ROWS [ROUNDS]]
#
# How fast the commands on data files are, compared with other programs, on the same 100,000 todos; whole processes, the
# file in the page cache. In each round every program runs once. Prints the shortest and the median time, the median of the
# time that was computed, which a busy machine changes less, their ratios to those of sdnc, and the peak of memory. Programs
# that are not installed are left out. Exits 1 if answers differ. Tables and outputs are in BUILD/bench-tools.
set -eu
usage="usage: tools.sh BUILD [ROWS [ROUNDS]]"
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "${1:?$usage}")
rows=${2:-100000}
rounds=${3:-9}
sdnc=$build/generator/sdnc
schema=$here/../../schemas/todo.schema
work=$build/bench-tools
rm -rf "$work"
mkdir -p "$work/out"
cd "$work"
${CC:-cc} -O2 -std=c11 -o timed "$here/timed.c"
cp "$schema" todo.schema

has() {
    command -v "$1" >/dev/null 2>&1
}

# ---- the table, and the same in the formats of the others ----

# Numbers without a pattern, the same in every awk.
make_table() {
    awk -v rows="$1" 'BEGIN {
        areas = split("parser lexer runtime loader cli docs build io", area, " ")
        split("P0 P1 P2 P3 high low", priority, " ")
        split("open open open blocked stale done done done done done", status, " ")
        words = split("handle empty input check bounds of the list before merge report errors in nested block reuse buffer " \
                      "when name is too long split this into parts avoid copy for large files again", word, " ")
        print "todos |id, keyword, area, priority, description, file, line, issue, blocked, status, valid|"
        seed = 1
        for (id = 1; id <= rows; id++) {
            seed = (seed * 16807) % 2147483647
            a = seed % 8 + 1; p = int(seed / 8) % 6 + 1; s = int(seed / 64) % 10 + 1; line = int(seed / 1024) % 2000 + 1
            text = word[seed % words + 1]
            for (i = 0; i < 7; i++)
                text = text (seed % 2 ? "_" : " ") word[(int(seed / (i * 7 + 3)) + i) % words + 1]
            if (seed % 50 == 0)
                text = text ", or not"
            issue = seed % 3 == 0 ? int(seed / 3) % 1000 : "\"\""
            before = seed % 10 == 0 && id > 1 ? "\"" int(seed / 10) % (id - 1) + 1 "\"" : "\"\""
            printf "    \"%d\", TODO, %s, %s, \"%s\", \"src/%s_%d.c\", %d, %s, %s, %s, %s\n", id, area[a], priority[p], text,
                   area[a], seed % 97, line, issue, before, status[s], seed % 7 ? "true" : "false"
        }
    }'
}

make_table "$rows" >todo.sdn
"$sdnc" select todo.sdn --schema todo.schema -f csv >todo.csv
"$sdnc" select todo.sdn --schema todo.schema -f jsonl >todo.jsonl
if has csv2rec; then
    csv2rec -t todos todo.csv >todo.rec
fi
bytes=$(wc -c <todo.sdn)
echo "$rows rows, $bytes bytes; $rounds rounds; $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)"

# ---- measuring ----

# measure NAME COMMAND...: notes one run; its output stays in out/NAME.
measure() {
    name=$1
    shift
    ./timed "out/$name" "$@" >timed.line 2>"out/$name.err" || { echo "$name failed:" && cat "out/$name.err" && exit 1; }
    echo "$name $(cat timed.line)" >>times
}

# report TITLE: of all that was measured since the last report.
report() {
    echo
    echo "$1"
    LC_ALL=C sort -k1,1 -k2,2n times | awk -v bytes="$bytes" '
        function median(values, name, count,    i, j, v, sorted) {
            for (i = 1; i <= count; i++) {
                v = values[name, i]
                for (j = i; j > 1 && sorted[j - 1] > v; j--)
                    sorted[j] = sorted[j - 1]
                sorted[j] = v
            }
            return sorted[int((count + 1) / 2)]
        }
        $1 != name { name = $1; order[++names] = name; count[name] = 0 }
        { elapsed[name, ++count[name]] = $2; cpu[name, count[name]] = $3; if ($4 > peak[name]) peak[name] = $4 }
        END {
            own = median(elapsed, "sdnc", count["sdnc"])
            own_cpu = median(cpu, "sdnc", count["sdnc"])
            printf "  %-14s %8s %8s %7s %8s %7s %9s %8s\n", "", "min ms", "median", "ratio", "cpu ms", "ratio", "peak KiB",
                   "of file"
            for (i = 1; i <= names; i++) {
                name = order[i]
                time = median(elapsed, name, count[name])
                used = median(cpu, name, count[name])
                printf "  %-14s %8.1f %8.1f %7.2f %8.1f %7.2f %9d %8.1f\n", name, elapsed[name, 1], time, time / own, used,
                       used / own_cpu, peak[name], peak[name] * 1024 / bytes
            }
        }'
    rm times
}

# agree NAME...: each output, made the same by normal_NAME if there is such a function, is that of sdnc.
agree() {
    for name in "$@"; do
        [ -e "out/$name" ] || continue
        tr -d '\r"' <"out/$name" | sed -e 's/ /,/g' | grep '^[0-9]' >"out/$name.norm" || true
        if ! cmp -s out/sdnc.norm "out/$name.norm"; then
            echo "$name differs from sdnc:"
            diff out/sdnc.norm "out/$name.norm" | head -n 5
            exit 1
        fi
    done
}

# ---- one condition, two fields ----

round=0
while [ "$round" -lt "$rounds" ]; do
    measure sdnc "$sdnc" select todo.sdn --schema todo.schema --where 'status = blocked' --fields id,line -f csv
    if has mlr; then
        measure mlr mlr --icsv --ocsv filter '$status == "blocked"' then cut -o -f id,line todo.csv
    fi
    if has jq; then
        measure jq jq -r 'select(.status == "blocked") | "\(.id),\(.line)"' todo.jsonl
    fi
    if has sqlite3; then
        measure sqlite3 sqlite3 :memory: -cmd '.mode csv' '.import todo.csv todos' \
            "select id, line from todos where status = 'blocked'"
    fi
    if [ "$round" -lt 3 ]; then # these take seconds
        if has recsel; then
            measure recsel recsel -t todos -e "status = 'blocked'" -R id,line todo.rec
        fi
        if has csvgrep; then
            measure csvgrep sh -c 'csvgrep -c status -m blocked todo.csv | csvcut -c id,line'
        fi
    fi
    round=$((round + 1))
done
agree sdnc mlr jq sqlite3 recsel csvgrep
echo "$(wc -l <out/sdnc.norm) rows match"
report "select, one condition (sqlite3: import and select)"

# ---- groups, and all rows sorted ----

round=0
while [ "$round" -lt "$rounds" ]; do
    measure sdnc "$sdnc" select todo.sdn --schema todo.schema --sort -line,id --limit 10 --fields line,id -f csv
    if has mlr; then
        measure mlr mlr --icsv --ocsv sort -nr line -nf id then head -n 10 then cut -o -f line,id todo.csv
    fi
    if has sqlite3; then
        measure sqlite3 sqlite3 :memory: -cmd '.mode csv' '.import todo.csv todos' \
            "select line, id from todos order by cast(line as integer) desc, cast(id as integer) limit 10"
    fi
    round=$((round + 1))
done
agree sdnc mlr sqlite3
report "select, sorted by two fields, the first ten"

# ---- versions: a diff, a merge, one text conversion ----

understands() {
    "$sdnc" help "$1" >/dev/null 2>&1
}

# A change in each of some rows that are far from each other: change EVERY OFFSET.
change() {
    awk -v every="$1" -v offset="$2" 'NR > 1 && NR % every == offset { sub(/, [a-z]+, (true|false)$/, ", done, true") } 1' todo.sdn
}

if understands merge; then
    change 100 30 >ours.sdn
    change 100 70 >theirs.sdn
    round=0
    while [ "$round" -lt "$rounds" ]; do
        measure sdnc "$sdnc" merge todo.sdn ours.sdn theirs.sdn --schema todo.schema -o out/merged.sdn
        measure git-merge-file git merge-file -p ours.sdn todo.sdn theirs.sdn
        round=$((round + 1))
    done
    cmp -s out/merged.sdn out/git-merge-file || { echo "sdnc merge differs from git merge-file" && exit 1; }
    report "merge of 1,000 changed rows on each side, none of them close"
fi

if understands diff; then
    change 100 30 >ours.sdn
    "$sdnc" select ours.sdn --schema todo.schema -f csv >ours.csv
    round=0
    while [ "$round" -lt "$rounds" ]; do
        measure sdnc "$sdnc" diff --schema todo.schema todo.sdn ours.sdn
        measure git-diff git diff --no-index --no-color todo.sdn ours.sdn
        if [ "$round" -lt 2 ] && has daff; then
            measure daff daff --output out/daff.csv todo.csv ours.csv
        fi
        round=$((round + 1))
    done
    report "diff of 1,000 changed rows"
fi

if understands textconv; then
    make_table 1000 >small.sdn
    bytes=$(wc -c <small.sdn)
    round=0
    while [ "$round" -lt "$rounds" ]; do
        measure sdnc "$sdnc" textconv small.sdn
        measure cat cat small.sdn
        round=$((round + 1))
    done
    report "textconv of 1,000 rows, which git runs for every version"
fi
