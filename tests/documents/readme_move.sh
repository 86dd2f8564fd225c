#!/bin/sh
# readme_move.sh SDNC README.md
#
# Moves the table of the README to a server with its commands, and compares what they print. To be run by
# tests/postgres/with_server.sh.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sdnc=${1:?usage: readme_move.sh SDNC README.md}
readme=${2:?usage: readme_move.sh SDNC README.md}
document=$(mktemp)
trap 'rm -f "$document"' EXIT
# The page that the README would be if it said everything: the schema, the file as its commands above leave it, a database.
{
    echo '```schema bug.schema'
    sed -n '/^\/\/ bug.schema$/,/^```$/p' "$readme"
    printf '```sdn bugs.sdn\nbugs |id, title, severity, state|\n'
    printf '    1, "crash on empty input", critical, fixed\n    2, slow, high, open\n    3, typo, medium, open\n```\n'
    printf '```console server\n$ createdb bugs\n```\n'
    sed -n '/^```console server$/,/^```$/p' "$readme"
} >"$document"
[ "$(grep -c '^\$ sdnc' "$document")" -eq 4 ] || { echo "README.md: the table does not move in four commands"; exit 1; }
"$here/commands.sh" "$sdnc" "$document"
