/* Words with a meaning after a keyword, such as `clear` after `on delete`: finding one, and helping with others. */
#include "check/sema_private.h"

#include "diag/suggest.h"

size_t sema_find_word(const sema_words *known, sdn_str word)
{
    size_t i = 0;
    while (known->words[i] != NULL && !sdn_str_equal(word, sdn_str_from(known->words[i])))
        i++;
    return i;
}

void sema_help_word(sema *s, diag *d, const sema_words *known, sdn_str word)
{
    suggestion search = suggest_for(word, &s->diags->suggestions_left);
    for (const sema_other_word *other = known->others; other->word != NULL; other++)
        if (sdn_str_equal(word, sdn_str_from(other->word))) {
            diag_help(s->diags, d, "%s", other->help);
            return;
        }
    for (size_t i = 0; known->words[i] != NULL; i++)
        suggest_offer(&search, sdn_str_from(known->words[i]));
    if (search.best.len > 0)
        diag_help(s->diags, d, "did you mean '%.*s'?", DIAG_STR(search.best));
    else
        diag_help(s->diags, d, "%s", known->otherwise);
}
