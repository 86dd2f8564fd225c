#!/bin/sh
# coverage.sh [--lenient] BUILD [CTEST OPTION...]
#
# Builds everything in the directory BUILD with gcc, -O0 and --coverage, runs the tests and prints what share of the
# runtime (the .c files below runtime/src) they reach, file by file, then what they do not reach. Options for ctest,
# such as `-R test_scan`, run a part of the tests only. Needs nothing but gcc's own gcov.
#
# How it counts: a line counts if code was made for it. A branch is an arc of gcov (-b -c): each side of each condition,
# so that `a && b` has four, each case of a switch one; arcs of calls do not count, nor do functions in headers. Without
# optimisation nothing is inlined, merged or left out, so an arc is something that is written in the source.
# What a child process did that was killed or left by _exit is not counted: gcov writes its counts at exit.
#
# The runtime is built with NDEBUG, as a release is. An assertion states what always holds, so its other arm cannot be
# reached, and a reason for each of them would say nothing. The tests keep theirs: tests/CMakeLists.txt takes the macro
# out of their flags.
#
# What is not reached, and why, is kept in tests/coverage_exceptions.txt; only what that file does not name is shown.
# Exits 1 at once if an entry there matches no line of its source; later if anything is neither reached nor named there,
# if an entry names nothing that is not reached, if a test fails, or below 95 % of the lines or 90 % of the branches, even
# if reasons are given. With --lenient only what is not reached and entries without use are no failure.
set -eu
source=$(realpath "$(dirname "$0")/..")
lenient=0
[ "${1-}" != --lenient ] || { lenient=1; shift; }
build=${1:?usage: coverage.sh [--lenient] BUILD [CTEST OPTION...]}
shift
least_lines=95
least_branches=90

# Lines move and change: each entry must still match one, as the part of it before ` | reason` has it.
awk -v source="$source" '
    /^#/ || NF == 0 { next }
    {
        bar = index($0, " | ")
        last = match($0, / \| [^|]*$/)
        file = substr($0, 1, bar - 1)
        text = substr($0, bar + 3, last - bar - 3)
        is_start = sub(/\*$/, "", text)
        found = 0
        while (!found && (getline line < (source "/" file)) > 0) {
            sub(/^[ \t]+/, "", line)
            found = is_start ? index(line, text) == 1 : line == text
        }
        close(source "/" file)
        if (bar > 0 && last > bar && found)
            next
        printf "tests/coverage_exceptions.txt:%d: matches no line of its source: %s\n", NR, $0
        wrong = 1
    }
    END { exit wrong }
' "$source/tests/coverage_exceptions.txt" >&2

mkdir -p "$build"
build=$(realpath "$build")
cmake -S "$source" -B "$build" -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_C_FLAGS_RELEASE="--coverage -O0 -g -DNDEBUG -fprofile-update=atomic" >"$build/log" 2>&1 || { cat "$build/log"; exit 1; }
cmake --build "$build" -j 2 >"$build/log" 2>&1 || { cat "$build/log"; exit 1; }
find "$build/runtime" -name '*.gcda' -delete

# Left out: compilers, fuzzers and builds of their own, which run code that is not measured; checks of names and forms,
# which find those of gcov; and what limits the time of large files. A failed test is shown; what ran counts.
others='compile_|campaign_|fuzz_[a-z]*$|sdnc_generate|readme_example|golden|language|stress_mutants|power_cuts|lock_model'
others="$others|architecture|symbols|abi|layout_mismatch|format$|format_finds|other_processors|test_slow_files|hostile_data"
failed=
ctest --test-dir "$build" -E "^($others)" \
    -j 2 "$@" >"$build/tests.log" 2>&1 || failed=1
[ -z "$failed" ] || grep -E 'Failed|Timeout|tests passed' "$build/tests.log" || cat "$build/tests.log"

report=$build/gcov
rm -rf "$report"
mkdir -p "$report"
objects=$build/runtime/CMakeFiles/sdn.dir/src
for file in "$source"/runtime/src/*/*.c; do
    name=${file#"$source"/}
    part=${name#runtime/src/}
    told=$(cd "$report" && gcov -b -c -s "$source" -o "$objects/$part.gcda" "$file" 2>&1) || true
    if [ ! -f "$report/$(basename "$file").gcov" ]; then
        case $told in *"No executable lines"*) continue ;; esac # a table alone
        echo "$name: no counts; was it built?" >&2
        exit 1
    fi
    awk -v name="$name" '
        # count:line:source, then the branches of that line
        /^ *[0-9#=*-]+\*?: *[0-9]+:/ {
            count = $1; sub(/:.*/, "", count)
            text = $0; sub(/^[^:]*: */, "", text)
            line = text + 0; sub(/^[0-9]+:/, "", text)
            if (line == 0 || count == "-") next
            printf "line\t%s\t%d\t%d\t%s\n", name, line, (count !~ /^[#=]/), text
            next
        }
        /^branch / { printf "branch\t%s\t%d\t%d\t%s\n", name, line, ($3 == "taken" && $4 > 0), text }
    ' "$report/$(basename "$file").gcov" >>"$report/all"
done

awk -F '\t' -v least_lines=$least_lines -v least_branches=$least_branches -v lenient=$lenient -v failed="$failed" \
    -v source="$source" -v list=tests/coverage_exceptions.txt '
    function trimmed(text) { sub(/^[ \t]+/, "", text); sub(/[ \t]+$/, "", text); return text }
    function share(part, whole) { return whole > 0 ? 100 * part / whole : 100 }
    # An entry names lines by their text, or its start and a star.
    function names(entry, file, text,    start) {
        if (file != entry_file[entry])
            return 0
        start = entry_text[entry]
        if (sub(/\*$/, "", start))
            return substr(text, 1, length(start)) == start
        return text == start
    }
    function has_reason(file, text,    i, found) {
        for (i = 1; i <= entries; i++)
            if (names(i, file, text))
                found = used[i] = 1
        return found
    }
    BEGIN {
        # file | line of the source | reason
        while ((getline entry < (source "/" list)) > 0)
            if (entry !~ /^#/ && split(entry, field, / \| /) >= 3) {
                entry_file[++entries] = trimmed(field[1])
                entry_text[entries] = trimmed(substr(entry, length(field[1]) + 4,
                    length(entry) - length(field[1]) - length(field[split(entry, field, / \| /)]) - 6))
                is_by_chance[entries] = entry ~ / \| sometimes: [^|]*$/
            }
    }
    !($2 in seen) { seen[$2] = 1; order[++files] = $2 }
    { all[$1, $2]++; reached[$1, $2] += $4; total[$1]++; got[$1] += $4 }
    $4 == 0 {
        at = $2 ":" $3
        if (!(at in missing)) { missing[at] = 1; places[++count] = at; source_of[at] = $5; file[at] = $2 }
        if ($1 == "line") unreached[at] = 1; else arcs[at]++
    }
    END {
        printf "%-40s %15s %19s\n", "", "lines", "branches"
        for (i = 1; i <= files; i++) {
            f = order[i]
            printf "%-40s %4d/%-4d %5.1f%% %6d/%-5d %5.1f%%\n", f, reached["line", f], all["line", f],
                share(reached["line", f], all["line", f]), reached["branch", f], all["branch", f],
                share(reached["branch", f], all["branch", f])
        }
        lines = share(got["line"], total["line"]); branches = share(got["branch"], total["branch"])
        printf "%-40s %4d/%-4d %5.1f%% %6d/%-5d %5.1f%%\n\n", "all", got["line"], total["line"], lines,
            got["branch"], total["branch"], branches
        for (i = 1; i <= count; i++) {
            at = places[i]
            if (has_reason(file[at], trimmed(source_of[at]))) { with_reason++; continue }
            printf "%s: %s: %s\n", at, at in unreached ? "not reached" : arcs[at] " branches not taken",
                trimmed(source_of[at])
            unexplained++
        }
        for (i = 1; i <= entries; i++)
            if (!(i in used) && !is_by_chance[i]) {
                printf "%s: names nothing that is not reached; remove it: %s | %s\n", list, entry_file[i], entry_text[i]
                vain++
            }
        printf "%d places are not reached and have a reason in %s, %d have none; %d entries there are in vain\n",
            with_reason, list, unexplained, vain
        if (lines < least_lines || branches < least_branches) {
            printf "too little: %.1f %% of the lines (at least %d), %.1f %% of the branches (at least %d)\n", lines,
                least_lines, branches, least_branches
            exit 1
        }
        exit failed || (!lenient && unexplained + vain > 0)
    }
' "$report/all"
