#!/bin/sh
# operations.sh SDNC
#
# What git does with the driver beside a plain merge: rebase, cherry-pick, revert, stash, octopus, merge-tree, worktrees,
# merges of merges, and a schema that is changed by both sides at the same time.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/repository.sh"

# start: main again, without other branches.
start() {
    git checkout -q -f main || exit 2
    git for-each-ref --format='%(refname:short)' refs/heads | grep -v '^main$' | xargs -r git branch -q -D
}

# branch NAME EDIT...: a branch from main with one commit for each edit.
branch() {
    git checkout -q -b "$1" main || exit 2
    shift
    for change in "$@"; do
        edit todo.sdn "$change"
        git commit -qam "$change"
    done
}

# succeeds NAME COMMAND...
succeeds() {
    what=$1
    shift
    "$@" >"$work/output" 2>&1 || fail "$what: $* exits $?: $(cat "$work/output")"
}

make_repository "$work/one"
set_up_driver

start
branch ours "set 1 status done" "set 3 status done"
branch theirs "set 2 status stale" "append 11, a, open, P1, new" "set 3 priority P7"
succeeds rebase git rebase -q ours
expect rebase todo.sdn "1.status=done; 2.status=stale; 3.status=done; 3.priority=P7; 11.text=new; rows 11; clean"

start
branch ours "append 11, a, open, P1, same" "set 3 status done"
branch theirs "append 11, a, open, P1, same" "set 4 status stale"
git checkout -q ours
succeeds cherry-pick git cherry-pick --keep-redundant-commits theirs~1 theirs
expect cherry-pick todo.sdn "11.text=same; 3.status=done; 4.status=stale; rows 11; clean"

start
branch ours "set 3 status done" "set 4 status done; append 11, a, open, P1, new"
succeeds revert git revert --no-edit HEAD~1
expect revert todo.sdn "3.status=open; 4.status=done; 11.text=new; rows 11; clean"

start
branch ours "set 3 status done"
git checkout -q main
edit todo.sdn "set 4 status stale; delete 5"
git stash -q && git checkout -q ours
succeeds stash git stash pop -q
expect stash todo.sdn "3.status=done; 4.status=stale; no 5; rows 9; clean"
git checkout -q -f

# An octopus knows no drivers: it merges lines, and gives up where it cannot.
start
branch a "set 1 status done"
branch b "set 5 status done"
branch c "set 9 status done"
branch d "set 2 status done"
git checkout -q -b all main
succeeds octopus git merge -q a b c
expect octopus todo.sdn "1.status=done; 5.status=done; 9.status=done; rows 10; clean"
git reset -q --hard main
git merge -q a d c >"$work/output" 2>&1 && fail "octopus: neighbours are merged: $(cat todo.sdn)"
git reset -q --hard main

start
branch ours "set 1 status done"
branch theirs "set 2 status stale"
if git merge-tree --write-tree ours theirs >"$work/tree.id" 2>"$work/output"; then
    git show "$(cat "$work/tree.id"):todo.sdn" >"$work/todo.sdn"
    expect merge-tree "$work/todo.sdn" "1.status=done; 2.status=stale; rows 10; clean"
else
    git merge-tree -h 2>&1 | grep -q -e --write-tree && fail "merge-tree: $(cat "$work/tree.id" "$work/output")"
fi

# Both branches merge the other's start: the base of the last merge is itself a merge.
start
branch a "set 1 status done"
branch b "set 2 status done"
succeeds crossing git merge -q a -m b1
git checkout -q a && succeeds crossing git merge -q b~1 -m a1
edit todo.sdn "set 3 status done" && git commit -qam a2
git checkout -q b && edit todo.sdn "set 4 status stale" && git commit -qam b2
succeeds crossing git merge -q a -m both
expect crossing todo.sdn "1.status=done; 2.status=done; 3.status=done; 4.status=stale; rows 10; clean"

start
branch ours "set 1 status done"
branch theirs "set 2 status stale"
git worktree add -q "$work/tree" ours
cd "$work/tree" || exit 2
succeeds worktree git merge -q theirs
expect worktree todo.sdn "1.status=done; 2.status=stale; rows 10; clean"
cd "$work/one" && git worktree remove --force "$work/tree"

# The schema is in conflict itself while the rows are merged.
start
branch ours "set 3 status done"
sed -i 's/priority : string;/priority : string = "P1";/' schemas/todo.schema && git commit -qam schema
branch theirs "set 4 status stale"
sed -i 's/priority : string;/priority : string = "P2";/' schemas/todo.schema && git commit -qam schema
git merge -q ours >"$work/output" 2>&1 && fail "schema: the schema is not in conflict"
git diff --name-only --diff-filter=U | grep -qx todo.sdn && fail "schema: the table is in conflict: $(cat "$work/output")"
expect schema todo.sdn "3.status=done; 4.status=stale; rows 10; clean"
git merge --abort

# A column that comes with its schema, and rows of the old one.
start
branch ours "column due never"
sed -i 's/text     : string;/&\n    due      : string;/' schemas/todo.schema && git commit -qam schema
branch theirs "append 11, a, open, P1, new"
succeeds column git merge -q ours
expect column todo.sdn "10.due=never; 11.text=new; rows 11; clean"
finish
