# awk -f plot.awk bench.csv: an SVG of two charts. Above, LOAD: time per row of each contestant, a bar per table size;
# below, for the largest table, how many times as long as libsdn the others take for each operation, a dot per
# contestant. Both on a scale of powers of ten. Readable on light and on dark pages.

BEGIN {
    FS = ","
    width = 860
    left = 205
    right = 30
    bar = 9
    loaders = "sdn sdn-2-threads flatbuffers lmdb protobuf-c simdjson sqlite libcsv read memcpy-fresh memcpy"
    operation["load"] = "LOAD"
    operation["iterate"] = "ITERATE"
    operation["lookup"] = "LOOKUP, text"
    operation["numbers-lookup"] = "LOOKUP, number"
    operation["by-status"] = "BY-INDEX, status"
    operation["by-place"] = "BY-INDEX, file and line"
    operation["save"] = "insert and SAVE all"
    operation["update"] = "UPDATE-ONE"
    operation["append"] = "APPEND-ONE"
    operation["merge"] = "MERGE-SAVE"
    operation["whole-get"] = "process: OPEN-GET-CLOSE"
    operation["whole-update"] = "process: UPDATE-ONE"
    label["sdn"] = "libsdn"
    label["sdn-2-threads"] = "libsdn, 2 threads"
    label["sqlite"] = "SQLite"
    label["lmdb"] = "LMDB"
    label["read"] = "read()"
    label["memcpy"] = "memcpy"
    label["memcpy-fresh"] = "memcpy, fresh"
    label["write"] = "write()"
    label["sqlite3"] = "sqlite3"
    charts = "load warm|load cold|iterate warm|lookup warm|numbers-lookup warm|by-status warm|by-place warm|save fast|" \
             "update fast|update durable|append fast|append durable|merge fast|whole-get warm|" \
             "whole-update fast|whole-update durable"
    hues = "sqlite lmdb simdjson protobuf-c flatbuffers libcsv write grep sqlite3 sqlite-wal"
    split("#0969da #8250df #bf8700 #cf222e #1a7f37 #bc4c00 #6e7781 #a475f9 #54aeff #0550ae", colours, " ")
    hue_count = split(hues, hue_names, " ")
    for (i = 1; i <= hue_count; i++)
        hue[hue_names[i]] = colours[i]
}

FNR == 1 {
    next
}

{
    test = $1 " " $2
    ns[test, $3, $4] = $6
    ratio[test, $3, $4] = $9
    if (test == "load warm" && $4 == "memcpy" && !($3 in size_known)) {
        size_known[$3] = 1
        sizes[++size_count] = $3
    }
    if (!((test, $4) in known)) {
        known[test, $4] = 1
        names[test, ++name_count[test]] = $4
    }
}

function name_of(contestant) {
    return contestant in label ? label[contestant] : contestant
}

function log10(value) {
    return log(value) / log(10)
}

function text(x, y, class, anchor, words) {
    printf "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\" text-anchor=\"%s\">%s</text>\n", x, y, class, anchor, words
}

# ---- scales ----

function set_scale(low, high) {
    scale_low = low
    scale_high = high
}

function x_of(value,    place) {
    place = (log10(value) - scale_low) / (scale_high - scale_low)
    place = place < 0 ? 0 : place > 1 ? 1 : place
    return left + place * (width - left - right)
}

function time_label(power) {
    return power < 3 ? 10 ^ power " ns" : power < 6 ? 10 ^ (power - 3) " µs" : 10 ^ (power - 6) " ms"
}

function ratio_label(power) {
    return power < 0 ? "1/" 10 ^ -power : 10 ^ power "×"
}

function grid(top, bottom, of_time,    power, x) {
    for (power = scale_low; power <= scale_high; power++) {
        x = x_of(10 ^ power)
        printf "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" class=\"%s\"/>\n", x, top, x, bottom, \
            !of_time && power == 0 ? "one" : "grid"
        text(x, bottom + 15, "small", "middle", of_time ? time_label(power) : ratio_label(power))
    }
}

# ---- LOAD ----

function load_value(name, size) {
    return ns["load warm", sizes[size], name]
}

# Those of the list that were measured; returns how many.
function measured_loaders(list,    count, all, i, kept) {
    count = split(loaders, all, " ")
    for (i = 1; i <= count; i++)
        if (("load warm", all[i]) in known)
            list[++kept] = all[i]
    return kept
}

function draw_load(top,    count, list, i, j, y, value, height) {
    count = measured_loaders(list)
    height = size_count * bar + 7
    text(0, top, "title", "start", "LOAD: file to typed records, every field summed")
    text(0, top + 17, "small", "start", "time per row; " load_legend())
    set_scale(1, 5)
    grid(top + 28, top + 28 + count * height, 1)
    for (i = 1; i <= count; i++) {
        y = top + 32 + (i - 1) * height
        text(left - 10, y + height / 2, list[i] ~ /^sdn/ ? "own" : "name", "end", name_of(list[i]))
        for (j = 1; j <= size_count; j++)
            draw_bar(y + (j - 1) * bar, load_value(list[i], j), list[i], j)
    }
    return top + 28 + count * height + 22
}

function load_legend(    j, legend) {
    for (j = 1; j <= size_count; j++)
        legend = legend (j > 1 ? ", " : "") commas(sizes[j])
    return "bars from above: " legend " rows"
}

function draw_bar(y, value, name, size) {
    if (value <= 0)
        return
    printf "<rect x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" class=\"%s\" opacity=\"%.2f\"/>\n", left, y, \
        x_of(value) - left, bar - 2, name ~ /^sdn/ ? "ownbar" : name ~ /^(read|mem)/ ? "rawbar" : "bar", \
        0.5 + 0.5 * size / size_count
    text(x_of(value) + 4, y + bar - 2, "tiny", "start", sprintf("%.0f", value))
}

function commas(number,    digits) {
    digits = sprintf("%d", number)
    if (length(digits) > 6)
        return substr(digits, 1, length(digits) - 6) "," substr(digits, length(digits) - 5, 3) "," substr(digits, length(digits) - 2)
    return length(digits) > 3 ? substr(digits, 1, length(digits) - 3) "," substr(digits, length(digits) - 2) : digits
}

# ---- the other operations ----

# The columns of the CSV hold libsdn over the other; drawn is the other over libsdn.
function draw_ratios(top, rows,    count, list, i, y, drawn) {
    count = split(charts, list, "|")
    text(0, top, "title", "start", "Other operations, " commas(rows) " rows: time of the others, libsdn = 1")
    text(0, top + 17, "small", "start", "right of the line: slower than libsdn; left of it: faster")
    set_scale(-4, 2)
    for (i = 1; i <= count; i++)
        if (name_count[list[i]] > 0)
            drawn++
    grid(top + 28, top + 28 + drawn * 22, 0)
    for (i = 1; i <= count; i++)
        if (name_count[list[i]] > 0) {
            y = top + 28 + row * 22 + 11
            row++
            text(left - 10, y + 4, "name", "end", operation_name(list[i]))
            draw_dots(list[i], rows, y)
        }
    return draw_hues(top + 28 + drawn * 22 + 34)
}

function operation_name(test,    part) {
    split(test, part, " ")
    return operation[part[1]] (part[2] == "warm" ? "" : part[2] == "fast" ? "" : part[2] == "durable" ? ", flushed" : ", " part[2])
}

function draw_dots(test, rows, y,    i, name, value) {
    for (i = 1; i <= name_count[test]; i++) {
        name = names[test, i]
        value = ratio[test, rows, name]
        if (value <= 0 || !(name in hue))
            continue
        used[name] = 1
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\" class=\"dot\"><title>%s: %.3g times libsdn</title></circle>\n", \
            x_of(1 / value), y, hue[name], name_of(name), 1 / value
    }
}

function draw_hues(y,    i, x) {
    x = 6
    for (i = 1; i <= hue_count; i++) {
        if (!(hue_names[i] in used))
            continue
        printf "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"%s\" class=\"dot\"/>\n", x, y - 4, hue[hue_names[i]]
        text(x + 9, y, "small", "start", name_of(hue_names[i]))
        x += 32 + 6.8 * length(name_of(hue_names[i]))
    }
    return y + 16
}

# ---- the page ----

function open_page(height) {
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-16 -16 %d %d\" width=\"%d\" font-family=\"%s\">\n", \
        width + 32, height + 32, width + 32, "system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif"
    print "<style>"
    print ".page{fill:#ffffff} text{fill:#1f2328} .title{font-size:16px;font-weight:600} .name{font-size:13px}"
    print ".own{font-size:13px;font-weight:700} .small{font-size:12px;fill:#59636e} .tiny{font-size:8.5px;fill:#59636e}"
    print ".grid{stroke:#d1d9e0} .one{stroke:#1a7f37;stroke-width:2} .bar{fill:#6e7781} .ownbar{fill:#1a7f37} .rawbar{fill:#9ec5fe}"
    print ".dot{stroke:#ffffff;stroke-width:1.2}"
    print "@media (prefers-color-scheme: dark){.page{fill:#0d1117} text{fill:#e6edf3} .small,.tiny{fill:#9198a1}"
    print ".grid{stroke:#3d444d} .one{stroke:#3fb950} .bar{fill:#848d97} .ownbar{fill:#3fb950} .rawbar{fill:#31639c}"
    print ".dot{stroke:#0d1117}}"
    print "</style>"
    printf "<rect class=\"page\" x=\"-16\" y=\"-16\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n", width + 32, height + 32
}

function height_of_all(    i, count, list, drawn) {
    count = split(charts, list, "|")
    for (i = 1; i <= count; i++)
        drawn += name_count[list[i]] > 0
    return measured_loaders(list) * (size_count * bar + 7) + drawn * 22 + 28 + 22 + 40 + 28 + 34 + 34
}

END {
    open_page(height_of_all())
    below = draw_load(16)
    draw_ratios(below + 32, sizes[size_count])
    print "</svg>"
}
