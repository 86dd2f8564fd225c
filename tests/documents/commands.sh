#!/bin/sh
# commands.sh SDNC DOCUMENT [--update]
#
# Runs the examples of a document about commands, which are its fenced blocks:
#   ```sdn FILE, also schema, csv, yaml or sh   a file; all of them are there before the first command; sh can be executed
#   ```console                                  commands, each in a line that begins with `$ `, and what they print, on both
#                                               outputs; `[1]` below it is an exit status that is not 0, where it matters
#   ```console server                           the same, passed over where no server of PostgreSQL is given by
#                                               tests/postgres/with_server.sh
# Every block must be one of these. The names of commits are not compared, and dates are those of the repository: all
# commits are made in one second. --update writes what the commands print into the document.
set -u
here=$(cd "$(dirname "$0")" && pwd)
usage='usage: commands.sh SDNC DOCUMENT [--update]'
document=$(realpath "${2:?$usage}")
update=${3:-}
if grep -q '^\$ sqlite3' "$document" && ! command -v sqlite3 >/dev/null; then
    echo "no sqlite3 here, which the examples use"
    exit 77
fi
if grep -q '^\$ sdnc .*sqlite:' "$document" && "$1" get sqlite: x 2>&1 | grep -q 'has no SQLite'; then
    echo "sdnc was built without SQLite, which the examples use"
    exit 77
fi
. "$here/../git/repository.sh"
GIT_AUTHOR_NAME=ann GIT_AUTHOR_DATE='2026-03-01T10:00:00Z' GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
mkdir "$work/here" "$work/examples"
cd "$work/here" || exit 2

server=${SDNC_SERVER_DIRECTORY:+1}
awk -v examples="$work/examples" -v server="$server" '
/^```/ && !inside {
    inside = 1
    split(substr($0, 4), words, " ")
    is_console = words[1] == "console" && (words[2] != "server" || server)
    if (words[1] != "console" && (words[1] !~ /^(sdn|schema|csv|sh|yaml)$/ || words[2] == ""))
        print FILENAME ":" FNR ": a block of a kind that is not tested: " $0 > (examples "/unknown")
    target = words[1] == "console" ? (examples "/lost") : words[2]
    if (target ~ /\//)
        system("mkdir -p \"$(dirname " target ")\"")
    if (words[1] == "sh")
        system("touch " target " && chmod +x " target)
    next
}
/^```/ { inside = 0; next }
inside && is_console && /^\$ / {
    example = sprintf("%s/%04d", examples, FNR)
    target = example ".expected"
    printf "" > target
    print substr($0, 3) > (example ".command")
    next
}
inside { print > target }
' "$document"

if [ -e "$work/examples/unknown" ]; then
    cat "$work/examples/unknown"
    failures=1
fi
for command in "$work"/examples/*.command; do
    example=${command%.command}
    sh "$command" >"$example.printed" 2>&1 </dev/null
    status=$?
    if [ "$status" -ne 0 ] && { [ ! -s "$example.expected" ] || grep -q '^\[[0-9]*\]$' "$example.expected"; }; then
        echo "[$status]" >>"$example.printed"
    fi
    [ -z "$update" ] || continue
    for output in expected printed; do
        sed -E 's/^[0-9a-f]{10} /COMMIT /' "$example.$output" >"$work/$output"
    done
    diff "$work/expected" "$work/printed" >"$work/difference" && continue
    fail "$document:${example##*/}: $(cat "$command")"
    cat "$work/difference"
done
[ -n "$update" ] || finish

awk -v examples="$work/examples" -v server="$server" '
/^```/ { inside = !inside; is_console = inside && /^```console/ && (server || !/ server/); print; next }
is_console && /^\$ / {
    print
    printed = sprintf("%s/%04d.printed", examples, FNR)
    while ((getline line <printed) > 0)
        print line
    next
}
!is_console { print }
' "$document" >"$work/updated" && cp "$work/updated" "$document"
