#!/bin/sh
# test_claims.sh SDNC [ROWS [WORKERS [SEED]]]
#
# Programs that claim rows with `sdnc set --where ... --limit 1`, many at once, some of them killed with SIGKILL at a random
# moment. Afterwards
#   - each row is claimed, and no row is lost or new;
#   - no row was given to two claims: what a claim printed is a row that carries its mark;
#   - a row that no claim printed carries the mark of one that was killed;
#   - whoever read the file meanwhile could read it, and it had all rows.
# By hand for longer: test_claims.sh build/generator/sdnc 20000 16
set -u
sdnc=$(realpath "${1:?usage: test_claims.sh SDNC [ROWS [WORKERS [SEED]]]}")
rows=${2:-160}
workers=${3:-16}
seed=${4:-$$}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

cat >job.schema <<'END_OF_FILE'
enum Status { open, claimed }
record Job in jobs {
    key id : u32 = auto;
    status : Status = open;
    owner  : string?;
}
END_OF_FILE
{
    echo 'jobs |id, status, owner|'
    seq "$rows" | sed 's/.*/    &, open, ""/'
} >jobs.sdn

# Moments at which claims are killed, in seconds; "-" for those that are not.
plan() {
    awk -v seed="$1" 'BEGIN { srand(seed); for (i = 0; i < 100000; i++) print rand() < 0.25 ? rand() * rand() * 0.08 : "-" }'
}

# One claimer: until there is nothing left. Marks are wWORKERnNUMBER.
claim_rows() {
    number=0
    while read -r moment; do
        number=$((number + 1))
        "$sdnc" set jobs.sdn --where 'status = open' --limit 1 --lock-timeout 60 status=claimed owner="w$1n$number" \
            --print id >got."$1" 2>>err."$1" &
        if [ "$moment" != - ]; then
            sleep "$moment"
            kill -9 $! 2>/dev/null
        fi
        wait $! 2>/dev/null
        code=$?
        [ $code -eq 0 ] && echo "$(cat got."$1") w$1n$number" >>printed."$1"
        [ $code -eq 137 ] && echo "w$1n$number" >>killed."$1"
        [ $code -eq 1 ] && return
        [ $code -eq 0 ] || [ $code -eq 137 ] || { echo "claim w$1n$number returned $code: $(tail -n 1 err."$1")"; return; }
    done
}

# Reads the file all the time.
watch_file() {
    reads=0
    while [ ! -e ended ]; do
        reads=$((reads + 1))
        found=$(grep -c '^    [0-9]*, \(open\|claimed\), ' jobs.sdn)
        [ "$found" -eq "$rows" ] || echo "a reader found $found rows instead of $rows"
        [ $((reads % 10)) -ne 0 ] || [ "$("$sdnc" get jobs.sdn "$rows" id 2>&1)" = "$rows" ] || echo "a reader failed"
        sleep 0.02
    done
}

watch_file >watched &
watcher=$!
started=$(date +%s)
pids=
for worker in $(seq "$workers"); do
    plan $((seed * 1000 + worker)) >plan."$worker"
    claim_rows "$worker" <plan."$worker" >trouble."$worker" 2>/dev/null &
    pids="$pids $!"
done
wait $pids
touch ended
wait $watcher
seconds=$(($(date +%s) - started))

touch printed.0 killed.0
cat printed.* | sort >printed
cat killed.* | sort >killed
sed -n 's/^    \([0-9]*\), claimed, \(.*\)$/\1 \2/p' jobs.sdn | sort >claimed
failures=0
check() { # WHAT FILE: the file is empty
    [ -s "$2" ] || return
    echo "$1: $(head -n 5 "$2" | tr '\n' ';')"
    failures=$((failures + 1))
}
cat trouble.* watched >troubles
check "trouble" troubles
comm -23 printed claimed >lost
check "printed, but the row has another mark" lost
cut -d ' ' -f 1 printed | uniq -d >twice
check "printed by two claims" twice
comm -13 printed claimed | cut -d ' ' -f 2 | sort | comm -23 - killed >unknown
check "claimed by nobody who was killed" unknown
[ "$(wc -l <claimed)" -eq "$rows" ] || { echo "$(wc -l <claimed) of $rows rows are claimed"; failures=$((failures + 1)); }
[ "$(wc -l <jobs.sdn)" -eq $((rows + 1)) ] || { echo "the file has $(wc -l <jobs.sdn) lines"; failures=$((failures + 1)); }
ls -A | grep -F jobs | grep -vx jobs.sdn >left_over # lock files and temporary ones
check "left in the directory" left_over
echo "$rows rows, $workers workers, seed $seed: $(wc -l <printed) claims printed, $(wc -l <killed) killed," \
    "$(comm -13 printed claimed | wc -l) of them after the save; $seconds s"
[ $failures -eq 0 ]
