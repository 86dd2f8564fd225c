#!/bin/sh
# driver_failures.sh SDNC [STEP]
#
# What is left of a merge if the driver is not there, or dies. Git must say that the file is in conflict, and it must hold
# both sides, between markers; or it is merged and right. Never is one side there alone, and no file is left behind.
#
# With strace the driver is also killed at its system calls: at every STEP-th, 1 for all of them.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/repository.sh"
step=${2:-25}
real=$sdnc

# fake COMMAND...: what git finds as sdnc from now on.
fake() {
    rm -f "$work/bin/sdnc"
    printf '#!/bin/sh\n%s\n' "$*" >"$work/bin/sdnc"
    chmod +x "$work/bin/sdnc"
}

# check_left NAME STATUS: of a merge of the neighbours 1 and 2.
check_left() {
    case $2 in
    0) expect "$1" todo.sdn "1.status=done; 2.status=stale; rows 10; clean" ;;
    1)
        expect "$1" todo.sdn "text 1, parse, done; text 2, parse, stale; text tenth; comment about three"
        grep -q '^<<<<<<<' todo.sdn && grep -q '^>>>>>>>' todo.sdn || fail "$1: there are no markers: $(cat todo.sdn)"
        [ "$(git status --porcelain todo.sdn)" = 'UU todo.sdn' ] || fail "$1: git does not know of the conflict"
        ;;
    *) fail "$1: exits $2" ;;
    esac
}

merge_neighbours() {
    git checkout -q -f ours
    git merge -q theirs >"$work/output" 2>&1
    check_left "$1" $?
    left=$(git status --porcelain --ignored | grep -v ' todo.sdn$')
    [ -z "$left" ] || fail "$1: leaves $left"
    git merge --abort 2>/dev/null
    git reset -q --hard "$ours"
}

make_repository "$work/one"
set_up_driver
git checkout -q -b theirs && edit todo.sdn "set 2 status stale" && git commit -qam theirs
git checkout -q -b ours main && edit todo.sdn "set 1 status done" && git commit -qam ours
ours=$(git rev-parse HEAD)

merge_neighbours "as it should be"
grep -q 'CONFLICT' "$work/output" && fail "as it should be: $(cat "$work/output")"

git diff main ours >"$work/output" 2>&1 || fail "git diff: $(cat "$work/output")"
grep -q '^+todos 1 status = done' "$work/output" || fail "git diff does not speak of fields: $(cat "$work/output")"

rm "$work/bin/sdnc"
git diff main theirs >"$work/output" 2>&1 || fail "no sdnc: git diff: $(cat "$work/output")"
grep -q '^+    2, parse, stale' "$work/output" || fail "no sdnc: git diff shows nothing: $(cat "$work/output")"
(command -v sdnc >/dev/null) || merge_neighbours "no sdnc"
fake 'exit 200' && merge_neighbours "exit 200"
fake 'exit 2' && merge_neighbours "exit 2"
fake 'kill -SEGV $$' && merge_neighbours "a segmentation fault"
fake 'kill -KILL $$' && merge_neighbours "killed at once"
fake "shift; \"$real\" \"\$@\"" && merge_neighbours "wrong arguments"

# A conflict is one: the status of sdnc reaches git.
rm -f "$work/bin/sdnc" && ln -s "$real" "$work/bin/sdnc"
git checkout -q -b other main && edit todo.sdn "set 1 status stale" && git commit -qam other
git checkout -q ours
git merge -q other >"$work/output" 2>&1 && fail "a conflict: the merge is clean: $(cat todo.sdn)"
[ "$(git status --porcelain)" = 'UU todo.sdn' ] || fail "a conflict: $(git status --porcelain)"
git merge --abort

# The name of a file is no option: `sdnc merge ... --help` would end well, and git would keep our side alone.
echo '--help merge=sdn diff=sdn' >.git/info/attributes
git checkout -q -b odd_theirs main
cp todo.sdn ./--help && git add -- --help && git commit -qm odd && git branch odd_ours
edit ./--help "set 2 status stale" && git commit -qam "odd theirs"
git checkout -q odd_ours && edit ./--help "set 1 status done" && git commit -qam "odd ours"
git diff main odd_ours -- --help | grep -q '^+todos 1 status = done' || fail "a file --help: git diff does not read it"
git merge -q odd_theirs >"$work/output" 2>&1 || fail "a file --help: $(cat "$work/output")"
grep -q '1, parse, done' ./--help && grep -q '2, parse, stale' ./--help || fail "a file --help: $(cat ./--help)"
rm .git/info/attributes
git checkout -q ours

# The attribute without the configuration: git's own merge of lines.
driver=$(git config merge.sdn.driver)
git config --remove-section merge.sdn
merge_neighbours "no driver"

# --- killed at each system call ---

# Runs the driver as git does, on copies of the three versions: run_driver.
run_driver() {
    command=$(echo "$driver" | sed "s/%O/base/g; s/%A/mine/g; s/%B/other/g; s/%P/todo.sdn/g; s/%L/7/g")
    git show main:todo.sdn >base && git show ours:todo.sdn >mine && git show theirs:todo.sdn >other
    sh -c "$command" >"$work/output" 2>&1
}

kill_at() { # kill_at CALL NUMBER
    fake "exec strace -f -qq -o /dev/null -e trace=$1 -e inject=$1:signal=KILL:when=$2 \"$real\" \"\$@\""
    run_driver
    status=$?
    mv mine "$work/mine"
    rm -f base other
    left=$(git status --porcelain --ignored)
    [ -z "$left" ] || fail "killed at $1 $2: leaves $left"
    git clean -qfdx
    case $status in
    0) expect "killed at $1 $2" "$work/mine" "1.status=done; 2.status=stale; rows 10; clean" ;;
    1) expect "killed at $1 $2" "$work/mine" "text 1, parse, done; text 2, parse, stale; text tenth; text <<<<<<<; text >>>>>>>" ;;
    *) fail "killed at $1 $2: the driver exits $status: $(cat "$work/output")" ;;
    esac
    killed=$((killed + 1))
}

killed=0
git checkout -q -f main
if strace -o /dev/null true 2>/dev/null; then
    fake "exec strace -f -qq -o \"$work/calls\" \"$real\" \"\$@\""
    run_driver
    rm -f base mine other
    # The calls in their order, with how often each was made before; the first, execve, cannot be injected into.
    sed -n 's/^[0-9]* *\([a-z_0-9]*\)(.*/\1/p' "$work/calls" |
        awk -v step="$step" '{ seen[$1]++ } NR > 1 && NR % step == 0 && $1 !~ /^exit/ { print $1, seen[$1] }' >"$work/points"
    while read -r call number; do
        kill_at "$call" "$number"
    done <"$work/points"
    echo "killed at $killed of $(wc -l <"$work/calls") system calls"
    [ $killed -gt 3 ] || fail "it was killed at $killed calls only"
else
    echo "no strace that may trace: not killed at system calls"
fi
finish
