#include "changes/reference.h"

#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

bool reference_can_be_cleared(const sdn_record_type *type, uint32_t field)
{
    const sdn_field *described = &type->fields[field];
    bool may_be_absent = (described->flags & SDN_FIELD_OPTIONAL) != 0;
    bool may_be_empty = (described->flags & SDN_FIELD_LIST) != 0 && (described->flags & SDN_FIELD_NONEMPTY) == 0;
    return described->references != NULL && (may_be_absent || may_be_empty) && type->key.field_count > 0 &&
           !sdn__key_has(type, field);
}

void reference_clear(const sdn_record_type *type, uint32_t field, void *record)
{
    const sdn_field *described = &type->fields[field];
    if ((described->flags & SDN_FIELD_LIST) != 0)
        sdn__list_set((char *)record + described->offset, NULL, 0);
    if ((described->flags & SDN_FIELD_OPTIONAL) != 0)
        sdn__record_make_absent(type, record, described);
}
