# What is aimed at and what was measured, a line each. Uses rounds.awk.

function rows_of(word) {
    return word == "largest" ? largest : word == "rec" ? rec : word
}

function show_target(line,    part, what, i, value, limit) {
    split(line, part, " ")
    what = line
    for (i = 1; i <= 7; i++)
        sub(/^[^ ]+ +/, "", what)
    value = target_value(part[1], part[2] " " part[3], rows_of(part[4]), part[5], part[6])
    if (value < 0)
        return
    limit = part[7] == "record+40" ? facts["record", largest, "sdn"] + 40 : part[7]
    print_target(what, value, limit)
}

function target_value(kind, test, rows, name, peer,    count) {
    if (kind == "memory")
        return memory_per_row(test, rows)
    if (kind ~ /^flat/)
        return flatness(kind == "flat" ? "total" : "tail", test, name)
    if (!measured(test, rows, name))
        return -1
    if (kind == "ns")
        return median_of("total", test, rows, name)
    count = ratios_of(kind == "tail" ? "tail" : "total", test, rows, name, peer)
    return count > 0 ? quantile(ratios, count, 0.5) : -1
}

function memory_per_row(test, rows) {
    if (!measured(test, rows, "sdn"))
        return -1
    return median_of("memory", test, rows, "sdn") * 1024 / rows - facts["bytes", rows, "sdn"] / rows
}

function flatness(kind, test, name,    j, value, low, high) {
    for (j = 1; j <= size_count[test]; j++) {
        if (sizes[test, j] == rec)
            continue
        value = median_of(kind, test, sizes[test, j], name)
        if (low == 0 || value < low)
            low = value
        if (value > high)
            high = value
    }
    return low > 0 ? high / low : -1
}

function print_target(what, value, limit) {
    if (limit == "-")
        printf "  %-72s %9s\n", what, short(value)
    else {
        printf "  %-72s %9s  <= %-7s %s\n", what, short(value), limit, value <= limit ? "met" : "MISSED"
        value <= limit ? met++ : missed++
    }
}
