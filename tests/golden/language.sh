#!/bin/sh
# language.sh SDNC DOCUMENT INCLUDE_DIR CC [--update]
#
# Walks the examples of the language's reference, its fenced blocks:
#   ```schema              is fine: sdnc says nothing, and what it makes compiles without a warning
#   ```schema as a.schema  is fine as well, and stays there for the examples after it to import
#   ```schema warning      compiles too, but not without the message in the next block of text
#   ```schema error        is refused with exactly the message in the next block of text
#   ```text                what sdnc says of the example before it, which is called example.schema
#   ```c                   how lines of the header that is made from the example before it begin, in this order
# Other blocks are left alone. With --update the blocks of text are renewed: read the difference before it is
# committed.
set -u
usage='usage: language.sh SDNC DOCUMENT INCLUDE_DIR CC [--update]'
sdnc=$(realpath "${1:?$usage}")
document=$(realpath "${2:?$usage}")
include=$(realpath "${3:?$usage}")
compiler=${4:?$usage}
update=${5:-}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
flags='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Werror -fsyntax-only'
failures=0

# One directory per example: its schema, kind, name and line, and the text and C after it.
awk '
/^```/ && !inside {
    inside = 1
    target = "/dev/null"
    if ($1 == "```schema") {
        directory = sprintf("%04d", ++count)
        system("mkdir " directory)
        print $2 > (directory "/kind")
        print ($2 == "as" ? $3 : "example.schema") > (directory "/name")
        print FNR > (directory "/line")
        target = directory "/schema"
    } else if ($1 == "```text" || $1 == "```c")
        target = directory "/" substr($1, 4)
    printf "" > target
    next
}
/^```/ { inside = 0; close(target); next }
inside { print > target }' "$document"

fail() {
    echo "$document:$(cat "$example/line"): $1"
    failures=$((failures + 1))
}

# What is made must compile, as C and, where there is a compiler for it, as C++.
compile() {
    base=${name%.schema}
    $compiler -std=c11 $flags -I "$include" "$base.c" 2>&1 || fail "what is made of this does not compile"
    command -v c++ >/dev/null || return 0
    echo "#include \"$base.h\"" >header.cc
    c++ -std=c++17 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fsyntax-only -I "$include" header.cc 2>&1 ||
        fail "the header made of this is not C++"
}

# The lines of C, without what indents them, must be in the header in the same order.
compare_c() {
    awk 'function bare(line) { gsub(/^[ \t]+|[ \t]+$/, "", line); return line }
        FNR == NR { if (bare($0) != "") wanted[++count] = bare($0); next }
        at < count && index(bare($0), wanted[at + 1]) == 1 { at++ }
        END { if (at < count) { print "not in the header: " wanted[at + 1]; exit 1 } }' \
        "$example/c" "${name%.schema}.h" || fail "the C is not what sdnc makes"
}

for example in "$work"/[0-9]*; do
    kind=$(cat "$example/kind")
    name=$(cat "$example/name")
    cp "$example/schema" "$name"
    "$sdnc" "$name" -o . >/dev/null 2>"$example/said"
    code=$?
    if [ "$kind" = error ]; then
        [ $code -eq 1 ] || fail "exit status $code, not 1"
    elif [ $code -ne 0 ]; then
        fail "exit status $code, not 0: $(cat "$example/said")"
    else
        compile
        [ ! -e "$example/c" ] || compare_c
    fi
    [ -e "$example/text" ] || : >"$example/text"
    [ -n "$update" ] || diff -u "$example/text" "$example/said" || fail "sdnc says something else"
    rm -f example.*
done
[ -d "$work/0001" ] || { echo "$document: no examples"; failures=1; }

if [ -n "$update" ]; then
    awk '
    /^```/ && !inside {
        inside = 1
        print
        if ($1 == "```schema")
            said = sprintf("%04d/said", ++count)
        replaced = $1 == "```text"
        while (replaced && (getline line < said) > 0)
            print line
        next
    }
    /^```/ { inside = replaced = 0 }
    !replaced { print }' "$document" >updated && cp updated "$document"
fi
exit $((failures > 0))
