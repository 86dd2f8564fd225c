/* Opening the file todo_db.sdn, for the tests of generated stores. Any failure ends the test. */
#ifndef SDNC_INTEGRATION_TODOS_H
#define SDNC_INTEGRATION_TODOS_H

#include "todo.h"

todo_store *open_todos_with(const sdn_options *options);
todo_store *open_todos(void);

#endif
