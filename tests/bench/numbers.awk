# Functions on lists of numbers, and on how people read them. A list is values[1] to values[count].

function sort_numbers(values, count,    i, j, held) {
    for (i = 2; i <= count; i++) {
        held = values[i]
        for (j = i - 1; j >= 1 && values[j] > held; j--)
            values[j + 1] = values[j]
        values[j + 1] = held
    }
}

# The value below which `part` of a sorted list lies, between two where it falls between them.
function quantile(values, count, part,    place, low) {
    place = 1 + (count - 1) * part
    low = int(place)
    return low >= count ? values[count] : values[low] + (place - low) * (values[low + 1] - values[low])
}

function median(values, count) {
    sort_numbers(values, count)
    return quantile(values, count, 0.5)
}

function minimum(values, count,    i, least) {
    least = values[1]
    for (i = 2; i <= count; i++)
        if (values[i] < least)
            least = values[i]
    return least
}

# Three digits that count.
function short(number) {
    return sprintf(number >= 100 ? "%.0f" : number >= 10 ? "%.1f" : number >= 0.1 ? "%.2f" : "%.2g", number)
}

function time_text(ns) {
    return ns < 1000 ? short(ns) " ns" : ns < 1e6 ? short(ns / 1e3) " us" : ns < 1e9 ? short(ns / 1e6) " ms" : short(ns / 1e9) " s"
}

function count_text(number,    text) {
    text = sprintf("%d", number)
    while (match(text, /[0-9][0-9][0-9][0-9]+(,|$)/))
        text = with_comma(text)
    return text
}

function with_comma(text,    head, tail, comma) {
    comma = index(text, ",")
    head = comma > 0 ? substr(text, 1, comma - 1) : text
    tail = comma > 0 ? substr(text, comma) : ""
    return substr(head, 1, length(head) - 3) "," substr(head, length(head) - 2) tail
}
