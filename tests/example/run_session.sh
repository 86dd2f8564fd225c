#!/bin/sh
# run_session.sh SESSION PROGRAM
#
# Runs the commands of a session in an empty directory, and compares what they print with what the session says.
set -eu
session=$(realpath "${1:?usage: run_session.sh SESSION PROGRAM}")
program=$(realpath "${2:?usage: run_session.sh SESSION PROGRAM}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/here/tmp"
cd "$work/here"
PATH=$(dirname "$program"):$PATH
TMPDIR=tmp
export PATH TMPDIR
unset BUGS_FILE VISUAL EDITOR

# Lines of prose are copied until the next command; the output of the session is skipped.
prose=yes
while IFS= read -r line; do
    case $line in
    '$ '*)
        prose=no
        printf '%s\n' "$line"
        status=0
        sh -c "${line#"$ "}" </dev/null 2>&1 || status=$?
        [ "$status" = 0 ] || echo "[$status]"
        ;;
    '')
        prose=yes
        echo
        ;;
    *) [ "$prose" = no ] || printf '%s\n' "$line" ;;
    esac
done <"$session" | sed -E "s/[0-9]{4}-[0-9]{2}-[0-9]{2}/DATE/g; s|(tmp/bug-).{6}|\1XXXXXX|; s|waiting 2[0-9]{3} ms|waiting 2000 ms|" >"$work/actual"
diff -u "$session" "$work/actual"
