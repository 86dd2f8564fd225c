# Sourced by tests/bench.sh: rounds of measurements, each a line of rounds.csv:
#   operation, mode, rows, round, contestant, ns, first_ns, units, checksum, rest_kb, stay_kb, peak_kb
# In a round every contestant runs once, in a process of its own, and another one begins in each round.

columns=operation,mode,rows,round,contestant,ns,first_ns,units,checksum,rest_kb,stay_kb,peak_kb

record() {
    echo "$1" >>"$results/rounds.csv"
}

# say PART: begins a part, and notes how long the one before took, in elapsed.txt.
part=
say() {
    now=$(date +%s)
    if [ -n "$part" ]; then
        printf '%5d s  %s\n' "$((now - part_began))" "$part" | tee -a "$results/elapsed.txt" >&2
    fi
    part=$* part_began=$now
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

# more_rounds EFFORT ROUND BEGAN: whether another round is to be made. An effort is a number of rounds, or
# LEAST-MOST/SECONDS: as many as begin within that time.
more_rounds() {
    least=${1%%-*} most=${1#*-} patience=${1#*/}
    most=${most%%/*}
    [ "$2" -lt "$least" ] || { [ "$2" -lt "$most" ] && [ "$(($(date +%s) - $3))" -lt "$patience" ]; }
}

# rounds_of OPERATION MODE ROWS EFFORT "CONTESTANT..." [OPTION...]: files are those in $place/<contestant>, where there
# is one, else in $data. A contestant that says it cannot do that (exit status 3) is left out.
place=$data
rounds_of() {
    operation=$1 run_mode=$2 rows=$3 effort=$4 names=$5
    shift 5
    round=0 began=$(date +%s)
    while more_rounds "$effort" "$round" "$began"; do
        new_seed
        for name in $(turn "$round" "$names"); do
            directory=$place
            [ "$place" = "$data" ] || directory=$place/$name
            status=0
            line=$("$programs/bench" "$operation" "$name" "$directory" "$rows" seed="$seed" "$@") || status=$?
            case $status in
            0) record "$operation,$run_mode,$rows,$round,$name,$line" ;;
            3) ;;
            *) echo "bench: $operation of $name failed" >&2 && exit 1 ;;
            esac
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

# whole_rounds OPERATION MODE ROWS EFFORT RUNS "NAME..." with the command of a name in the function command_of, which
# sees $key: whole processes, by hyperfine; of the runs of a round the median counts. Memory is warmed before each.
whole_rounds() {
    operation=$1 run_mode=$2 rows=$3 effort=$4 runs=$5 names=$6
    round=0 began=$(date +%s)
    while more_rounds "$effort" "$round" "$began"; do
        key=$((rows * (2 * (round % 5) + 1) / 10))
        set --
        for name in $(turn "$round" "$names"); do
            set -- "$@" -n "$name" "$(command_of "$name")"
        done
        hyperfine -N --style none --warmup 1 --runs "$runs" --prepare "$programs/bench warm $rows" \
            --export-csv "$results/whole.csv" "$@" >"$results/whole.log" 2>&1 ||
            { cat "$results/whole.log" >&2 && exit 1; }
        awk -F, -v head="$operation,$run_mode,$rows,$round" \
            'NR > 1 { printf "%s,%s,%.0f,0,1,0,0,0,0\n", head, $1, $(NF - 4) * 1e9 }' "$results/whole.csv" >>"$results/rounds.csv"
        round=$((round + 1))
    done
    rm -f "$results/whole.csv" "$results/whole.log"
}

# saves_rounds MODE FILE ROWS ROUNDS REPEATS PAUSE_MS [durable|fast]
saves_rounds() {
    run_mode=$1 rows=$3
    file=$2
    shift 3
    "$programs/bench_saves" "$file" "$@" |
        awk -F, -v head="saves,$run_mode,$rows" '{ print head "," $1 "," $2 "," $3 ",0," $4 ",0,0,0,0" }' \
            >>"$results/rounds.csv"
}
