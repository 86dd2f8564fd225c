# Reads targets.txt and rounds.csv; medians and minima of what is in them, and their ratios. Uses numbers.awk.
#
# A test is an operation and its mode. What the rest looks at: tests[1..test_count], names[test, 1..name_count[test]],
# sizes[test, 1..size_count[test]] in order of appearance; (test, rows, name) in rounds; facts[what, rows, name].

FNR == NR {
    if ($1 == "why")
        reason[target_count] = substr($0, 5)
    else if ($0 !~ /^#/ && NF > 7)
        targets[++target_count] = $0
    next
}

FNR == 1 {
    FS = ","
    next
}

{
    if (split($0, field, ",") < 12)
        next
    note_measurement(field[1] " " field[2], field[3], field[4], field[5])
}

# `test` is operation and mode.
function note_measurement(test, rows, round, name,    key) {
    if (field[1] == "facts") {
        facts[field[2], rows, name] = field[6]
        return
    }
    note_order(test, rows, name)
    key = test SUBSEP rows SUBSEP name SUBSEP round
    if (round >= rounds[test, rows, name])
        rounds[test, rows, name] = round + 1
    total[key] = field[6] / field[8]
    first[key] = field[7] / field[8]
    tail[key] = (field[6] - field[7]) / field[8]
    memory[key] = field[12] - field[10]
    first_use[key] = field[7]
    if (field[9] != 0)
        check_sum(test SUBSEP rows SUBSEP round, name, field[9])
}

function note_order(test, rows, name) {
    if (!(test in test_known)) {
        test_known[test] = 1
        tests[++test_count] = test
    }
    if (!((test, name) in name_known)) {
        name_known[test, name] = 1
        names[test, ++name_count[test]] = name
    }
    if (!((test, rows) in rows_known)) {
        rows_known[test, rows] = 1
        sizes[test, ++size_count[test]] = rows
    }
}

# Compared as texts: the numbers have more digits than awk computes with.
function check_sum(place, name, sum) {
    checks++
    if (!(place in agreed))
        agreed[place] = sum ""
    else if (agreed[place] != sum "") {
        split(place, part, SUBSEP)
        printf "DISAGREE: %s at %s rows, round %d: %s has another checksum\n", part[1], part[2], part[3] + 1, name
        disagreed++
    }
}

# ---- numbers ----

# By-index queries are reported by their repeated use, SAVE and the rest by their total.
function main_value(test, key) {
    return test ~ /^by-/ ? tail[key] : total[key]
}

function measured(test, rows, name) {
    return (test, rows, name) in rounds
}

# What `kind` says of one round: total, tail, first, memory, use (the first of an index, one event for any number of
# queries), main.
function value_of(kind, test, key) {
    return kind == "tail" ? tail[key] : kind == "first" ? first[key] : kind == "memory" ? memory[key] : \
           kind == "total" ? total[key] : kind == "use" ? first_use[key] : main_value(test, key)
}

# The median of `kind` over the rounds, or the minimum; -1 if nothing was measured.
function over_rounds(how, kind, test, rows, name,    i, count, values, key) {
    count = 0
    for (i = 0; measured(test, rows, name) && i < rounds[test, rows, name]; i++) {
        key = test SUBSEP rows SUBSEP name SUBSEP i
        if (key in total)
            values[++count] = value_of(kind, test, key)
    }
    return count == 0 ? -1 : how == "median" ? median(values, count) : minimum(values, count)
}

function median_of(kind, test, rows, name) {
    return over_rounds("median", kind, test, rows, name)
}

# Of two contestants: the ratio of their medians, or of their minima; -1 if there is none.
function ratio_of(how, kind, test, rows, name, peer,    a, b) {
    a = over_rounds(how, kind, test, rows, name)
    b = over_rounds(how, kind, test, rows, peer)
    return a >= 0 && b > 0 ? a / b : -1
}
