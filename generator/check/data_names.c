#include "check/data_names.h"

#include <string.h>

bool sema_is_data_keyword(sdn_str name)
{
    static const char *const keywords[] = {"true", "false", "null", "nil", "table"};
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
        if (sdn_str_equal(name, sdn_str_from(keywords[i])))
            return true;
    return false;
}

const char sema_column_rule[] = "use letters, digits and _ / . - #, a letter or '_' first, and none of the words true, "
                                "false, null, nil and table";

static bool is_column_char(char c, bool first)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_')
        return true;
    return !first && c != '\0' && strchr("0123456789/.-#", c) != NULL;
}

bool sema_is_column_name(sdn_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_column_char(name.ptr[i], i == 0))
            return false;
    return name.len > 0 && !sema_is_data_keyword(name);
}
