#!/bin/sh
# test_examples.sh FORMAT_EXAMPLE SCHEMA
#
# Tests that examples.sh notices: a document whose examples are right passes, and each way to be wrong is found.
set -u
usage='usage: test_examples.sh FORMAT_EXAMPLE SCHEMA'
program=$(realpath "${1:?$usage}")
schema=$(realpath "${2:?$usage}")
examples=$(dirname "$(realpath "$0")")/examples.sh
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

# A document that is right. Each line is one of a block; `~` is the fence.
right() {
    sed 's/^~/```/' <<'END'
~sdn
books |id, title|
    1, Emma
    2
~
~text records
books "1": title = "Emma"
~
~text problems
3:5: the row has 1 cell, the header 2 columns; correct the row
~
~edits
set books 1 title Nana
~
~sdn saved
books |id, title|
    1, Nana
    2
~
~sdn
Emma
~
~text error
example.sdn:1:1: no table and no statement in this file; check the path
~
~ebnf
a = b ; b = "c" ;
~
END
}

# expect RESULT WHAT: of the document in `document`; RESULT is `passes` or `fails`
expect() {
    result=passes
    "$examples" "$program" document "$schema" >log 2>&1 || result=fails
    [ $result = "$1" ] && return
    echo "FAILED: $2: the document $result"
    cat log
    failures=$((failures + 1))
}

# finds WHAT SCRIPT: the right document, made wrong by a script of sed
finds() {
    right | sed "$2" >document
    right | cmp -s - document && { echo "FAILED: $1: the script changes nothing"; failures=1; }
    expect fails "$1"
}

right >document
expect passes "all is right"
finds "another value" 's/title = "Emma"/title = "Nana"/'
finds "a record that is not there" 's/^books "1".*/&\nbooks "2": title = ""/'
finds "a record that is not listed" '/^books "1"/d'
finds "another message" 's/1 cell, /one cell, /'
finds "a problem without a block" '/^```text problems/,/^```$/d'
finds "another file after the edits" 's/^    1, Nana/    1,Nana/'
finds "edits without a file after them" '/^```sdn saved/,/^```$/d'
finds "edits that cannot be made" 's/^set books 1/set books 3/'
finds "another error" 's/check the path/check it/'
finds "an error without a block" '/^```text error/,/^```$/d'
finds "a block of another kind" 's/^```text records/```text record/'
finds "a block without a kind" 's/^```text records/```/'
finds "a form that is not known" 's/^```sdn$/```sdn cr/'
finds "a name without a rule" 's/= b ;/= b d ;/'
finds "a rule that is not used" 's/= b ;/= "b" ;/'

printf '```sdn\nbooks |id|\n```\n' >document
expect fails "a file of which nothing is said"
printf '```text records\n```\n' >document
expect fails "a block without a file"
printf '```schema\nrecord A in a { key a : string; }\n```\n' >document
expect fails "another schema"
{ echo '```schema'; cat "$schema"; echo '```'; } >document
expect passes "the schema"
echo 'Nothing here.' >document
expect fails "no examples"
exit $((failures > 0))
