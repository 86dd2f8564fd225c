# Sourced by tests/bench.sh: what is measured, in which order. Modes: `warm` and `cold` for what is read, `fast` (not
# flushed) and `durable` (flushed) for what is written.

readers="sdn sqlite lmdb simdjson protobuf-c flatbuffers libcsv"
measures="memcpy memcpy-fresh read"

# repeats_for ROWS MANY: fewer repetitions of whole-file saves on larger tables.
repeats_for() {
    awk -v rows="$1" -v many="$2" -v most="$most" \
        'BEGIN { n = int(many * 1000 / rows); print (n < 2 ? 2 : n > most ? most : n) }'
}

plan_save() {
    say "save, $1 rows"
    rounds_of save fast "$1" "$few" "$readers write"
    rounds_of save durable "$1" "$(((few + 1) / 2))" "sdn sqlite write" durable
}

plan_load() {
    say "load, $1 rows"
    rounds_of load warm "$1" "$rounds" "$readers $measures"
    rounds_of load cold "$1" "$few" "$readers read" cold
    rounds_of iterate warm "$1" "$few" "sdn sqlite lmdb protobuf-c flatbuffers"
}

plan_find() {
    say "look-ups, $1 rows"
    lookups=$(($1 > 200000 ? $1 : 200000)) # no fewer than records
    rounds_of lookup warm "$1" "$rounds" "sdn sqlite lmdb flatbuffers" repeats=$lookups
    rounds_of by-status warm "$1" "$few" "sdn sqlite"
    rounds_of by-place warm "$1" "$few" "sdn sqlite" repeats=20000
}

plan_change() {
    say "changes, $1 rows"
    copies_for "$1" "sdn sqlite lmdb write"
    for how in fast durable; do
        rounds_of update "$how" "$1" "$rounds" "sdn sqlite lmdb write" repeats="$(repeats_for "$1" 1000)" $how
    done
    rounds_of load updated "$1" 1 "sdn sqlite lmdb" # all have made the same changes
    for how in fast durable; do
        rounds_of merge "$how" "$1" "$few" "sdn sqlite" $how
    done
    rounds_of load changed "$1" 1 "sdn sqlite"
    for how in fast durable; do
        rounds_of append "$how" "$1" "$few" "sdn sqlite write" repeats="$(repeats_for "$1" 1000)" $how
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
    whole_rounds whole-get warm "$1" "$few" "$(repeats_for "$1" 20000)" "$2"
}

plan_whole_update() {
    say "open, update, close: $1 rows"
    command_of() { update_command "$@"; }
    copies_for "$1" "sdn sqlite"
    cp "$data/todo-$1.sqlite" "$place/sqlite/wal-$1.sqlite"
    cp "$data/todo-$1.sqlite" "$place/sqlite/cli-$1.sqlite"
    how=fast
    whole_rounds whole-update fast "$1" "$few" "$(repeats_for "$1" 20000)" "sdn sqlite"
    how=durable
    whole_rounds whole-update durable "$1" "$rounds" "$(repeats_for "$1" 20000)" "sdn sqlite sqlite-wal sqlite3"
    rounds_of load whole-updated "$1" 1 "sdn sqlite"
    drop_copies
}

# ---- recutils, whose changes take long: it checks its key by comparing all pairs ----

plan_recutils() {
    say "recutils, $1 rows"
    rounds_of save fast "$1" 1 "recutils sdn sqlite"
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

# The first rows of a table as a file of its own.
plan_saves_in() {
    directory=$1 system=$2
    for rows in $3; do
        repeats=$(repeats_for "$rows" 20000)
        file=$directory/saves-$rows
        head -n "$((rows + 1))" "$data/todo-$largest.sdn" >"$file"
        for how in fast durable; do
            saves_rounds "$system-tight-$how" "$file" "$rows" "$saves_rounds_count" "$repeats" 0 $how
            saves_rounds "$system-pause-$how" "$file" "$rows" "$few" "$(((repeats + 4) / 5))" 20 $how
        done
        rm -f "$file"
    done
}

plan_saves() {
    say "atomic saves"
    saves_rounds_count=$((rounds * 3))
    plan_saves_in "$data" disk "$save_rows"
    if [ -d /dev/shm ] && [ -w /dev/shm ]; then
        memory=$(mktemp -d /dev/shm/bench.XXXXXX)
        plan_saves_in "$memory" memory "$save_rows"
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

measure_everything() {
    echo "$columns" >"$results/rounds.csv"
    for rows_now in $sizes; do
        plan_save "$rows_now"
        plan_facts "$rows_now"
        plan_load "$rows_now"
        plan_find "$rows_now"
        plan_change "$rows_now"
        plan_whole_get "$rows_now" "sdn sqlite sqlite3 grep"
        plan_whole_update "$rows_now"
        if [ "$rows_now" != "$largest" ]; then
            rm -f "$data"/todo-"$rows_now".*
        fi
    done
    plan_recutils "$rec_rows"
    plan_saves
}
