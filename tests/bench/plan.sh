# Sourced by tests/bench.sh: what is measured, in which order. Modes: `warm`, `cold`, `rested` and `small-pages` for
# what is read, `fast` (not flushed) and `durable` (flushed) for what is written, `fresh` and `later` for commits.
#
# Efforts (measure.sh): $once, $few, $some and $many rounds; $many is for what has a target.

all_readers="sdn sqlite lmdb simdjson protobuf-c flatbuffers libcsv"
measures="memcpy memcpy-fresh read"

# repeats_for ROWS MANY: fewer repetitions of whole-file saves on larger tables.
repeats_for() {
    awk -v rows="$1" -v many="$2" -v most="$most_repeats" \
        'BEGIN { n = int(many * 1000 / rows); print (n < 2 ? 2 : n > most ? most : n) }'
}

# again_for ROWS: how often in one process. The first steps of a process would be most of what a small table takes.
again_for() {
    awk -v rows="$1" -v most="$most_again" 'BEGIN { n = int(300000 / rows); print (n < 1 ? 1 : n > most ? most : n) }'
}

is_largest() {
    [ "$1" = "$largest" ]
}

# effort_of ROWS: of what has a target for the largest table.
effort_of() {
    if is_largest "$1"; then echo "$many"; else echo "$some"; fi
}

plan_save() {
    say "save, $1 rows"
    rounds_of save fast "$1" "$some" "sdn sqlite write" again="$(again_for "$1")"
    rounds_of save fast "$1" "$once" "lmdb simdjson protobuf-c flatbuffers libcsv"
    is_largest "$1" || rounds_of save durable "$1" "$few" "sdn sqlite write" durable
}

plan_load() {
    say "load, $1 rows"
    rounds_of load warm "$1" "$(effort_of "$1")" "sdn-2-threads $all_readers $measures" again="$(again_for "$1")"
    rounds_of iterate warm "$1" "$few" "sdn sqlite lmdb protobuf-c flatbuffers"
    is_largest "$1" || return 0
    rounds_of load small-pages "$1" "$some" "sdn sqlite" small-pages
    say "load from disk, and after a rest, $1 rows"
    rounds_of load cold "$1" "$few" "sdn sqlite lmdb flatbuffers read" cold
    [ "$mode" = quick ] || rounds_of load rested "$1" "$few" "sdn sqlite flatbuffers" rested
}

plan_find() {
    say "look-ups, $1 rows"
    lookups=$(($1 > 200000 ? $1 : 200000)) # no fewer than records
    rounds_of lookup warm "$1" "$some" "sdn sqlite lmdb flatbuffers" repeats=$lookups
    rounds_of numbers-save fast "$1" "$once" "sdn sqlite"
    rounds_of numbers-lookup warm "$1" "$(effort_of "$1")" "sdn sqlite" repeats=$lookups
    rounds_of by-status warm "$1" "$few" "sdn sqlite"
    rounds_of by-place warm "$1" "$some" "sdn sqlite" repeats=20000
}

plan_commit() {
    say "commits without the write, $1 rows"
    rounds_of commit fresh "$1" "$some" sdn repeats=100
    rounds_of commit later "$1" "$some" sdn repeats=100 before="$commits_before"
}

plan_change() {
    say "changes, $1 rows"
    copies_for "$1" "sdn sqlite lmdb write"
    for how in fast durable; do
        rounds_of update "$how" "$1" "$few" "sdn sqlite lmdb write" repeats="$(repeats_for "$1" 1000)" $how
    done
    rounds_of load updated "$1" 1 "sdn sqlite lmdb" # all have made the same changes
    rounds_of merge fast "$1" "$few" "sdn sqlite"
    rounds_of load changed "$1" 1 "sdn sqlite"
    for how in fast durable; do
        rounds_of append "$how" "$1" "$once" "sdn sqlite write" repeats="$(repeats_for "$1" 1000)" $how
    done
    rounds_of load appended "$1" 1 "sdn sqlite"
    drop_copies
}

# ---- whole processes ----

get_command() {
    file=$data/todo-$rows
    case $1 in
    sdn) echo "$programs/bench_whole_sdn get $file.sdn $key" ;;
    sqlite) echo "$programs/bench_whole_sqlite get $file.sqlite $key" ;;
    sqlite3) echo "sqlite3 $file.sqlite 'SELECT * FROM todos WHERE id=\"$key\"'" ;;
    grep) echo "grep -m1 '^    $key, ' $file.sdn" ;;
    recsel) echo "recsel -t todos -e 'id = \"$key\"' $file.rec" ;;
    esac
}

update_command() {
    file=$data/changed
    case $1 in
    sdn) echo "$programs/bench_whole_sdn update $file/sdn/todo-$rows.sdn $key $how" ;;
    sqlite) echo "$programs/bench_whole_sqlite update $file/sqlite/todo-$rows.sqlite $key $how" ;;
    sqlite-wal) echo "$programs/bench_whole_sqlite update $file/sqlite/wal-$rows.sqlite $key wal" ;;
    sqlite3) echo "sqlite3 $file/sqlite/cli-$rows.sqlite 'UPDATE todos SET line=line+1 WHERE id=\"$key\"'" ;;
    recset) echo "recset -t todos -e 'id = \"$key\"' -f line -s 4242 $file/recutils/todo-$rows.rec" ;;
    recset-force) echo "recset --force -t todos -e 'id = \"$key\"' -f line -s 4242 $file/recutils/todo-$rows.rec" ;;
    esac
}

plan_whole_get() {
    say "open, get, close: $1 rows"
    command_of() { get_command "$@"; }
    whole_rounds whole-get warm "$1" "$few" "$(repeats_for "$1" 1000)" "$2"
}

plan_whole_update() {
    say "open, update, close: $1 rows"
    command_of() { update_command "$@"; }
    copies_for "$1" "sdn sqlite"
    cp "$data/todo-$1.sqlite" "$place/sqlite/wal-$1.sqlite"
    cp "$data/todo-$1.sqlite" "$place/sqlite/cli-$1.sqlite"
    effort_now=$once
    [ "$1" -gt 1000 ] || effort_now=$many
    how=fast
    whole_rounds whole-update fast "$1" "$effort_now" "$(repeats_for "$1" 1000)" "sdn sqlite"
    how=durable
    whole_rounds whole-update durable "$1" "$effort_now" "$(repeats_for "$1" 1000)" "sdn sqlite sqlite-wal sqlite3"
    drop_copies
}

# ---- recutils, whose changes take long: it checks its key by comparing all pairs ----

plan_recutils() {
    say "recutils, $1 rows"
    rounds_of save fast "$1" 1 "recutils sdn sqlite"
    plan_facts "$1"
    rounds_of load warm "$1" "$few" "sdn recutils"
    plan_whole_get "$1" "sdn sqlite sqlite3 grep recsel"
    mkdir -p "$data/changed/recutils" "$data/changed/sdn"
    cp "$data/todo-$1.rec" "$data/changed/recutils/"
    cp "$data/todo-$1.sdn" "$data/changed/sdn/"
    command_of() { update_command "$@"; }
    how=fast
    say "one update by recset, $1 rows (minutes)"
    once_recset "$1"
    whole_rounds whole-update fast "$1" "$few" 5 "sdn recset-force"
    drop_copies
}

# hyperfine runs a command twice at least, and once is long enough here.
once_recset() {
    rows=$1 key=$(($1 / 2))
    for name in sdn recset; do
        start=$(date +%s%N)
        eval "$(update_command $name)"
        record "whole-update,once,$1,0,$name,$(($(date +%s%N) - start)),0,1,0,0,0,0"
    done
}

# ---- atomic saves ----

# plan_saves_in DIRECTORY SYSTEM ROWS: the first rows of a table as a file of its own.
plan_saves_in() {
    file=$1/saves-$3
    head -n "$(($3 + 1))" "$data/todo-$largest.sdn" >"$file"
    repeats=$(repeats_for "$3" 1000)
    saves_rounds "$2-tight-fast" "$file" "$3" "$saves_rounds_many" "$repeats" 0 fast
    if [ "$2" = disk ]; then
        saves_rounds "$2-pause-fast" "$file" "$3" "$saves_rounds_many" "$(((repeats + 9) / 10))" 20 fast
        saves_rounds "$2-tight-durable" "$file" "$3" "$saves_rounds_few" "$(((repeats + 1) / 2))" 0 durable
    fi
    rm -f "$file"
}

plan_saves() {
    for rows_now in $save_rows; do
        say "atomic saves, $rows_now rows"
        plan_saves_in "$data" disk "$rows_now"
    done
    if [ -d /dev/shm ] && [ -w /dev/shm ]; then
        memory=$(mktemp -d /dev/shm/bench.XXXXXX)
        plan_saves_in "$memory" memory 1000
        rm -rf "$memory"
    fi
}

# The sizes of the files, and of the record in memory.
plan_facts() {
    for file in "$data"/todo-"$1".*; do
        case $file in
        *-lock) ;;
        *) record "facts,bytes,$1,0,${file##*.},$(wc -c <"$file"),0,1,0,0,0,0" ;;
        esac
    done
    record "facts,record,$1,0,sdn,$("$programs/bench" facts),0,1,0,0,0,0"
}

plan_size() {
    plan_save "$1"
    plan_facts "$1"
    plan_load "$1"
    plan_find "$1"
    plan_commit "$1"
    plan_change "$1"
    plan_whole_get "$1" "sdn sqlite sqlite3 grep"
    plan_whole_update "$1"
    is_largest "$1" || rm -f "$data"/todo-"$1".*
}

measure_everything() {
    echo "$columns" >"$results/rounds.csv"
    if [ "$mode" = rec ]; then
        plan_recutils "$largest"
    else
        for rows_now in $sizes; do
            plan_size "$rows_now"
        done
        plan_saves
    fi
    say "done"
}
