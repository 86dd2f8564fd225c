# Stores in PostgreSQL databases, each test with a server of its own. Where libpq or a server is missing the tests are
# skipped by name.
set(postgres_tests postgres postgres_changes postgres_cut postgres_memory postgres_processes postgres_refused)
if(NOT TARGET sdn_postgres OR NOT SDNC_BUILD_GENERATOR)
    foreach(test ${postgres_tests} postgres_disk postgres_standby postgres_tls)
        add_test(NAME test_${test} COMMAND sh -c "echo skipped: libpq-dev is missing; exit 77")
        set_tests_properties(test_${test} PROPERTIES LABELS server SKIP_RETURN_CODE 77)
    endforeach()
    return()
endif()

# The tables are those that sdnc prints.
sdnc_add_test_database(postgres postgres/postgres_tables.c)

foreach(test ${postgres_tests})
    sdnc_add_server_test(test_${test} SOURCES postgres/test_${test}.c LIBS sdnc_test_postgres)
endforeach()
target_sources(test_postgres PRIVATE support/database_scenes.c)
target_sources(test_postgres_cut PRIVATE postgres/cutting_proxy.c)
target_sources(test_postgres_processes PRIVATE support/database_processes.c)
foreach(function malloc calloc realloc PQconnectStartParams PQconninfoParse PQconninfo PQsendQuery PQgetCopyData PQgetCancel)
    target_link_options(test_postgres_memory PRIVATE -Wl,--wrap=${function})
endforeach()

# With servers that are not the usual one.
foreach(kind disk standby tls)
    sdnc_add_cluster_test(${kind} SOURCES postgres/test_postgres_${kind}.c LIBS sdnc_test_postgres)
endforeach()

# What updates, loads and commits cost beside plain libpq; run by hand, by with_server.sh.
add_executable(bench_postgres postgres/bench_postgres.c)
target_link_libraries(bench_postgres PRIVATE sdnc_test_postgres sdnc_warnings)

# Its names for the linker, and both libraries as shared ones.
if(TARGET sdn_postgres_shared AND NOT SDNC_SANITIZER)
    sdnc_add_check(postgres_symbols COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/support/backend_symbols.sh postgres $<TARGET_FILE:sdn_postgres>
        $<TARGET_FILE:sdn_postgres_shared>)
    add_executable(with_shared_postgres postgres/with_shared_libraries.c ${PROJECT_SOURCE_DIR}/generated/todo.c)
    target_include_directories(with_shared_postgres PRIVATE ${PROJECT_SOURCE_DIR}/generated)
    target_link_libraries(with_shared_postgres PRIVATE sdn_postgres_shared sdnc_warnings)
    sdnc_add_check(with_shared_postgres COMMAND with_shared_postgres)
endif()
