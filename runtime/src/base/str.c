#include <sdn/str.h>

int sdn_str_compare(sdn_str a, sdn_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common > 0 ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool sdn_str_list_equal(sdn_str_list a, sdn_str_list b)
{
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++)
        if (!sdn_str_equal(a.items[i], b.items[i]))
            return false;
    return true;
}

size_t sdn_str_list_find(sdn_str_list list, sdn_str text)
{
    size_t i = 0;
    while (i < list.count && !sdn_str_equal(list.items[i], text))
        i++;
    return i;
}
