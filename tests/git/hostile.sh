#!/bin/sh
# hostile.sh SDNC
#
# The commands that need a repository, on a table that they cannot use, or can hardly use: test_hostile_files.sh has the
# others. Each case demands the exit code of the table below; a message if that is not 0; and, unless the command is one
# that writes and the code is 0, that the repository stays as it was.
#
#   missing     the table was deleted           readonly   nothing in the repository can be written
#   unreadable  no permission to read it        empty      it has no bytes
#   directory   it is a directory               locked     git holds the lock of its configuration
#   binary      its bytes are no text           full       no file can be made larger
#   conflicted  it has markers of a conflict    printed    standard output takes nothing
#
# unreadable and readonly need a user whom permissions bind: root becomes `nobody` for them, with setpriv.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/repository.sh"

# WRITES, CODE FOR EACH STATE: ARGUMENTS
states="missing unreadable directory binary conflicted readonly empty locked full printed"
table() {
    cat <<'END'
no  0 2 2 2 0 0 0 0 0 2: log todo.sdn 3
no  1 2 2 2 1 1 1 1 1 -: log todo.sdn 99
no  2 2 2 2 2 2 2 2 2 -: log todo.sdn 3 statsu
no  1 2 2 2 0 0 1 0 0 2: blame todo.sdn 3
yes 2 2 2 0 0 2 0 2 2 -: git-setup todo.sdn
no  1 2 2 2 1 1 1 1 1 2: diff HEAD~1 -- todo.sdn
no  0 0 0 0 0 0 0 0 0 -: check --staged
no  0 0 0 0 0 0 0 0 0 2: select todo.sdn --rev HEAD
no  2 2 2 2 2 2 2 2 2 -: select todo.sdn --rev HEAD --where status=opne
END
}

bound() {
    if [ "$(id -u)" -ne 0 ]; then "$@"; else setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; fi
}
skipped=
bound "$sdnc" --version >/dev/null 2>&1 || skipped="unreadable readonly"
[ -w /dev/full ] || skipped="$skipped printed"

spoil() {
    case $1 in
    missing) rm todo.sdn ;;
    unreadable) chmod 000 todo.sdn ;;
    directory) rm todo.sdn && mkdir todo.sdn ;;
    binary) head -c 4096 "$sdnc" >todo.sdn ;;
    conflicted) sed -i '4{h;s/.*/<<<<<<< HEAD/p;g;p;s/.*/=======/p;g;p;s/.*/>>>>>>> other/}' todo.sdn ;;
    readonly) chmod -R a-w . ;;
    empty) : >todo.sdn ;;
    locked) : >.git/config.lock ;;
    esac
}

run_in_state() { # STATE ARGUMENT...
    state=$1
    shift
    case $state in
    unreadable | readonly) bound "$sdnc" "$@" >"$work/out" 2>"$work/err" ;;
    full)
        # a pipe can take output, a file cannot
        {
            { (trap '' XFSZ && ulimit -f 0 && exec "$sdnc" "$@"); echo $? >"$work/code"; } 2>&1 >&3 | cat >"$work/err"
        } 3>&1 | cat >"$work/out"
        return "$(cat "$work/code")"
        ;;
    printed) "$sdnc" "$@" >/dev/full 2>"$work/err" ;;
    *) "$sdnc" "$@" >"$work/out" 2>"$work/err" ;;
    esac
}

inventory() { # TO
    tar --mtime=@0 --sort=name --exclude=./.git/index --exclude=./.git/objects --exclude=./.git/hooks -cf "$1" .
}

run_case() { # STATE CODE ARGUMENT...
    state=$1 code=$2
    shift 2
    rm -rf "$work/here"
    cp -rp "$work/good" "$work/here"
    cd "$work/here" || exit 2
    [ "$(id -u)" -ne 0 ] || case $state in unreadable | readonly) chown -R 65534:65534 . ;; esac
    spoil "$state"
    inventory "$work/before"
    run_in_state "$state" "$@"
    got=$?
    inventory "$work/after"
    chmod -R u+w .
    [ $got -eq "$code" ] || fail "$*, $state: exits $got, not $code: $(head -n 3 "$work/err")"
    [ $got -eq 0 ] || [ -s "$work/err" ] || [ -s "$work/out" ] || fail "$*, $state: says nothing"
    [ "$writes $got" = 'yes 0' ] || cmp -s "$work/before" "$work/after" ||
        fail "$*, $state: changes files: $(tar -tf "$work/after" | tr '\n' ' ')"
}

make_repository "$work/good"
rm -rf .git/hooks
edit todo.sdn "set 3 status done" && git commit -qam two
chmod 755 "$work"
table >"$work/rows"
while IFS=: read -r row arguments; do
    # shellcheck disable=SC2086
    set -- $row
    writes=$1
    shift
    for state in $states; do
        code=$1
        shift
        case " $skipped " in *" $state "*) continue ;; esac
        # shellcheck disable=SC2086
        [ "$code" = - ] || run_case $state "$code" $arguments </dev/null
    done
done <"$work/rows"
cd / || exit 2
[ "$failures" -eq 0 ] && [ -n "$skipped" ] && echo "skipped: $skipped" && exit 77
finish
