# awk -f numbers.awk -f rounds.awk -f summary.awk -f targets.awk -f report.awk -v largest=ROWS -v csv=FILE
#     -v table=FILE targets.txt rounds.csv
#
# Prints a table per operation and the targets, writes the summary, and the targets as Markdown, and exits 1 if
# contestants of a round have different checksums.

BEGIN {
    title["save fast"] = "SAVE all: typed rows in memory to a fresh file, not flushed; per row"
    title["save durable"] = "SAVE all, flushed to disk; per row"
    title["load warm"] = "LOAD: the file to typed records, every field of each summed; per row"
    title["load small-pages"] = "LOAD without huge pages; per row"
    title["load cold"] = "LOAD from disk (page cache dropped as far as permitted); per row"
    title["load rested"] = "LOAD after four seconds of rest, when the system has no memory at hand; per row"
    title["iterate warm"] = "ITERATE: every field of what is loaded or open, summed; per row"
    title["lookup warm"] = "LOOKUP: random text keys; per look-up"
    title["numbers-save fast"] = "Another table, whose key is a number: insert all and save; per row"
    title["numbers-lookup warm"] = "LOOKUP: random numbers as keys; per look-up"
    title["commit fresh"] = "COMMIT of one edit without the write, system calls left out"
    title["commit later"] = "COMMIT of one edit without the write, system calls left out, after 1,000 others"
    title["by-status warm"] = "BY-INDEX: the 12 % with one status, repeated use; per query"
    title["by-place warm"] = "BY-INDEX: those of a file and line, repeated use; per query"
    title["update fast"] = "UPDATE-ONE in one process, not flushed"
    title["update durable"] = "UPDATE-ONE in one process, flushed"
    title["merge fast"] = "MERGE-SAVE: save after another has saved, not flushed"
    title["merge durable"] = "MERGE-SAVE, flushed"
    title["append fast"] = "APPEND-ONE in one process, not flushed"
    title["append durable"] = "APPEND-ONE in one process, flushed"
    title["whole-get warm"] = "OPEN-GET-CLOSE as a process"
    title["whole-update fast"] = "UPDATE-ONE as a process, not flushed"
    title["whole-update durable"] = "UPDATE-ONE as a process, flushed"
    title["whole-update once"] = "UPDATE-ONE as a process, once: recset compares all keys"
    split("disk memory", systems, " ")
    for (s in systems) {
        where = systems[s] == "disk" ? "on disk" : "on tmpfs"
        title["saves " systems[s] "-tight-fast"] = "Plain and atomic saves " where ", one after the other; per save"
        title["saves " systems[s] "-tight-durable"] = "Plain and atomic saves " where ", one after the other, flushed; per save"
        title["saves " systems[s] "-pause-fast"] = "Plain and atomic saves " where ", 20 ms between; per save"
        title["saves " systems[s] "-pause-durable"] = "Plain and atomic saves " where ", 20 ms between, flushed; per save"
    }
}

# ---- tables ----

function reference(test) {
    return test ~ /^saves/ ? "plain" : "sdn"
}

# Of a plain save the others are multiples; of libsdn the others are what it is a part of.
function reference_ratio(how, test, rows, name) {
    return test ~ /^saves/ ? ratio_of(how, "main", test, rows, name, "plain") : ratio_of(how, "main", test, rows, "sdn", name)
}

function cell(test, rows, name,    text, kb, ratio) {
    if (!measured(test, rows, name))
        return sprintf("%-42s", "-")
    text = sprintf("%-9s%-9s", time_text(median_of("main", test, rows, name)),
                   time_text(over_rounds("least", "main", test, rows, name)))
    ratio = reference_ratio("median", test, rows, name)
    text = text sprintf("%-10s", name == reference(test) || ratio < 0 ? "" : "x" short(ratio))
    kb = median_of("memory", test, rows, name)
    return sprintf("%-42s", text (kb >= 512 ? short(kb / 1024) " MB" : ""))
}

function print_test(test,    i, j, line) {
    print ""
    print title[test] != "" ? title[test] : test
    line = sprintf("  %-14s", "")
    for (j = 1; j <= size_count[test]; j++)
        line = line sprintf("%-42s", count_text(sizes[test, j]) " rows")
    print trimmed(line)
    for (i = 1; i <= name_count[test]; i++) {
        line = sprintf("  %-14s", names[test, i])
        for (j = 1; j <= size_count[test]; j++)
            line = line cell(test, sizes[test, j], names[test, i])
        print trimmed(line)
    }
    print_parts(test)
}

function trimmed(line) {
    sub(/ +$/, "", line)
    return line
}

# What is reported apart: the lap of those who have one.
function print_parts(test,    i, j, line, some, value) {
    if (test !~ /^(load warm|save |by-|commit)/)
        return
    print "  apart: " (test ~ /^load/ ? "until rows can be read" : test ~ /^by-/ ? "the first use" : \
                       test ~ /^commit/ ? "with all system calls but the writes" : "before the bytes are written")
    for (i = 1; i <= name_count[test]; i++) {
        line = sprintf("  %-14s", names[test, i])
        some = 0
        for (j = 1; j <= size_count[test]; j++) {
            value = part_value(test, sizes[test, j], names[test, i])
            some = some || value > 0
            line = line sprintf("%-42s", value > 0 ? time_text(value) : "-")
        }
        if (some)
            print trimmed(line)
    }
}

function part_value(test, rows, name) {
    return median_of(test ~ /^by-/ ? "use" : "first", test, rows, name)
}

END {
    print "Each cell: the median time; the shortest; x, what libsdn took of that (the ratio of medians; for saves: how many"
    print "plain ones); the most memory beyond what the process had before, from 0.5 MB on."
    for (i = 1; i <= test_count; i++)
        if (tests[i] !~ /^load (updated|changed|appended)$/)
            print_test(tests[i])
    show_targets()
    printf "\n%d met, %d missed; %d checksums compared, %d disagree\n", met, missed, checks, disagreed
    write_csv()
    exit disagreed > 0
}
