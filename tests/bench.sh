#!/bin/sh
# How fast it is, compared with other libraries and with plain reads and writes of the same bytes.
#
#   tests/bench.sh          all but recutils: 8 to 13 minutes on a machine that does nothing else
#   tests/bench.sh rec      recutils alone, whose recset takes minutes for one change
#   tests/bench.sh quick    small tables, one round: that all contestants run and agree
#
# Builds into build-bench (or $BENCH_BUILD), keeps the tables there (or in a directory `bench-data` of $BENCH_DATA) and leaves bench.csv,
# bench.svg, table.md, report.txt, machine.txt, elapsed.txt and every single measurement (rounds.csv) in
# build-bench/results, or results-rec, results-quick. Exit 1 if contestants do not agree; a missed target is said, and
# no failure.
# tests/bench/README.md says what is measured, how; tests/bench/publish.sh puts the figures into the documents.
set -eu
cd "$(dirname "$0")/.."
. tests/support/packages.sh
need_to_build
need g++ g++
need libsqlite3-dev /usr/include/sqlite3.h
need sqlite3 sqlite3
need liblmdb-dev /usr/include/lmdb.h
need libsimdjson-dev /usr/include/simdjson.h
need libprotobuf-c-dev /usr/include/protobuf-c/protobuf-c.h
need protobuf-c-compiler protoc-c
need libflatbuffers-dev /usr/include/flatbuffers/flatbuffers.h
need flatbuffers-compiler flatc
need libcsv-dev /usr/include/csv.h
need librec-dev /usr/include/rec.h
need recutils recsel
need hyperfine hyperfine
install_missing

mode=${1:-full}
sizes="1000 100000 1000000" save_rows="100 1000 100000" suffix=
once=1 few=2 some=3-7/10 many=5-15/30
most_repeats=50 most_again=21 commits_before=1000 saves_rounds_many=21 saves_rounds_few=5
case $mode in
full) ;;
rec) sizes=20000 few=3 suffix=-rec ;;
quick)
    sizes="1000 10000" save_rows="100 1000" suffix=-quick
    few=1 some=1 many=1
    most_repeats=5 most_again=2 commits_before=20 saves_rounds_many=2 saves_rounds_few=1
    ;;
*) echo "usage: tests/bench.sh [full|rec|quick]" >&2 && exit 2 ;;
esac

echo "== build" >&2
build=${BENCH_BUILD:-build-bench} # another build has the library already
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DSDNC_BENCH=ON >/dev/null
ninja -C "$build" bench bench_saves bench_whole_sdn bench_whole_sqlite >"$build/bench-build.log" ||
    { cat "$build/bench-build.log" && exit 1; }

programs=$PWD/$build/tests/bench
results=$PWD/$build/results$suffix
data=${BENCH_DATA:-$PWD/$build}/bench-data
largest=${sizes##* }
rm -rf "$data" "$results"
mkdir -p "$data" "$results"
trap 'rm -rf "$data"' EXIT
. tests/bench/measure.sh
. tests/bench/plan.sh
. tests/bench/machine.sh

machine >"$results/machine.txt"
measure_everything
set --
for part in numbers rounds summary targets report; do
    set -- "$@" -f tests/bench/$part.awk
done
awk "$@" -v largest="$largest" -v csv="$results/bench.csv" -v table="$results/table.md" \
    tests/bench/targets.txt "$results/rounds.csv" >"$results/report.txt" && agree=0 || agree=$?
cat "$results/machine.txt" "$results/report.txt"
[ "$mode" != quick ] || echo "(one round of small tables: not a measurement)"
[ "$mode" = rec ] || awk -f tests/bench/plot.awk "$results/bench.csv" >"$results/bench.svg"
echo "in ${results#"$PWD/"}: bench.csv bench.svg table.md report.txt elapsed.txt rounds.csv"
exit "$agree"
