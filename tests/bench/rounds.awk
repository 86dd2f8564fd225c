# Reads targets.txt and rounds.csv; medians and same-round ratios of what is in them. Uses numbers.awk.
#
# A test is an operation and its mode. What the rest looks at: tests[1..test_count], names[test, 1..name_count[test]],
# sizes[test, 1..size_count[test]] in order of appearance; (test, rows, name) in rounds; facts[what, rows, name].

FNR == NR {
    if ($0 !~ /^#/ && NF > 7)
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
    first_use[test, rows, name, round] = field[7]
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

# Medians of `kind`: total, tail, first, memory, main; -1 if there is none.
function median_of(kind, test, rows, name,    i, count, values, key) {
    count = 0
    if (!measured(test, rows, name))
        return -1
    for (i = 0; i < rounds[test, rows, name]; i++) {
        key = test SUBSEP rows SUBSEP name SUBSEP i
        values[++count] = kind == "tail" ? tail[key] : kind == "first" ? first[key] : kind == "memory" ? memory[key] : \
                          kind == "total" ? total[key] : main_value(test, key)
    }
    return count > 0 ? median(values, count) : -1
}

# The ratios of two contestants in the same round, sorted into ratios[]; returns how many.
function ratios_of(kind, test, rows, name, peer,    i, count, a, b) {
    count = 0
    if (!measured(test, rows, name) || !measured(test, rows, peer))
        return 0
    for (i = 0; i < rounds[test, rows, name] && i < rounds[test, rows, peer]; i++) {
        a = test SUBSEP rows SUBSEP name SUBSEP i
        b = test SUBSEP rows SUBSEP peer SUBSEP i
        if (kind == "tail" && tail[b] > 0)
            ratios[++count] = tail[a] / tail[b]
        else if (main_value(test, b) > 0)
            ratios[++count] = main_value(test, a) / main_value(test, b)
    }
    sort_numbers(ratios, count)
    return count
}
