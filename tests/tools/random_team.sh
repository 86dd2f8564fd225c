# Sourced by tests that need many files: writes team.schema, and `version SEED` prints a file of it that is drawn at random.
# Its tables have references to and fro, which deletions refuse or clear, values that must be unique, a table without key
# with equal rows, and texts that need quotes and escapes.

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
