/* Enums: the word of a value, and the value of a word. See enum_words.h for the fast way to find short words. */
#include <sdn/record.h>

#include <string.h>

/* Enum words are short, and those of one length mostly differ in their last letter: comparing from the end is faster
 * than calling memcmp. */
static inline bool is_same_word(sdn_str word, sdn_str text)
{
    if (word.len != text.len)
        return false;
    for (size_t i = text.len; i-- > 0;)
        if (word.ptr[i] != text.ptr[i])
            return false;
    return true;
}

const char *sdn_enum_name(const sdn_enum_type *type, uint32_t number)
{
    return number < type->count ? type->names[number].ptr : "";
}

uint32_t sdn_enum_find(const sdn_enum_type *type, sdn_str text)
{
    const sdn_str *words = type->names;
    uint32_t count = type->count, i = 0;
    while (i < count && !is_same_word(words[i], text))
        i++;
    return i;
}
