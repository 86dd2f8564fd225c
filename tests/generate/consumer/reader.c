#include "note.h"
#include "task-list.h"

#include <stdio.h>

int main(void)
{
    note n;
    task t;
    note_init(&n);
    task_init(&t);
    printf("%s %u\n", n.text.ptr, (unsigned)t.id);
    return 0;
}
