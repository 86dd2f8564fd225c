#include "bug.h"

#include <cstdio>
#include <string>

// No generated source may be compiled together with this.
#define bug_defaults 1
#define severity_names 1

int main()
{
    bug values;
    bug_init(&values);
    bug_store *bugs = bug_store_open("no.sdn", nullptr, nullptr);
    bug *added = bug_store_insert(bugs, &values, nullptr);
    std::string name = severity_name(added->severity);
    std::printf("twin %s %u\n", name.c_str(), unsigned(added->id));
    bug_store_close(bugs);
    return 0;
}
