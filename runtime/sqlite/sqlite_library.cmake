# What libsdn-sqlite needs: sdn_library, which is a target if it is there.
set(sdn_library SQLite::SQLite3)
set(sdn_library_name "SQLite 3.38 (Debian: libsqlite3-dev)")
find_package(SQLite3 3.38 QUIET)
