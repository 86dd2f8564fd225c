# The summary as CSV, into the file `csv`. Uses rounds.awk.

function write_csv(    i, j, k, test, rows, name) {
    print "operation,mode,rows,contestant,rounds,ns_per_unit,apart_ns,ratio,ratio_low,ratio_high,memory_kb" >csv
    for (i = 1; i <= test_count; i++)
        for (j = 1; j <= size_count[tests[i]]; j++)
            for (k = 1; k <= name_count[tests[i]]; k++)
                write_line(tests[i], sizes[tests[i], j], names[tests[i], k])
}

function write_line(test, rows, name,    count, part) {
    if (!measured(test, rows, name))
        return
    count = ratio_count(test, rows, name)
    split(test, part, " ")
    printf "%s,%s,%d,%s,%d,%.1f,%.1f", part[1], part[2], rows, name, rounds[test, rows, name], \
        median_of("main", test, rows, name), part_value(test, rows, name) >csv
    if (count > 0)
        printf ",%.4g,%.4g,%.4g", quantile(ratios, count, 0.5), quantile(ratios, count, 0.25), \
            quantile(ratios, count, 0.75) >csv
    else
        printf ",,," >csv
    printf ",%.0f\n", median_of("memory", test, rows, name) >csv
}
