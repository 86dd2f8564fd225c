# The summary as CSV, into the file `csv`. Uses rounds.awk.

function write_csv(    i, j, k) {
    print "operation,mode,rows,contestant,rounds,ns_per_unit,least_ns,apart_ns,ratio,least_ratio,memory_kb" >csv
    for (i = 1; i <= test_count; i++)
        for (j = 1; j <= size_count[tests[i]]; j++)
            for (k = 1; k <= name_count[tests[i]]; k++)
                write_line(tests[i], sizes[tests[i], j], names[tests[i], k])
}

function write_line(test, rows, name,    part) {
    if (!measured(test, rows, name))
        return
    split(test, part, " ")
    printf "%s,%s,%d,%s,%d,%.1f,%.1f,%.1f,%s,%s,%.0f\n", part[1], part[2], rows, name, rounds[test, rows, name], \
        median_of("main", test, rows, name), over_rounds("least", "main", test, rows, name), \
        part_value(test, rows, name), ratio_text(reference_ratio("median", test, rows, name)), \
        ratio_text(reference_ratio("least", test, rows, name)), \
        median_of("memory", test, rows, name) >csv
}

function ratio_text(ratio) {
    return ratio < 0 ? "" : sprintf("%.4g", ratio)
}
