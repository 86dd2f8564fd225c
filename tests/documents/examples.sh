#!/bin/sh
# examples.sh FORMAT_EXAMPLE DOCUMENT SCHEMA [--update]
#
# Runs the examples of docs/file-format.md, which are its fenced blocks. An example begins with a file and goes on with
# what is to be seen of it:
#   ```sdn                 the file, which is called example.sdn
#   ```text records        its records, as format_example prints them
#   ```text problems       its problems; without this block it must have none
#   ```text error          the error with which opening it, or saving the edits, fails; without this block neither does
#   ```edits               edits that are made and saved (format_example.c has their form)
#   ```sdn saved           the whole file after them
# After `sdn` and `sdn saved` may follow what a page cannot show: `crlf` (all line ends are CR LF), `bom` (a byte order
# mark comes first), `unfinished` (the last line has no line end).
#   ```schema              must be SCHEMA, byte for byte
#   ```ebnf                a grammar: each name that is used must be defined, and the other way round but for the first
# Every block must be one of these, and every file must be followed by one block at least that says what comes of it.
# With --update the blocks of text and of saved files are written again: read the difference before you commit it.
set -u
usage='usage: examples.sh FORMAT_EXAMPLE DOCUMENT SCHEMA [--update]'
program=$(realpath "${1:?$usage}")
document=$(realpath "${2:?$usage}")
schema=$(realpath "${3:?$usage}")
update=${4:-}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

# One directory per example, with a file per block. A block of its own is an example too.
awk '
/^```/ && !inside {
    inside = 1
    kind = substr($0, 4)
    form = ""
    if (kind ~ /^sdn saved/) {
        form = substr(kind, 11)
        kind = "saved"
    } else if (kind ~ /^sdn/) {
        form = substr(kind, 5)
        kind = "file"
    }
    sub(/^text /, "", kind)
    if (kind !~ /^(file|records|problems|error|edits|saved|schema|ebnf)$/) {
        printf "%s:%d: a block of a kind that is not tested: %s\n", FILENAME, FNR, $0
        print > "unknown"
    }
    if (kind ~ /^(file|schema|ebnf)$/) {
        directory = sprintf("%04d", ++count)
        system("mkdir " directory)
        print FNR > (directory "/line")
    }
    if (directory == "") {
        printf "%s:%d: this block belongs to no file\n", FILENAME, FNR
        print > "unknown"
        directory = "lost"
        system("mkdir lost")
    }
    target = directory "/" kind
    printf "" > target
    print form > (target ".form")
    next
}
/^```/ { inside = 0; close(target); next }
inside { print > target }' "$document"
[ ! -e unknown ] || exit 1
[ -d 0001 ] || { echo "$document: no examples"; exit 1; }

fail() {
    echo "$document:$(cat "$example/line"): $1"
    failures=$((failures + 1))
}

# shape BLOCK: gives the text of a block the form that is named after it.
shape() {
    form=$(cat "$1.form")
    case " $form " in *" crlf "*) sed -i 's/$/\r/' "$1" ;; esac
    case " $form " in *" bom "*) printf '\357\273\277' | cat - "$1" >shaped && mv shaped "$1" ;; esac
    case " $form " in *" unfinished "*) truncate -s -1 "$1" ;; esac
    for word in $form; do
        case $word in crlf | bom | unfinished) ;; *) fail "no such form of a file: $word" ;; esac
    done
}

# compare BLOCK ACTUAL
compare() {
    [ -e "$example/$1" ] || : >"$example/$1"
    [ -n "$update" ] || diff -u --label "the $1 block" --label "what is there" "$example/$1" "$2" ||
        fail "the $1 block is not what the library makes of this file"
}

# run COMMAND...: its output; the error block counts when it fails.
run() {
    if "$program" "$@" >said 2>&1; then
        return 0
    fi
    mv said "$example/error.said"
    return 1
}

read_file() {
    for what in records problems; do
        run $what example.sdn || return 1
        mv said "$example/$what.said"
        [ $what = problems ] || [ -e "$example/records" ] || continue
        compare $what "$example/$what.said"
    done
}

edit_file() {
    [ -e "$example/edits" ] || return 0
    run edit example.sdn "$example/edits" || return 1
    cp example.sdn "$example/saved.said"
    [ -e "$example/saved" ] || { fail "no block says what the file is after the edits"; return 0; }
    shape "$example/saved"
    compare saved "$example/saved.said"
}

try_file() {
    ls "$example" | grep -qE '^(records|problems|error|edits)$' || fail "no block says what comes of this file"
    shape "$example/file"
    cp "$example/file" example.sdn
    : >"$example/error.said"
    read_file && edit_file
    compare error "$example/error.said"
    [ ! -s "$example/error" ] || cmp -s "$example/file" example.sdn || fail "the file was changed in spite of the error"
    rm -f example.sdn*
}

# Names that are used and not defined, or defined and not used; texts in quotes and descriptions in ? ? are no names.
check_grammar() {
    awk '
    { gsub(/"[^"]*"|'"'[^']*'"'|\?[^?]*\?/, " "); text = text " " $0 }
    END {
        count = split(text, rules, ";")
        for (i = 1; i <= count; i++) {
            parts = split(rules[i], sides, "=")
            if (parts < 2)
                continue
            gsub(/[ \t]/, "", sides[1])
            defined[sides[1]] = 1
            if (first == "")
                first = sides[1]
            words = split(sides[2], names, /[^a-z_]+/)
            for (j = 1; j <= words; j++)
                if (names[j] != "")
                    used[names[j]] = 1
        }
        for (name in used)
            if (!(name in defined)) { print "not defined: " name; wrong = 1 }
        for (name in defined)
            if (name != first && !(name in used)) { print "not used: " name; wrong = 1 }
        exit wrong
    }' "$example/ebnf" || fail "the grammar is not complete"
}

for example in "$work"/[0-9]*; do
    if [ -e "$example/schema" ]; then
        diff -u "$schema" "$example/schema" || fail "this is not the schema that the examples are read with"
    elif [ -e "$example/ebnf" ]; then
        check_grammar
    else
        try_file
    fi
done

if [ -n "$update" ]; then
    awk '
    /^```/ && !inside {
        inside = 1
        print
        kind = substr($0, 4)
        if (kind ~ /^(sdn|schema|ebnf)/ && kind !~ /^sdn saved/)
            directory = sprintf("%04d", ++count)
        said = directory "/" (kind ~ /^sdn saved/ ? "saved" : substr(kind, 6)) ".said"
        replaced = kind ~ /^(text|sdn saved)/
        while (replaced && (getline line < said) > 0) {
            sub(/^\357\273\277/, "", line)
            sub(/\r$/, "", line)
            print line
        }
        next
    }
    /^```/ { inside = replaced = 0 }
    !replaced { print }' "$document" >updated && cp updated "$document"
fi
exit $((failures > 0))
