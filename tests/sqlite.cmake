# Stores in SQLite databases. Where SQLite is missing the tests are skipped by name.
set(sqlite_tests sqlite sqlite_ddl sqlite_processes)
if(NOT TARGET sdn_sqlite OR NOT SDNC_BUILD_GENERATOR)
    foreach(test ${sqlite_tests})
        add_test(NAME test_${test} COMMAND sh -c "echo skipped: libsqlite3-dev is missing; exit 77")
        set_tests_properties(test_${test} PROPERTIES LABELS unit SKIP_RETURN_CODE 77)
    endforeach()
    return()
endif()

# The tables are those that sdnc prints.
sdnc_add_test_database(sqlite sqlite/sqlite_tables.c)
foreach(test ${sqlite_tests})
    sdnc_add_test(test_${test} SOURCES sqlite/test_${test}.c LIBS sdnc_test_sqlite)
endforeach()
target_sources(test_sqlite PRIVATE support/database_scenes.c)
target_sources(test_sqlite_processes PRIVATE support/database_processes.c)

foreach(schema feature task todo)
    target_sources(test_sqlite_ddl PRIVATE ${PROJECT_SOURCE_DIR}/generated/${schema}.c)
endforeach()
target_include_directories(test_sqlite_ddl PRIVATE ${PROJECT_SOURCE_DIR}/generated)
target_compile_definitions(test_sqlite_ddl PRIVATE
    SDNC_DDL="${CMAKE_CURRENT_SOURCE_DIR}/golden/ddl" SDNC_DATA="${CMAKE_CURRENT_SOURCE_DIR}/data")

# What one update costs beside plain SQLite; run by hand.
add_executable(bench_sqlite_update sqlite/bench_update.c)
target_link_libraries(bench_sqlite_update PRIVATE sdnc_test_sqlite sdnc_warnings)

# Its names for the linker, and both libraries as shared ones.
if(TARGET sdn_sqlite_shared AND NOT SDNC_SANITIZER)
    sdnc_add_check(sqlite_symbols COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/support/backend_symbols.sh sqlite $<TARGET_FILE:sdn_sqlite>
        $<TARGET_FILE:sdn_sqlite_shared>)
    add_executable(with_shared_sqlite sqlite/with_shared_libraries.c ${PROJECT_SOURCE_DIR}/generated/todo.c)
    target_include_directories(with_shared_sqlite PRIVATE ${PROJECT_SOURCE_DIR}/generated)
    target_link_libraries(with_shared_sqlite PRIVATE sdn_sqlite_shared sdnc_warnings)
    sdnc_add_check(with_shared_sqlite COMMAND with_shared_sqlite)
endif()
