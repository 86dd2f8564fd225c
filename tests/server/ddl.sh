# Sourced by test_ddl_*.sh: `run SQL` prints what a database says and returns its status. The functions below compare.

failures=0
checks=0
fail() {
    failures=$((failures + 1))
    printf 'FAIL: %s\n' "$1"
}

# succeeds WHAT COMMAND...
succeeds() {
    what=$1
    shift
    checks=$((checks + 1))
    said=$("$@") || fail "$what: $said"
}

# fails WHAT PART_OF_MESSAGE COMMAND...
fails() {
    what=$1 part=$2
    shift 2
    checks=$((checks + 1))
    if said=$("$@"); then
        fail "$what: is accepted"
    else
        case $said in
        *"$part"*) ;;
        *) fail "$what: '$part' is not in: $said" ;;
        esac
    fi
}

# same WHAT FILE FILE
same() {
    checks=$((checks + 1))
    diff "$2" "$3" || fail "$1"
}

# expect WHAT OUTPUT SQL
expect() {
    checks=$((checks + 1))
    said=$(run "$3") || fail "$1: failed"
    [ "$said" = "$2" ] || fail "$1: printed
$said
instead of
$2"
}

# judge WHAT FILE RULE: FILE is what the database said to a statement, empty if it accepted it.
judge() {
    checks=$((checks + 1))
    said=$(cat "$2")
    case $3:$said in
    -:) ;;
    -:*) fail "$1: $said" ;;
    *:) fail "$1: is accepted" ;;
    *)
        case $said in
        *"$3"*) ;;
        *) fail "$1: '$3' is not in: $said" ;;
        esac
        ;;
    esac
}

# check_values COLUMN: the values of ddl_values.txt, inserted and set; COLUMN is that of the database, 2 or 3. `run_cases`
# runs $work/cases/N.sql for N from 1 to $cases, and writes what the database says to each to N.said.
check_values() {
    mkdir "$work/cases"
    cases=0
    grep -v '^#' "$here/ddl_values.txt" >"$work/values"
    while IFS='|' read -r column sqlite postgresql rule; do
        value=$sqlite
        [ "$1" -eq 2 ] || [ "$postgresql" = = ] || value=$postgresql
        case $1:$rule in
        2:*) rule=${rule% / *} ;;
        *) rule=${rule#* / } ;;
        esac
        if [ "$column" = id ]; then
            add_case "$column $value" "$rule" "INSERT INTO everything (id) VALUES ($value);"
            continue
        fi
        add_case "$column $value" "$rule" "INSERT INTO everything (id, \"$column\") VALUES (1, $value);"
        add_case "update: $column $value" "$rule" "INSERT INTO everything (id) VALUES (1);
            UPDATE everything SET \"$column\" = $value;"
    done <"$work/values"
    run_cases
    for number in $(seq $cases); do
        judge "$(sed -n 1p "$work/cases/$number.about")" "$work/cases/$number.said" \
            "$(sed -n 2p "$work/cases/$number.about")"
    done
}
add_case() {
    cases=$((cases + 1))
    printf '%s\n%s\n' "$1" "$2" >"$work/cases/$cases.about"
    printf 'BEGIN; %s ROLLBACK;\n' "$3" >"$work/cases/$cases.sql"
}

# The schemas that one imports.
imports_of() {
    sed -n 's/^import "\(.*\)";$/\1/p' "$1" | sed "s|^|$(dirname "$1")/|"
}

# Keys, unique values and references.
check_rows() {
    fails "an empty key" "people.name nonempty" run "INSERT INTO people (name, slug) VALUES ('', 'a')"
    fails "an empty text" "people.slug nonempty" run "INSERT INTO people (name, slug) VALUES ('ann', '')"
    fails "a text without a value" slug run "INSERT INTO people (name) VALUES ('ann')"
    succeeds "two people" run "INSERT INTO people (name, slug) VALUES ('ann', 'a'), ('bob', 'b')"
    fails "the same key" "$same_key" run "INSERT INTO people (name, slug) VALUES ('ann', 'c')"
    fails "the same unique text" "$same_slug" run "INSERT INTO people (name, slug) VALUES ('cyd', 'a')"
    succeeds "unique texts that are absent" run "UPDATE people SET mail = NULL"
    succeeds "unique values of which one is absent" run "
        INSERT INTO people (name, slug, boss, mail) VALUES ('x', 'x', 'ann', NULL), ('y', 'y', 'ann', NULL)"
    succeeds "texts that differ in case" run "INSERT INTO people (name, slug) VALUES ('ANN', 'A')"
    fails "a reference to nobody" "$no_parent" run "INSERT INTO people (name, slug, boss) VALUES ('z', 'z', 'nobody')"
    succeeds "a reference before its record" run "
        BEGIN; INSERT INTO people (name, slug, boss) VALUES ('z', 'z', 'new');
        INSERT INTO people (name, slug, boss) VALUES ('new', 'n', 'new'); COMMIT;"
    fails "deleting a boss" "$no_parent" run "DELETE FROM people WHERE name = 'ann'"
    fails "renaming a boss" "$no_parent" run "UPDATE people SET name = 'anna' WHERE name = 'ann'"
    succeeds "deleting both" run "
        BEGIN; DELETE FROM people WHERE name = 'new'; DELETE FROM people WHERE name = 'z'; COMMIT;"
    succeeds "deleting who refers to nobody else" run "
        BEGIN; INSERT INTO people (name, slug, pal) VALUES ('self', 's', 'self'); DELETE FROM people WHERE name = 'self';
        COMMIT;"
    succeeds "a friend" run "INSERT INTO people (name, slug, pal) VALUES ('friend', 'f', 'bob')"
    fails "deleting a friend" "$no_parent" run "DELETE FROM people WHERE name = 'bob'"
    expect "deleting an owner" "x:absent" "
        INSERT INTO people (name, slug) VALUES ('owner', 'o');
        INSERT INTO visits (who, at, day, found, owner) VALUES ('x', $a_time, '2026-01-31', $yes, 'owner');
        DELETE FROM people WHERE name = 'owner';
        SELECT who || ':' || coalesce(owner, 'absent') FROM visits;"
    fails "the same key of four" "$same_visit" run "
        INSERT INTO visits (who, at, day, found) VALUES ('x', $a_time, '2026-01-31', $yes)"
    succeeds "another key of four" run "
        INSERT INTO visits (who, at, day, found) VALUES ('x', $a_time, '2026-02-01', $yes)"
    fails "a rule of two fields" "$same_pair" run "
        INSERT INTO everything (id, small, note) VALUES (1, 5, 'n'), (2, 5, 'n')"
    succeeds "the same, without one of them" run "INSERT INTO everything (id, small) VALUES (1, 5), (2, 5)"
    succeeds "equal rows of a log" run "INSERT INTO events (at, what) VALUES ($a_time, 'x'), ($a_time, 'x')"
    check_list_references
    succeeds "all rows are deleted" run "DELETE FROM visits; UPDATE people SET boss = NULL, pal = NULL;
        DELETE FROM people; DELETE FROM everything; DELETE FROM events"
}

# References of elements. `list ELEMENT...` is a list of texts, and `no_element` the message that refuses one.
check_list_references() {
    run "DELETE FROM visits; UPDATE people SET boss = NULL, pal = NULL; DELETE FROM people; DELETE FROM everything;
        INSERT INTO people (name, slug) VALUES ('ann', 'a'), ('bob', 'b'), ('eve', 'e')" >/dev/null
    fails "an element that is nobody" "$no_element" run "INSERT INTO everything (id, owners) VALUES (1, $(list ann you))"
    succeeds "elements, one of them twice" run "INSERT INTO everything (id, owners) VALUES (1, $(list ann bob ann eve))"
    succeeds "an element before its record" run "
        BEGIN; INSERT INTO everything (id, owners) VALUES (2, $(list new)); INSERT INTO people (name, slug) VALUES ('new', 'n');
        COMMIT;"
    succeeds "an element that is taken out again" run "
        BEGIN; UPDATE everything SET owners = $(list nobody) WHERE id = 2; UPDATE everything SET owners = $(list) WHERE id = 2;
        COMMIT;"
    fails "an element that is changed to nobody" "$no_element" run "UPDATE everything SET owners = $(list nobody) WHERE id = 2"
    fails "renaming what an element refers to" "$no_element" run "UPDATE people SET name = 'anna' WHERE name = 'ann'"
    succeeds "renaming both" run "
        BEGIN; UPDATE people SET name = 'anna' WHERE name = 'ann';
        UPDATE everything SET owners = $(list anna bob anna eve) WHERE id = 1; COMMIT;"
    expect "deleting what elements refer to" "$(list_shown bob eve) $(list_shown)" "
        DELETE FROM people WHERE name = 'anna'; DELETE FROM people WHERE name = 'new';
        SELECT (SELECT CAST(owners AS text) FROM everything WHERE id = 1) || ' ' ||
            (SELECT CAST(owners AS text) FROM everything WHERE id = 2);"
    succeeds "a row with another key keeps its elements" run "UPDATE everything SET id = 3 WHERE id = 1"
    fails "and is still checked" "$no_element" run "UPDATE people SET name = 'robert' WHERE name = 'bob'"
    expect "and cleared" "$(list_shown eve)" "
        DELETE FROM people WHERE name = 'bob'; SELECT owners FROM everything WHERE id = 3;"
    succeeds "deleting both" run "
        BEGIN; DELETE FROM everything WHERE id = 3; DELETE FROM people WHERE name = 'eve'; COMMIT;"
    succeeds "rows that refer to each other" run "
        BEGIN; INSERT INTO crew (id, mates) VALUES (1, $mates_1), (2, $mates_2); COMMIT;"
    fails "deleting one of them" "$no_mate" run "DELETE FROM crew WHERE id = 1"
    succeeds "deleting both of them" run "DELETE FROM crew"
    expect "a list without those who are gone" "$likes_3" "
        INSERT INTO crew (id, likes) VALUES (1, $mates_1), (2, $mates_2), (3, $mates_2);
        DELETE FROM crew WHERE id = 2; SELECT likes FROM crew WHERE id = 3;"
    succeeds "deleting all who like each other" run "DELETE FROM crew"
}

finish() {
    echo "$checks checks, $failures failed"
    [ "$failures" -eq 0 ]
    exit
}
