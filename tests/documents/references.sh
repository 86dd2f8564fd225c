#!/bin/sh
# references.sh SOURCE BUILD
#
# Checks that what the documents name is there. In the code spans and shell blocks of README.md, docs/*.md,
# CONTRIBUTING.md, CHANGELOG.md, tests/README.md and tests/data/README.md, after variables that are set:
#   a path of the source tree        exists (with * as the shell has it)
#   build/tests/PROGRAM [CASE]       is a program of the tests; a CASE is one of their functions, or of those they list
#   tests/....sh ARGUMENTS           is a script that can be run; so is what with_server.sh is to run
#   ctest ... -R PATTERN, -L LABEL   selects one test at least
#   cmake --build ... --target NAME  is a target
# Links to other files and to headings must lead somewhere.
set -u
usage='usage: references.sh SOURCE BUILD'
source=$(realpath "${1:?$usage}")
build=$(realpath "${2:?$usage}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$source" || exit 2
failures=0
checked=0

fail() {
    echo "$document: $1"
    failures=$((failures + 1))
}

# One code span, or line of a shell block, a line.
spans() {
    awk '
    /^ *```/ { shell = !inside && $0 ~ /```(sh|console)$/; inside = !inside; next }
    inside && shell { sub(/^ *(\$ )?/, ""); sub(/ +#.*$/, ""); print }
    inside { next }
    {
        parts = split($0, part, "`")
        for (i = 2; i <= parts; i += 2)
            print part[i]
    }' "$document"
}

check_path() {
    for path in $1; do # a pattern is expanded here
        [ -e "$path" ] || fail "no such file: $1"
    done
}

check_program() {
    program=${1#build/tests/}
    [ -x "$build/tests/$program" ] || { fail "no such program of the tests: $1"; return; }
    case ${2:-} in
    *\**) ;; # a pattern
    *_*)
        find tests -name "$program.c" -exec cat {} + | grep -qw "$2" ||
            timeout 10 "$build/tests/$program" --list 2>/dev/null | grep -qx "$2" ||
            fail "this program has no such case: $1 $2"
        ;;
    esac
}

check_script() {
    [ -x "$1" ] || fail "no such script: $1"
}

check_ctest() {
    case $1 in *NAME*) return ;; esac
    # In a table, | is written \|.
    count=$(cd "$build" && eval "ctest -N $(echo "$1" | sed 's/^ctest//; s/--test-dir [^ ]*//; s/\\|/|/g')" 2>/dev/null |
        sed -n 's/^Total Tests: //p')
    [ "${count:-0}" -gt 0 ] || fail "this selects no test: $1"
}

check_target() {
    target=$(echo "$1" | sed 's/.*--target \([^ ]*\).*/\1/')
    case $target in package | package_source) grep -q '(CPack)' CMakeLists.txt && return ;; esac # made by CPack
    grep -rqE "add_(custom_target|executable|library)\($target( |\$)" CMakeLists.txt tests generator runtime \
        --include=CMakeLists.txt --include=*.cmake || fail "no such target: $1"
}

check_span() {
    checked=$((checked + 1))
    set -f
    set -- $1
    set +f
    while case ${1:-} in [A-Z]*=?*) ;; *) false ;; esac; do
        shift
    done
    case ${1:-} in
    build/tests/?*) check_program "$@" ;;
    tests/*/with_server.sh)
        check_script "$1"
        [ $# -eq 1 ] || { shift; check_program "$@"; }
        ;;
    tests/*.sh | .ci/*.sh) check_script "$1" ;;
    ctest) check_ctest "$*" ;;
    cmake) case $* in *--target*) check_target "$*" ;; esac ;;
    *[!A-Za-z0-9_./*+-]* | *NAME*) ;;
    tests/?* | docs/?* | schemas/?* | generated/?* | runtime/?* | generator/?* | .ci/?*) [ $# -gt 1 ] || check_path "$1" ;;
    esac
}

# The headings of a document as links name them.
anchors() {
    sed -n '/^```/,/^```/d; s/^##* //p' "$1" | tr 'A-Z' 'a-z' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}

check_link() {
    file=${1%%#*}
    anchor=${1#"$file"}
    case $1 in http*:*) return ;; esac
    checked=$((checked + 1))
    target=$document
    [ -z "$file" ] || target=$(dirname "$document")/$file
    target=${target#./}
    [ -e "$target" ] || { fail "this link leads nowhere: $1"; return; }
    [ -z "$anchor" ] || anchors "$target" | grep -qxF "${anchor#\#}" || fail "no such heading: $1"
}

for document in README.md docs/*.md CONTRIBUTING.md CHANGELOG.md tests/README.md tests/data/README.md; do
    spans >"$work/spans"
    while IFS= read -r span; do
        check_span "$span"
    done <"$work/spans"
    sed '/^```/,/^```/d; s/`[^`]*`//g' "$document" | grep -oE '\]\([^)]+\)' | sed 's/^](//; s/)$//' >"$work/links"
    while IFS= read -r link; do
        check_link "$link"
    done <"$work/links"
done
[ $checked -gt 100 ] || { echo "only $checked references were found: this test sees nothing"; failures=1; }
exit $((failures > 0))
