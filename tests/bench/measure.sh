# Sourced by tests/bench.sh: rounds of measurements, each a line of rounds.csv:
#   operation, mode, rows, round, contestant, ns, first_ns, units, checksum, rest_kb, stay_kb, peak_kb
# In a round every contestant runs once, in a process of its own, and another one begins in each round.

columns=operation,mode,rows,round,contestant,ns,first_ns,units,checksum,rest_kb,stay_kb,peak_kb

record() {
    echo "$1" >>"$results/rounds.csv"
}

say() {
    echo "== $*" >&2
}

# turn ROUND NAME...: the names, from another one in each round.
turn() {
    awk -v shift="$1" -v names="$2" 'BEGIN {
        count = split(names, name, " ")
        for (i = 0; i < count; i++)
            printf "%s ", name[(i + shift) % count + 1]
    }'
}

# A number that no other round of no other operation has, for changes that are to be changes.
next_seed=1000
new_seed() {
    next_seed=$((next_seed + 1000))
    seed=$next_seed
}

# rounds_of OPERATION MODE ROWS ROUNDS "CONTESTANT..." [OPTION...]: files are those in $place/<contestant>, where there
# is one, else in $data.
place=$data
rounds_of() {
    operation=$1 run_mode=$2 rows=$3 count=$4 names=$5
    shift 5
    round=0
    while [ "$round" -lt "$count" ]; do
        new_seed
        for name in $(turn "$round" "$names"); do
            directory=$place
            [ "$place" = "$data" ] || directory=$place/$name
            line=$("$programs/bench" "$operation" "$name" "$directory" "$rows" seed="$seed" "$@") ||
                { echo "bench: $operation of $name failed" >&2 && exit 1; }
            record "$operation,$run_mode,$rows,$round,$name,$line"
        done
        round=$((round + 1))
    done
}

# With each contestant's own copy of its table, which changes: copies_for ROWS "CONTESTANT..."; then drop_copies.
copies_for() {
    place=$data/changed
    for name in $2; do
        mkdir -p "$place/$name"
        case $name in
        sdn | write) cp "$data/todo-$1.sdn" "$place/$name/" ;;
        *) cp "$data/todo-$1.$name" "$place/$name/" ;;
        esac
    done
    sync "$place"/*/*
}
drop_copies() {
    rm -rf "$data/changed"
    place=$data
}

# whole_rounds OPERATION MODE ROWS ROUNDS RUNS "NAME..." with the command of a name in the function command_of, which
# sees $key: whole processes, by hyperfine.
whole_rounds() {
    operation=$1 run_mode=$2 rows=$3 count=$4 runs=$5 names=$6
    round=0
    while [ "$round" -lt "$count" ]; do
        key=$((rows * (2 * round + 1) / (2 * count)))
        set --
        order=$(turn "$round" "$names")
        for name in $order; do
            set -- "$@" -n "$name" "$(command_of "$name")"
        done
        hyperfine -N --style none --warmup 1 --runs "$runs" --export-csv "$results/whole.csv" "$@" >"$results/whole.log" 2>&1 ||
            { cat "$results/whole.log" >&2 && exit 1; }
        awk -F, -v head="$operation,$run_mode,$rows,$round" \
            'NR > 1 { printf "%s,%s,%.0f,0,1,0,0,0,0\n", head, $1, $(NF - 4) * 1e9 }' "$results/whole.csv" >>"$results/rounds.csv"
        round=$((round + 1))
    done
    rm -f "$results/whole.csv" "$results/whole.log"
}

# saves_rounds MODE FILE ROWS ROUNDS REPEATS PAUSE_MS [durable]
saves_rounds() {
    run_mode=$1 rows=$3
    file=$2
    shift 3
    "$programs/bench_saves" "$file" "$@" |
        awk -F, -v head="saves,$run_mode,$rows" '{ print head "," $1 "," $2 "," $3 ",0," $4 ",0,0,0,0" }' \
            >>"$results/rounds.csv"
}
