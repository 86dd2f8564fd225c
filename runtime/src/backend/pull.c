#include "backend/pull.h"

#include "base/alloc.h"

void sdn__pull_release(sdn_pull *pull)
{
    sdn__free(pull->content.bytes);
    pull->content.bytes = NULL;
}
