#!/bin/sh
# queries.sh SDNC DOCUMENT
#
# Runs the examples of a document about commands, which are its fenced blocks:
#   ```sdn FILE, ```schema FILE, ```csv FILE   a file
#   ```console                                 commands, each in a line that begins with `$ `, and what they print, on both outputs
# Every block must be one of these.
set -u
usage='usage: queries.sh SDNC DOCUMENT'
sdnc=$(realpath "${1:?$usage}")
document=$(realpath "${2:?$usage}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
mkdir bin && ln -s "$sdnc" bin/sdnc
PATH=$work/bin:$PATH

awk '
/^```/ && !inside {
    inside = 1
    split(substr($0, 4), words, " ")
    is_console = words[1] == "console"
    if (!is_console && words[1] !~ /^(sdn|schema|csv)$/)
        print FILENAME ":" FNR ": a block of a kind that is not tested: " $0 > "unknown"
    target = is_console ? "lost" : words[2]
    next
}
/^```/ { inside = 0; next }
inside && is_console && /^\$ / {
    target = sprintf("%04d.expected", FNR)
    printf "" > target
    print substr($0, 3) > sprintf("%04d.command", FNR)
    next
}
inside { print > target }
' "$document"

failures=0
if [ -e unknown ]; then
    cat unknown
    failures=1
fi
for command in [0-9]*.command; do
    example=${command%.command}
    sh "$command" >"$example.printed" 2>&1 </dev/null
    if ! cmp -s "$example.expected" "$example.printed"; then
        echo "$document:$example: $(cat "$command")"
        diff "$example.expected" "$example.printed"
        failures=$((failures + 1))
    fi
done
[ "$failures" -eq 0 ]
