# Databases: what sdnc prints for them, in real ones. A PostgreSQL server is one of the test's own, see server/postgres.sh.

if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

add_executable(random_schemas server/random_schemas.c campaign/random_schema.c campaign/awkward_names.c)
target_link_libraries(random_schemas PRIVATE sdnc_campaign sdnc_warnings)

foreach(database sqlite postgresql)
    add_test(NAME ddl_${database}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/server/test_ddl_${database}.sh $<TARGET_FILE:sdnc>
                $<TARGET_FILE:random_schemas>)
    set_tests_properties(ddl_${database} PROPERTIES LABELS server SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()
