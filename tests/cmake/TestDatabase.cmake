# sdnc_add_test_database(name source...)
#
# The objects sdnc_test_NAME of programs whose place is a database of libsdn-NAME (support/place.h, support/database.h): not a
# library, or the linker would take the text file that is in sdnc_test_support.
function(sdnc_add_test_database name)
    add_library(sdnc_test_${name} OBJECT ${ARGN} backends/skipped_cases.c support/database_ddl.c)
    target_include_directories(sdnc_test_${name} PUBLIC ${name} PRIVATE ${PROJECT_SOURCE_DIR}/generator
        ${PROJECT_SOURCE_DIR}/runtime/src)
    target_link_libraries(sdnc_test_${name} PUBLIC sdnc::${name} sdnc_test_support sdnc_core PRIVATE sdnc_warnings)
endfunction()

# sdnc_add_server_test(name ...): as sdnc_add_test, with a PostgreSQL server of its own. Skipped where there is none.
set(sdnc_with_server ${CMAKE_CURRENT_LIST_DIR}/../postgres/with_server.sh)
function(sdnc_add_server_test name)
    set(SDNC_TEST_LAUNCHER ${sdnc_with_server} ${SDNC_TEST_LAUNCHER})
    sdnc_add_test(${name} LABEL server TIMEOUT 300 ${ARGN})
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)
endfunction()

# sdnc_add_cluster_test(kind ...): the same for test_postgres_KIND, with a server of that kind (postgres/with_cluster.sh).
function(sdnc_add_cluster_test kind)
    set(sdnc_with_server ${CMAKE_CURRENT_SOURCE_DIR}/postgres/with_cluster.sh ${kind})
    sdnc_add_server_test(test_postgres_${kind} ${ARGN})
endfunction()
