#!/bin/sh
# two_branches.sh SDNC
#
# Two branches change one table: each case is merged by git as it comes, and with the driver that git-setup installs. With
# the driver all records must be right, and the comments of both sides there. Without it a case must end as it says;
# otherwise it would show nothing.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/repository.sh"

# commit_edit EDIT: a commit on top of main; prints it.
commit_edit() {
    git checkout -q -f --detach main && edit todo.sdn "$1" && git commit -qam "$1" && git rev-parse HEAD
}

# merge_both_ways NAME PLAIN DRIVER OURS THEIRS EXPECTED: PLAIN and DRIVER are `clean` or `conflict`.
merge_both_ways() {
    theirs=$(commit_edit "$5")
    ours=$(commit_edit "$4")
    for way in plain driver; do
        wanted=$2
        [ $way = driver ] && wanted=$3
        [ $way = plain ] && echo '*.sdn !merge' >.git/info/attributes
        git merge -q "$theirs" >"$work/output" 2>&1
        status=$?
        rm -f .git/info/attributes
        case $wanted:$status in
        clean:0 | conflict:1) ;;
        *) fail "$1, $way: git merge exits $status, not $wanted: $(cat "$work/output")" ;;
        esac
        left=$(git status --porcelain --ignored | grep -v '^[MU][MU ] ')
        [ -z "$left" ] || fail "$1, $way: leaves $left"
        if [ $way = driver ]; then
            expect "$1" todo.sdn "$6"
            [ "$3" = conflict ] && check_conflict "$1"
        fi
        git reset -q --hard "$ours"
    done
}

# A conflict is listed, and each side of it can be taken.
check_conflict() {
    sdnc resolve todo.sdn >"$work/list"
    [ $? -eq 1 ] || fail "$1: resolve does not exit 1"
    grep -q "record '" "$work/list" || fail "$1: resolve lists no record: $(cat "$work/list")"
    for side in ours theirs; do
        cp todo.sdn "$work/conflicted"
        sdnc resolve --$side todo.sdn >"$work/list" || fail "$1: resolve --$side: $(cat "$work/list")"
        expect "$1, resolve --$side" todo.sdn "clean; comment about three"
        cp "$work/conflicted" todo.sdn
    done
}

make_repository "$work/one"
set_up_driver

while IFS='|' read -r name plain driver ours theirs expected; do
    case $name in '' | '#'*) continue ;; esac
    # shellcheck disable=SC2086
    merge_both_ways "$(echo $name)" $plain $driver "$(echo $ours)" "$(echo $theirs)" "$expected"
done <<'END'
# case                        | git     | driver  | ours                 | theirs                | what must be there
far rows                      | clean   | clean   | set 2 status done    | set 9 status stale    | 2.status=done; 9.status=stale; rows 10; clean
neighbouring rows             | conflict| clean   | set 1 status done    | set 2 status stale    | 1.status=done; 2.status=stale; rows 10; clean
same row, different fields    | conflict| clean   | set 3 status done    | set 3 priority P9     | 3.status=done; 3.priority=P9; rows 10; clean; comment about three
same field                    | conflict| conflict| set 3 status done    | set 3 status stale    | rows 9; text done; text stale; 2.status=open; 4.status=open
both append                   | conflict| conflict| append 11, a, open, P1, ours | append 11, b, done, P2, theirs | rows 10; text ours; text theirs
both append, different keys   | conflict| clean   | append 11, a, open, P1, ours | append 12, b, done, P2, theirs | rows 12; 11.text=ours; 12.text=theirs; clean
both append the same          | clean   | clean   | append 11, a, open, P1, same | append 11, a, open, P1, same   | rows 11; 11.text=same; clean
sort and edit                 | conflict| clean   | reverse              | set 4 status done     | first 10; 4.status=done; rows 10; clean
column and edit               | conflict| clean   | column due never     | set 4 status done     | 4.status=done; 4.due=never; 9.due=never; rows 10; clean
column and append             | conflict| clean   | column due never     | append 11, a, open, P1, new | 11.text=new; 10.due=never; rows 11; clean
deletion and edit             | conflict| conflict| delete 4             | set 4 status done     | rows 9; text done
deletion and neighbour's edit | conflict| clean   | delete 4             | set 5 status done     | no 4; 5.status=done; rows 9; clean
neighbours both deleted       | conflict| clean   | delete 4             | delete 5              | no 4; no 5; rows 8; clean
comment and edit beside       | conflict| clean   | comment 5 mind this  | set 4 status done     | comment mind this; 4.status=done; rows 10; clean
CR LF and edit                | conflict| clean   | crlf                 | set 4 status done     | crlf; 4.status=done; rows 10; clean
edit and CR LF                | conflict| clean   | set 4 status done    | crlf                  | 4.status=done; rows 10; clean
both delete the same          | clean   | clean   | delete 4             | delete 4              | no 4; rows 9; clean
comments far apart            | clean   | clean   | comment 2 mind this  | comment 9 mind that   | comment mind this; comment mind that; rows 10; clean
END

# Comments of both sides in one place: whether that is a conflict is not the point, but both must be there.
this=$(commit_edit "comment 5 mind this")
that=$(commit_edit "comment 5 mind that")
for pair in "$this $that" "$that $this"; do
    git checkout -q -f --detach "${pair% *}"
    git merge -q "${pair#* }" >"$work/output" 2>&1
    expect "comments in one place" todo.sdn "comment mind this; comment mind that; comment about three"
done
finish
