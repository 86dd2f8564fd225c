#!/bin/sh
# test_hostile_files.sh SDNC
#
# Every command of sdnc on files that it cannot use, or can hardly use. Each case runs one command in a directory of its own
# and demands the exit code of the table below; a message that names the file if that is not 0; no crash; and that no file
# was changed or made, unless the code is 0 and the command is one that writes. (What was saved stays saved if only the
# printing of it fails then.)
#
# The list of commands is that of `sdnc help`: one without a row here is a failure.
#
# The states, in the order of the columns:
#   missing     there is no such file                     locked      another program holds the lock of the file
#   unreadable  no permission to read it                  readonly    no permission to write file and directory
#   directory   it is a directory                         empty       it has no bytes
#   binary      its bytes are no text                     full        no file can be made larger
#   conflicted  it has the markers of a git conflict      printed     standard output takes nothing
#
# unreadable and readonly need a user whom permissions bind: root becomes `nobody` for them, with setpriv.
set -u
sdnc=$(realpath "${1:?usage: test_hostile_files.sh SDNC}")
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 2
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 2
chmod 755 .
failures=0
skipped=

states="missing unreadable directory binary conflicted locked readonly empty full printed"

# COMMAND FILE WRITES, CODE FOR EACH STATE: ARGUMENTS. In the arguments $FILE is the file, $OTHER a good one of its kind.
# "-": the state means nothing for the command, or it would wait ten seconds for the lock. What commands do in repositories
# of git is tested in tests/git/hostile.sh.
table() {
    cat <<'END_OF_TABLE'
generate   file.schema yes 2 2 2 1 1 - 2 0 2 -: $FILE -o ./
format     file.schema no  2 2 2 1 1 0 0 0 0 2: $FILE
format     file.sdn    no  2 2 2 1 0 0 0 0 0 2: $FILE --schema task.schema
format     file.sdn    yes 2 2 2 1 0 - 2 0 2 -: $FILE -w --schema task.schema
ddl        file.schema no  2 2 2 1 1 0 0 0 0 2: --dialect sqlite --log-days 7 $FILE
breaking   file.schema no  2 2 2 1 1 0 0 0 0 -: --against-file $FILE other.schema
infer      file.csv    no  2 2 2 1 1 0 0 1 0 2: $FILE
check      file.sdn    no  2 2 2 1 1 0 0 0 0 -: $FILE --schema task.schema
select     file.sdn    no  2 2 2 2 0 0 0 0 0 2: $FILE --lock-timeout 0 --schema task.schema
get        file.sdn    no  2 2 2 2 0 0 0 1 0 2: $FILE 3 --schema task.schema
set        file.sdn    yes 2 2 2 2 2 3 2 1 2 2: $FILE 3 status=done --print id --lock-timeout 0 --schema task.schema
add        file.sdn    yes 0 2 2 2 2 3 2 0 2 2: $FILE title=x --lock-timeout 0 --schema task.schema
rm         file.sdn    yes 2 2 2 2 2 3 2 1 2 -: $FILE 3 --lock-timeout 0 --schema task.schema
apply      file.sdn    yes 0 2 2 2 2 3 2 0 2 2: $FILE ops.jsonl --lock-timeout 0 --schema task.schema
apply      file.jsonl  yes 2 2 2 2 2 - - 0 - 2: other.sdn $FILE --schema task.schema
import     file.sdn    yes 0 2 2 2 2 3 2 0 2 2: $FILE new.csv --lock-timeout 0 --schema task.schema
import     file.csv    yes 2 2 2 2 2 - - 0 - -: other.sdn $FILE --update --schema task.schema
copy       file.sdn    yes 2 2 2 2 1 0 - 0 - 2: $FILE new.sdn --schema task.schema
copy       file.sdn    yes 0 2 2 2 2 3 2 0 2 2: --replace $OTHER $FILE --lock-timeout 0 --schema task.schema
diff       file.sdn    no  2 2 2 2 1 1 1 1 1 2: $FILE $OTHER --schema task.schema
textconv   file.sdn    no  2 2 2 0 0 0 0 0 0 2: $FILE --schema task.schema
merge      file.sdn    no  2 2 2 2 2 0 0 2 0 2: $OTHER $FILE third.sdn --schema task.schema
log        file.sdn    no  - - - - - - - - - -: $FILE 3
blame      file.sdn    no  - - - - - - - - - -: $FILE 3
git-setup  file.sdn    no  - - - - - - - - - -: $FILE
resolve    torn.sdn    yes 2 2 2 2 0 - 2 1 2 -: --ours $FILE --schema task.schema
help       none        no  - - - - - - - - - 2:
completion none        no  - - - - - - - - - 2: bash
END_OF_TABLE
}

# --- files ---

make_binary() { head -c 4096 "$sdnc" >"$1"; }

make_conflicted() {
    grep -q '^<<<<<<<' "$1" && return
    awk 'NR == 2 { print "<<<<<<< HEAD" } { print } NR == 2 { print "=======\n" $0 "\n>>>>>>> other" }' "$1" >conflicted
    mv conflicted "$1"
}

make_files() {
    cat >task.schema <<'END_OF_FILE'
enum Status { open, blocked, done }
record Task in tasks {
    key id : string = auto;
    title  : string;
    status : Status = open;
}
END_OF_FILE
    cat >file.sdn <<'END_OF_FILE'
tasks |id, title, status|
    1, scan, done
    3, emit, blocked
END_OF_FILE
    cp task.schema file.schema
    cp file.schema other.schema
    cp file.sdn torn.sdn
    make_conflicted torn.sdn
    sed 's/emit/link/' file.sdn >other.sdn
    sed 's/scan/lex/' file.sdn >third.sdn
    printf 'id,title,status\n1,scan,done\n3,emit,blocked\n' >file.csv
    cp file.csv other.csv
    printf 'id,title\n7,new\n' >new.csv
    printf '{"title": "new", "status": "open"}\n{"title": "newer"}\n' >ops.jsonl
    cp ops.jsonl file.jsonl
    cp ops.jsonl other.jsonl
}

# Brings the file into a state.
spoil() { # STATE FILE
    case $1 in
    missing) rm "$2" ;;
    unreadable) chmod 000 "$2" ;;
    directory) rm "$2" && mkdir "$2" ;;
    binary) make_binary "$2" ;;
    conflicted) make_conflicted "$2" ;;
    locked) touch "${2%.sdn}.sdn.lock" ;;
    readonly) chmod 444 "$2" && chmod 555 . ;;
    empty) : >"$2" ;;
    esac
}

# --- running ---

bound() { # COMMAND...: as a user whom permissions bind
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    else
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    fi
}
can_be_bound=yes
bound "$sdnc" --version >/dev/null 2>&1 || { can_be_bound= skipped="$skipped unreadable readonly"; }
[ -w /dev/full ] || skipped="$skipped printed"

run_in_state() { # STATE ARGUMENT...
    state=$1
    shift
    case $state in
    unreadable | readonly) bound "$sdnc" "$@" >../out 2>../err ;;
    full)
        # a pipe can take output, a file cannot
        {
            { (trap '' XFSZ && ulimit -f 0 && exec "$sdnc" "$@"); echo $? >../code; } 2>&1 >&3 | cat >../err
        } 3>&1 | cat >../out
        return "$(cat ../code)"
        ;;
    printed) "$sdnc" "$@" >/dev/full 2>../err ;;
    *) "$sdnc" "$@" >../out 2>../err ;;
    esac
}

fail() {
    echo "$command, $state: $*: $(head -n 3 err)"
    failures=$((failures + 1))
}

# What is there: names, modes and contents, in one file.
inventory() { # TO
    tar -C here --mtime=@0 --sort=name -cf "$1" .
}

check_case() { # CODE, GOT
    [ "$2" -eq "$1" ] || fail "returns $2 instead of $1"
    [ "$2" -eq 0 ] || [ -s err ] || [ -s out ] || fail "says nothing"
    if [ -s err ] && [ $state != printed ]; then
        grep -qF "${file%.*}." err || fail "does not name the file"
    fi
    [ "$writes" = yes ] && { [ "$2" -eq 0 ] || [ $state = printed ]; } && return
    inventory after
    cmp -s before after || fail "changed files; there are now: $(tar -tvf after | tr '\n' ' ')"
}

run_case() { # STATE CODE ARGUMENT...
    state=$1 code=$2
    shift 2
    cp -rp good here
    (cd here && spoil "$state" "$file")
    inventory before
    : >err
    (cd here && run_in_state "$state" "$@")
    check_case "$code" $?
    [ $state != readonly ] || chmod 755 here
    rm -rf here
}

run_row() { # COMMAND FILE WRITES CODE...
    command=$1 file=$2 writes=$3 FILE=$2 OTHER=other.${2#*.}
    shift 3
    for state in $states; do
        code=$1
        shift
        case " $skipped " in *" $state "*) continue ;; esac
        [ "$code" = - ] || eval "run_case $state $code $command $arguments"
    done
}

mkdir good
(cd good && make_files && chmod 666 file.* torn.* && chmod 777 .)
table >rows
"$sdnc" help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p' >commands
while IFS= read -r row; do
    arguments=${row#*:}
    grep -qx "${row%% *}" commands && run_row ${row%%:*} </dev/null
done <rows
[ "$(wc -l <commands)" -ge 4 ] || { echo "'sdnc help' lists no commands"; failures=$((failures + 1)); }
while read -r command; do
    grep -q "^$command " rows || { echo "$command has no row in this test"; failures=$((failures + 1)); }
done <commands

[ -z "$skipped" ] || echo "skipped:$skipped"
[ $failures -eq 0 ] || { echo "$failures failures"; exit 1; }
[ -z "$skipped" ] || exit 77
