# Databases: what sdnc prints for them, in real ones. A PostgreSQL server is one of the test's own, see server/postgres.sh.

if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

foreach(database sqlite postgresql)
    add_test(NAME ddl_${database}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/server/test_ddl_${database}.sh $<TARGET_FILE:sdnc>)
    set_tests_properties(ddl_${database} PROPERTIES LABELS server SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()
