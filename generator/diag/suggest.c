/* The optimal string alignment distance, which counts a swap of neighbours as one mistake: the usual table of
 * Levenshtein's distance, of which three rows are kept. Words are short, and the budget limits how many are
 * compared. */
#include "diag/suggest.h"

enum { WORD_MAX = 48 };

/* A third of the letters may be wrong; of a short word one. */
static size_t allowed_distance(size_t len)
{
    return len < 6 ? 1 : len / 3;
}

suggestion suggest_for(sdn_str word, size_t *budget)
{
    return (suggestion){word, SDN_STR(""), allowed_distance(word.len) + 1, budget};
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters must be added, removed, replaced or swapped with a neighbour to get from one word to the other.
 * Case does not count. */
static size_t distance(sdn_str a, sdn_str b)
{
    size_t rows[3][WORD_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t same = lower(a.ptr[i - 1]) == lower(b.ptr[j - 1]);
            now[j] = least(last[j - 1] + !same, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && lower(a.ptr[i - 1]) == lower(b.ptr[j - 2]) &&
                lower(a.ptr[i - 2]) == lower(b.ptr[j - 1]))
                now[j] = least(now[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = last;
        last = now;
        now = oldest;
    }
    return last[b.len];
}

void suggest_offer(suggestion *search, sdn_str candidate)
{
    size_t a = search->word.len, b = candidate.len;
    size_t difference = a > b ? a - b : b - a;
    if (a > WORD_MAX || b > WORD_MAX || a == 0 || b == 0 || difference >= search->distance || *search->budget == 0)
        return;
    --*search->budget;
    size_t found = distance(search->word, candidate);
    if (found < search->distance && found < least(a, b)) {
        search->distance = found;
        search->best = candidate;
    }
}
