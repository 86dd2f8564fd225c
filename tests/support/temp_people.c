#include "test.h"

#include "temp_people.h"

sdn_value key_of(const char *id)
{
    return (sdn_value){.text = sdn_str_from(id)};
}

const person *get_person(const sdn_store *store, const char *id)
{
    sdn_value key = key_of(id);
    return sdn_store_get(store, &key);
}

person *edit_person(sdn_store *store, const char *id)
{
    sdn_error err = {0};
    sdn_value key = key_of(id);
    person *found = sdn_store_edit(store, &key, &err);
    if (found == NULL)
        fail_msg("%s", err.message);
    return found;
}

person *insert_person(sdn_store *store, const person *values)
{
    sdn_error err = {0};
    person *made = sdn_store_insert(store, values, &err);
    if (made == NULL)
        fail_msg("%s", err.message);
    return made;
}
