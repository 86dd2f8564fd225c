# What the schema compiler must bear: fuzzing, and campaigns of schemas drawn by the thousand. Each campaign is a program
# or script of its own; ctest runs a small share of it (`ctest -L campaign`), larger numbers are given by hand.
if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

# --- fuzz ---

set(fuzz_dir ${CMAKE_CURRENT_SOURCE_DIR}/fuzz)
add_library(sdnc_fuzz STATIC fuzz/ast_meaning.c fuzz/fuzz_format.c fuzz/fuzz_schema.c fuzz/memory_files.c)
target_include_directories(sdnc_fuzz PUBLIC fuzz ${PROJECT_SOURCE_DIR}/runtime/src)
target_link_libraries(sdnc_fuzz PUBLIC sdnc_core PRIVATE sdnc_warnings)

add_executable(fuzz_replay fuzz/replay.c)
target_link_libraries(fuzz_replay PRIVATE sdnc_fuzz sdnc_warnings)
add_test(NAME fuzz_replay
    COMMAND fuzz_replay ${fuzz_dir}/corpus ${PROJECT_SOURCE_DIR}/schemas ${CMAKE_CURRENT_SOURCE_DIR}/golden/ok
            ${CMAKE_CURRENT_SOURCE_DIR}/golden/error)

# libFuzzer itself, in a build of its own with clang and its sanitizers (see fuzz.sh); seconds here.
if(SDNC_FUZZER)
    add_executable(fuzz_schema fuzz/fuzz_schema.c)
    target_link_libraries(fuzz_schema PRIVATE sdnc_fuzz sdnc_warnings)
    target_link_options(fuzz_schema PRIVATE -fsanitize=fuzzer)
else()
    add_test(NAME fuzz_schema
        COMMAND ${fuzz_dir}/fuzz.sh ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/fuzz_build)
    set_tests_properties(fuzz_schema PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 900)
endif()

# --- campaigns ---

add_library(sdnc_campaign STATIC campaign/compile_memory.c campaign/compilers.c campaign/random.c)
target_include_directories(sdnc_campaign PUBLIC campaign)
target_link_libraries(sdnc_campaign PUBLIC sdnc_fuzz PRIVATE sdnc_warnings)

# sdnc_add_campaign(name SOURCES file... [ARGS arg...]): a program, and its small run as a test.
function(sdnc_add_campaign name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;ARGS")
    add_executable(campaign_${name} ${arg_SOURCES})
    target_link_libraries(campaign_${name} PRIVATE sdnc_campaign sdnc_warnings)
    add_test(NAME campaign_${name} COMMAND campaign_${name} ${arg_ARGS})
    set_tests_properties(campaign_${name} PROPERTIES LABELS campaign TIMEOUT 600)
endfunction()

set(runtime_headers ${PROJECT_SOURCE_DIR}/runtime/include)
sdnc_add_campaign(names SOURCES campaign/names.c campaign/names_words.c ARGS ${runtime_headers})
sdnc_add_campaign(schemas
    SOURCES campaign/schemas.c campaign/driver.c campaign/random_schema.c campaign/names_words.c
    ARGS ${runtime_headers} $<TARGET_FILE:sdn> ${CMAKE_CURRENT_SOURCE_DIR}/campaign)
sdnc_add_campaign(mistakes SOURCES campaign/mistakes.c campaign/mistakes_table.c ARGS $<TARGET_FILE:sdnc>)
sdnc_add_campaign(hostile SOURCES campaign/hostile.c)

# --- the formatter's command line; what it must keep to is part of the fuzz target and of the campaign of schemas ---

add_test(NAME format_command
    COMMAND ${fuzz_dir}/format.sh $<TARGET_FILE:sdnc> ${PROJECT_SOURCE_DIR}/schemas)
set_tests_properties(format_command PROPERTIES LABELS integration)
