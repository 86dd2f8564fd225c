#!/bin/sh
# check_symbols.sh COMPILER INCLUDE LIBSDN.A LIBSDN.SO
#
# Checks the names of the library for the linker:
#   - libsdn.so exports what the headers in INCLUDE/sdn declare, no more and no less;
#   - in libsdn.a all other external names begin with sdn__ and are hidden, so that no program meets them;
#   - libsdn.so is found by a name with a number, which docs/abi.md explains.
# Prints what is wrong and what to do, and exits 1.
set -eu
usage="usage: check_symbols.sh COMPILER INCLUDE LIBSDN.A LIBSDN.SO"
compiler=${1:?$usage}
include=${2:?$usage}
archive=${3:?$usage}
shared=${4:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Names that compilers add for sanitizers and coverage, and those of the C library's start files.
foreign='^(_|asan\.|tsan\.|sancov\.)'

for header in "$include"/sdn/*.h; do
    echo "#include <sdn/$(basename "$header")>"
done >"$work/all.c"
"$compiler" -std=c11 -E -I "$include" "$work/all.c" | awk -v headers=/sdn/ -f "$here/declared.awk" |
    sort -u >"$work/declared_at"
cut -d ' ' -f 1 "$work/declared_at" | sort -u >"$work/declared"
[ "$(wc -l <"$work/declared")" -ge 50 ] || { echo "FAILED: found hardly any declarations in $include/sdn"; exit 1; }

nm -D --defined-only "$shared" | awk -v foreign="$foreign" '$3 !~ foreign { print $3 }' | sort -u >"$work/exported"
# External names of libsdn.a with their visibility: name, DEFAULT or HIDDEN, object.
readelf -sW "$archive" | awk -v foreign="$foreign" '
    /^File: / { object = $2; sub(/^.*\(/, "", object); sub(/\)$/, "", object) }
    ($5 == "GLOBAL" || $5 == "WEAK") && $7 != "UND" && $8 !~ foreign { print $8, $6, object }' |
    sort -u >"$work/external"
[ "$(wc -l <"$work/external")" -ge 100 ] || { echo "FAILED: found hardly any symbols in $archive"; exit 1; }

{
    comm -23 "$work/declared" "$work/exported" | while read -r name; do
        echo "$(awk -v name="$name" '$1 == name { print $2; exit }' "$work/declared_at"): $name is declared, but" \
            "libsdn.so does not export it: mark it SDN_API, and define it"
    done
    comm -13 "$work/declared" "$work/exported" | while read -r name; do
        echo "$shared: exports $name, which no public header declares: remove its SDN_API, or declare it"
    done
    awk 'FNR == NR { public[$1]; next }
        $1 in public { next }
        $1 !~ /^sdn__/ { print $3 ": " $1 " is external but not public: make it static, or name it sdn__..."; next }
        $2 != "HIDDEN" { print $3 ": " $1 " is private but " $2 ": compile it with -fvisibility=hidden" }
    ' "$work/declared" "$work/external"
    readelf -d "$shared" | grep -Eq 'SONAME.*\[libsdn\.so\.[0-9]+\]' || echo "$shared: has no name with a number"
} >"$work/report"
cat "$work/report"
[ ! -s "$work/report" ]
