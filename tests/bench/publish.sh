#!/bin/sh
# publish.sh
#
# Puts what tests/bench.sh measured last (and tests/bench.sh rec, if there is such a result) into the documents:
# bench.csv and bench.svg of this directory, and the table and the machine in docs/speed.md, between the comments that
# say so.
set -eu
cd "$(dirname "$0")/../.."
results=build-bench/results
for file in bench.csv bench.svg table.md machine.txt; do
    [ -s $results/$file ] || { echo "publish.sh: there is no $results/$file; run tests/bench.sh first" >&2 && exit 1; }
done
cp $results/bench.csv $results/bench.svg tests/bench/
page=docs/speed.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat $results/table.md >"$work/rows"
[ ! -s build-bench/results-rec/table.md ] || cat build-bench/results-rec/table.md >>"$work/rows"
awk -v rows="$work/rows" -v machine="$results/machine.txt" '
    /^<!-- end of what publish.sh writes -->/ { inside = 0 }
    !inside { print }
    /^<!-- publish.sh writes from here -->/ {
        inside = found = 1
        print ""
        print "| 1,000,000 rows unless said | median | minimum | aim |"
        print "|---|---|---|---|"
        while ((getline line <rows) > 0)
            print line
        print ""
        while ((getline line <machine) > 0)
            print "    " line
        print ""
    }
    END { exit !found || inside }' $page >"$work/page" ||
    { echo "publish.sh: $page has no place for the table" >&2 && exit 1; }
cat "$work/page" >$page
git diff --stat -- tests/bench/bench.csv tests/bench/bench.svg $page
