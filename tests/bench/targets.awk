# What is aimed at and what was measured, a line each: to be read in a terminal, and as a table for the documents into
# the file `table`. Uses rounds.awk.

function show_targets(    i) {
    print ""
    print "Targets, " count_text(largest) " rows unless said; median, minimum"
    for (i = 1; i <= target_count; i++)
        show_target(targets[i], reason[i])
}

function show_target(line, why,    part, what, i, value, least) {
    split(line, part, " ")
    what = line
    for (i = 1; i <= 7; i++)
        sub(/^[^ ]+ +/, "", what)
    part[4] = part[4] == "largest" ? largest : part[4]
    value = target_value("median", part)
    least = target_value("least", part)
    if (value < 0)
        return
    if (part[7] ~ /^record\+/)
        part[7] = facts["record", largest, "sdn"] + substr(part[7], 8)
    judge(value, part[7])
    print_target(what, value, least, part[7])
    write_target(what, value, least, part[7], part[1] == "ratio" && value > 1 || verdict == "missed" ? why : "")
}

# part: kind, operation, mode, rows, contestant, peer. -1: not measured.
function target_value(how, part,    test, rows, name) {
    test = part[2] " " part[3]
    rows = part[4]
    name = part[5]
    if (part[1] == "flat" || part[1] == "flat-tail")
        return flatness(how, part[1] == "flat" ? "main" : "tail", part[2], part[3], name)
    if (!measured(test, rows, name))
        return -1
    if (part[1] == "memory")
        return (over_rounds(how, "memory", test, rows, name) * 1024 - facts["bytes", rows, name]) / rows
    if (part[1] == "ns" || part[1] == "us")
        return over_rounds(how, "main", test, rows, name) / (part[1] == "us" ? 1e3 : 1)
    if (part[1] == "first-ms")
        return over_rounds(how, "use", test, rows, name) / 1e6
    return ratio_of(how, part[1] == "tail" ? "tail" : "main", test, rows, name, part[6])
}

# The most over the least per row, over all sizes and the modes, which + joins.
function flatness(how, kind, operation, modes, name,    count, list, i, j, test, value, low, high) {
    count = split(modes, list, "+")
    for (i = 1; i <= count; i++) {
        test = operation " " list[i]
        for (j = 1; j <= size_count[test]; j++) {
            value = over_rounds(how, kind, test, sizes[test, j], name)
            low = value > 0 && (low == 0 || value < low) ? value : low
            high = value > high ? value : high
        }
    }
    return low > 0 ? high / low : -1
}

function judge(value, limit) {
    verdict = limit == "-" ? "" : value <= limit + 0 ? "met" : "missed"
    met += verdict == "met"
    missed += verdict == "missed"
}

function print_target(what, value, least, limit) {
    printf "  %-66s %9s %9s", what, short(value), short(least)
    if (limit != "-")
        printf "  <= %-7s %s", limit, verdict == "met" ? "met" : "MISSED"
    print ""
}

function write_target(what, value, least, limit, why) {
    printf "| %s%s | %s%s | %s | %s |\n", what, why == "" ? "" : "<br>" why, short(value), \
        verdict == "missed" ? " (missed)" : "", short(least), limit == "-" ? "" : limit >table
}
