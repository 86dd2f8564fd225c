#!/bin/sh
# test_diff_apply.sh SDNC [PAIRS [SEED]]
#
# Two versions of a file with nothing in common but the schema, drawn at random: what `diff -f jsonl` prints, `apply` makes
# on the older one. Afterwards there is no difference to the newer one, and both are what the schema allows. The tables have
# references to and fro, which deletions refuse or clear, values that must be unique and change places, a table without key
# with equal rows, and texts that need quotes and escapes.
set -u
sdnc=$(realpath "${1:?usage: test_diff_apply.sh SDNC [PAIRS [SEED]]}")
pairs=${2:-40}
seed=${3:-$$}
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

cat >team.schema <<'END_OF_FILE'
enum Status { open, blocked, done }
record Member in members {
    key name : string;
    boss     : string? references Member on delete clear;
    rivals   : [string] references Member on delete refuse;
}
record Task in tasks {
    key (area, number);
    area    : string;
    number  : u32;
    title   : string = "untitled";
    status  : Status = open;
    code    : u32? unique;
    rank    : i64? unique;
    owner   : string? references Member on delete refuse;
    share   : f64;
    notes   : [string];
    due     : date?;
}
record Remark in remarks {
    text   : string;
    who    : string? references Member on delete clear;
    number : i32 = 7;
}
END_OF_FILE

# A version: members of some names, tasks of some keys, remarks.
version() { # SEED
    awk -v seed="$1" '
        function pick(count) { return int(rand() * count) }
        function text() { return texts[1 + pick(text_count)] }
        function member() { return member_count == 0 || rand() < 0.3 ? "\"\"" : members[1 + pick(member_count)] }
        function crew(  list, i) {
            list = ""
            for (i = 1; i <= member_count; i++)
                if (rand() < 0.25)
                    list = list (list == "" ? "" : ",") members[i]
            return "\"" list "\""
        }
        function own(used,  drawn) { # a number that no other record has, or none
            if (rand() < 0.3)
                return "\"\""
            do drawn = pick(30); while (drawn in used)
            used[drawn]
            return drawn
        }
        BEGIN {
            srand(seed)
            text_count = split("plain|\"a, b\"|\"say \\\"no\\\"\"|\"back\\\\slash\"|\"two\\nlines\"|\"\"|\"# no comment\"|\" blanks \"|" \
                "\303\244\342\202\254|\"true\"|\"007\"|\"[x]\"", texts, "|")
            for (i = 1; i <= 9; i++)
                if (rand() < 0.6)
                    members[++member_count] = "m" i
            print "members |name, boss, rivals|"
            for (i = 1; i <= member_count; i++)
                print "    " members[i] ", " member() ", " crew()
            print "tasks |area, number, title, status, code, rank, owner, share, notes, due|"
            split("open blocked done", status, " ")
            for (area = 1; area <= 3; area++)
                for (number = 1; number <= 5; number++)
                    if (rand() < 0.6)
                        print "    " (area == 3 ? "\"c, d\"" : "a" area) ", " number ", " text() ", " status[1 + pick(3)] ", " \
                            own(codes) ", " own(ranks) ", " member() ", " pick(100) / 8 ", " \
                            (rand() < 0.5 ? "\"\"" : "[" text() ", " text() "]") ", " \
                            (rand() < 0.5 ? "\"\"" : "2024-02-" 10 + pick(20))
            print "remarks |text, who, number|"
            for (i = pick(8); i > 0; i--)
                print "    " texts[1 + pick(3)] ", " (rand() < 0.5 ? member() : "\"\"") ", " pick(2)
        }'
}

failures=0
fail() {
    echo "seed $seed, pair $pair: $*"
    failures=$((failures + 1))
}

for pair in $(seq "$pairs"); do
    version $((seed * 1000 + 2 * pair)) >old.sdn
    version $((seed * 1000 + 2 * pair + 1)) >new.sdn
    "$sdnc" diff -f jsonl old.sdn new.sdn >ops.jsonl 2>err
    code=$?
    [ $code -le 1 ] || fail "diff returns $code: $(cat err)"
    cp old.sdn made.sdn
    "$sdnc" apply made.sdn ops.jsonl --dry-run >dry 2>err || fail "apply --dry-run: $(head -n 5 err)"
    cmp -s old.sdn made.sdn || fail "--dry-run changed the file"
    "$sdnc" apply made.sdn <ops.jsonl >out 2>err || fail "apply: $(head -n 5 err)"
    cmp -s dry out || fail "--dry-run counts $(cat dry), but apply $(cat out)"
    "$sdnc" diff made.sdn new.sdn >left 2>err || fail "differences are left: $(head -n 5 left err)"
    "$sdnc" check made.sdn >out.check 2>&1 || fail "check: $(head -n 5 out.check)"
    [ "$(awk 'NF { n++ } END { print n + 0 }' ops.jsonl)" -eq "$(sed 's/[a-z,]//g' out | awk '{ print $1 + $2 + $3 }')" ] ||
        fail "$(wc -l <ops.jsonl) operations, but $(cat out)"
done
[ $failures -eq 0 ] || { echo "$failures failures"; exit 1; }
