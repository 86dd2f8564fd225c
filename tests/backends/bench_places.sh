#!/bin/sh
# bench_places.sh BUILD [ROWS...]
#
# What opening, a durable commit and a look-up cost where records can be: in a text file, in SQLite, in PostgreSQL on this
# machine, whose fsync is on for that. The least and the median of each.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "${1:?usage: bench_places.sh BUILD [ROWS...]}")
shift
[ $# -gt 0 ] || set -- 1000 100000
SDNC_FSYNC=on
export SDNC_FSYNC
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for rows; do
    for backend in file sqlite postgres; do
        program=$build/tests/bench_${backend}_place
        [ -x "$program" ] || { echo "$backend: not built"; continue; }
        launcher=
        [ $backend != postgres ] || launcher=$here/../postgres/with_server.sh
        printf '%-9s' $backend
        $launcher "$program" "$rows"
    done
done
