#!/bin/sh
# resolve.sh SDNC: the verb resolve, on conflicts that git itself left.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/repository.sh"

# wants STATUS PATTERN COMMAND...: the exit status, and a `case` pattern for all that it prints.
wants() {
    wanted=$1 pattern=$2
    shift 2
    output=$("$@" 2>&1)
    status=$?
    [ $status -eq "$wanted" ] || fail "$* exits $status, not $wanted: $output"
    # shellcheck disable=SC2254
    case $output in $pattern) ;; *) fail "$*: prints '$output'" ;; esac
}

# unchanged COMMAND...: fails, and leaves the file as it is.
unchanged() {
    cp todo.sdn "$work/before"
    wants "$@"
    cmp -s todo.sdn "$work/before" || fail "$*: the file is changed"
}

make_repository "$work/one"
git checkout -q -b theirs && edit todo.sdn "set 3 status stale; set 4 status stale; append 11, a, open, P1, theirs" && git commit -qam theirs
git checkout -q -b ours main && edit todo.sdn "set 3 status done; set 4 area code; append 11, b, open, P1, ours" && git commit -qam ours

for style in merge diff3 zdiff3; do
    git -c merge.conflictStyle=$style merge -q theirs >/dev/null 2>&1
    [ "$style" = merge ] || grep -q '^|||||||' todo.sdn || { git merge --abort; continue; } # an older git
    wants 1 "*record '3': status: ours done, theirs stale*record '4': area: ours code, theirs emit*record '11'*" sdnc resolve todo.sdn
    unchanged 1 "*no record '5' is in conflict*" sdnc resolve --ours todo.sdn 3 5
    unchanged 2 '*exclude each other*' sdnc resolve --ours --theirs todo.sdn
    unchanged 2 '*is missing*' sdnc resolve todo.sdn 3
    [ $style != merge ] || unchanged 2 '*does not show the base*' sdnc resolve --base todo.sdn
    wants 1 "*record '3': theirs*2 conflicts are left*" sdnc resolve --theirs todo.sdn 3
    expect "$style: record 3" todo.sdn "3.status=stale; comment about three; text code; text ours; text theirs"
    wants 1 "*record '11': ours*1 conflict is left*" sdnc resolve --ours todo.sdn 11
    expect "$style: record 11" todo.sdn "3.status=stale; 11.text=ours; text code"
    wants 0 "*no conflict is left; run: git add todo.sdn*" sdnc resolve --ours todo.sdn
    expect "$style: all" todo.sdn "3.status=stale; 4.area=code; 4.status=open; 11.text=ours; rows 11; clean; comment about three"
    unchanged 1 '*there is no conflict*' sdnc resolve --ours todo.sdn
    wants 0 '' sdnc resolve todo.sdn
    [ -z "$(git status --porcelain --ignored | grep -v '^UU todo.sdn')" ] || fail "$style: leaves $(git status --porcelain --ignored)"
    git merge --abort
done

git -c merge.conflictStyle=diff3 merge -q theirs >/dev/null 2>&1
wants 0 '*base*' sdnc resolve --base todo.sdn
expect base todo.sdn "3.status=open; 4.area=emit; rows 10; clean"
git merge --abort

# The sum in the first line is made anew once no conflict is left.
git checkout -q main
printf '#sdn-crc32:1\ntodos |id, area, status, priority, text|\n<<<<<<< a\n    1, x, open, P1, y\n=======\n    1, x, done, P1, y\n>>>>>>> b\n' >sum.sdn
wants 0 '*' sdnc resolve --theirs sum.sdn
tail -n +2 sum.sdn >"$work/rest"
sum=$(gzip -c "$work/rest" | tail -c 8 | head -c 4 | od -An -tu4 --endian=little | tr -d ' ')
[ "$(head -n 1 sum.sdn)" = "#sdn-crc32:$sum" ] || fail "the sum is $(head -n 1 sum.sdn), not $sum"

printf 'words |word, text|\n<<<<<<< a\n    statement, x\n=======\n    statement, y\n>>>>>>> b\n' >words.sdn
wants 1 "*no record 'statment' is in conflict; did you mean 'statement'?*" sdnc resolve --ours words.sdn statment

# A key may hold a comma; that of another record is not taken for it.
for key in 'a,b' 'a, b'; do
    printf 'words |word, text|\n<<<<<<< a\n    "a,b", x\n    "a, b", x\n=======\n    "a,b", y\n    "a, b", y\n>>>>>>> b\n' >commas.sdn
    wants 1 "*record '$key': theirs*1 conflict is left*" sdnc resolve --theirs commas.sdn "$key"
done

# Files that it must not touch.
wants 2 '*no such file*' sdnc resolve --ours nothing.sdn
printf 'todos |id, text|\n<<<<<<< a\n    1, x\n' >open.sdn
unchanged 2 '*lacks the marker of its end*' sdnc resolve --ours open.sdn
printf 'todos |id, text|\n<<<<<<< a\n<<<<<<<< a\n    1, x\n========\n>>>>>>>> b\n=======\n    1, x\n>>>>>>> b\n' >nested.sdn
unchanged 2 '*within a conflict*' sdnc resolve --ours nested.sdn
finish
