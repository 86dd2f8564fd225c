#!/bin/sh
# man_pages.sh SOURCE SDNC COMPILER
#
# That the manual pages say what is true: mandoc has nothing to say against them; sdnc(1) is what `sdnc help --man`
# prints; sdn_store(3) has each public function, as it is declared, and each error; sdn_schema(5) has the grammar of
# LANGUAGE.md.
set -eu
usage='usage: man_pages.sh SOURCE SDNC COMPILER'
source=$(realpath "${1:?$usage}")
sdnc=$(realpath "${2:?$usage}")
compiler=${3:?$usage}
include=$source/runtime/include
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$source/docs/man"

# Each function, and its declaration in one line.
for header in "$include"/sdn/*.h; do
    echo "#include <sdn/$(basename "$header")>"
done >"$work/all.c"
"$compiler" -std=c11 -E -I "$include" "$work/all.c" | awk -v headers=/sdn/ -f "$source/tests/architecture/declared.awk" |
    cut -d ' ' -f 1 | grep -v '^sdn_generated_abi' >"$work/declared"
grep -h '^static inline' "$include"/sdn/*.h | sed -E 's/\(.*//; s/.*[ *]//' >>"$work/declared"
sort -u -o "$work/declared" "$work/declared"
cat "$include"/sdn/*.h | tr -s '\n ' '  ' >"$work/headers"
awk '/^\.Ft / { type = $0; sub(/^\.Ft /, "", type); gsub(/"/, "", type) }
    /^\.Fn / && type != "" {
        name = $2
        parts = split($0, part, "\"")
        text = ""
        for (i = 2; i < parts; i += 2)
            text = text (text == "" ? "" : ", ") part[i]
        print type (type ~ /\*$/ ? "" : " ") name "(" text ")"
        type = ""
    }' sdn_store.3 >"$work/prototypes"
sed -E 's/\(.*//; s/.*[ *]//' "$work/prototypes" | sort -u >"$work/named"

# The grammar in one line.
grammar() {
    awk "$1" "$2" | tr -s ' \n' '  '
}
grammar '/^```ebnf/ { inside = 1; next } /^```/ { inside = 0 } inside' "$source/generator/LANGUAGE.md" >"$work/grammar"
grammar '/^schema  *= / { inside = 1 } /^\.Ed/ { inside = 0 } inside' sdn_schema.5 >"$work/shown"

{
    if command -v mandoc >/dev/null; then
        for page in *; do # what other pages are installed does not count
            mandoc -Tlint -W style "$page" 2>&1 | grep -v 'referenced manual not found\|outdated mandoc.db' || true
        done
    fi
    "$sdnc" help --man | diff sdnc.1 - >"$work/difference" || {
        echo "sdnc.1: is not what sdnc help --man prints; cmake --build build --target update-man writes it:"
        head -n 20 "$work/difference"
    }
    comm -23 "$work/declared" "$work/named" | sed 's/^/sdn_store.3: this function is missing: /'
    while IFS= read -r prototype; do
        grep -qF "$prototype" "$work/headers" || echo "sdn_store.3: no header declares this: $prototype"
    done <"$work/prototypes"
    awk '/^\.Sh / { synopsis = /SYNOPSIS/ } # only there each declaration has a line of its own
        /^\.Ft / && !synopsis && last !~ /^\.It/ { print "sdn_store.3: this declaration is in a line with others: " $0 }
        { last = $0 }' sdn_store.3
    grep -oE '^    SDN_[EW]_[A-Z_]+' "$include/sdn/error.h" | tr -d ' ' | while read -r code; do
        grep -q "^\.It Dv $code\$" sdn_store.3 || echo "sdn_store.3: this error is missing: $code"
    done
    cmp -s "$work/grammar" "$work/shown" || echo "sdn_schema.5: the grammar is not that of generator/LANGUAGE.md"
} >"$work/report"
cat "$work/report"
[ ! -s "$work/report" ] || exit 1
[ "$(wc -l <"$work/declared")" -ge 90 ] && [ -s "$work/grammar" ] || {
    echo "man_pages: found hardly anything to compare"
    exit 1
}
command -v mandoc >/dev/null || { echo "the form of the pages is not checked: mandoc is not installed"; exit 77; }
