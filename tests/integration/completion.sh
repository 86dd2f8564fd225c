#!/bin/sh
# completion.sh SDNC
#
# That the scripts of `sdnc completion` complete: each shell that is installed is asked what follows a command line. Those
# that are not installed are named, and make the test count as skipped.
set -u
sdnc=$(realpath "${1:?usage: completion.sh SDNC}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export HOME="$work"
mkdir sub
touch a.schema b.sdn rows.csv "with blank.schema"
failures=0
missing=

# want SHELL LINE CANDIDATE...: the candidates are among those that the shell offers for the end of the line.
want() {
    shell=$1 line=$2
    shift 2
    "offers_$shell" "$line" >offered 2>&1
    for candidate; do
        grep -qxF -e "$candidate" offered && continue
        echo "$shell: '$line' does not offer '$candidate' but: $(head -n 40 offered | tr '\n' ' ')"
        failures=$((failures + 1))
    done
}

# unwanted SHELL LINE CANDIDATE
unwanted() {
    "offers_$1" "$2" >offered 2>&1
    if grep -qxF -e "$3" offered; then
        echo "$1: '$2' offers '$3'"
        failures=$((failures + 1))
    fi
}

# The words of a line, as bash gives them to the function: the last one is what is completed.
offers_bash() {
    bash -c '. ./completion.bash
        read -r -a COMP_WORDS <<<"$1"
        case $1 in *" ") COMP_WORDS+=("") ;; esac
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _sdnc 2>/dev/null
        printf "%s\n" "${COMPREPLY[@]}"' sh "$1"
}

offers_fish() {
    fish --no-config -c 'source completion.fish; complete -C "'"$1"'"' | cut -f 1
}

for shell in bash zsh fish; do
    command -v $shell >/dev/null || { missing="$missing $shell"; continue; }
    "$sdnc" completion $shell >completion.$shell || exit 2
    $shell -n completion.$shell || failures=$((failures + 1))
done
for shell in bash fish; do
    command -v $shell >/dev/null || continue
    want $shell 'sdnc ' generate format help
    want $shell 'sdnc gen' generate
    want $shell 'sdnc import b.sdn ' rows.csv
    want $shell 'sdnc check ' a.schema b.sdn
    want $shell 'sdnc generate --de' --depfile
    want $shell 'sdnc fmt --wr' --write
    want $shell 'sdnc generate --error-format ' text json github
    unwanted $shell 'sdnc format --de' --depfile
done
if command -v bash >/dev/null; then
    want bash 'sdnc generate ' a.schema 'with blank.schema' sub
    unwanted bash 'sdnc generate ' b.sdn
fi
# What zsh would offer needs a terminal; so here: the functions that it is made of exist and take these specifications.
if command -v zsh >/dev/null; then
    zsh -f -c 'autoload -Uz compinit && compinit -u -D && . ./completion.zsh && whence -w _sdnc' >offered 2>&1
    grep -q '^_sdnc: function$' offered || { echo "zsh: $(cat offered)"; failures=$((failures + 1)); }
fi
[ $failures -eq 0 ] || exit 1
[ -z "$missing" ] || { echo "not tested, since not installed:$missing"; exit 77; }
