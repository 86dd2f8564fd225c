# The data reader and the schema compiler under difficult input: fuzzing, hostile files, and campaigns of schemas drawn
# by the thousand. Each campaign is a program or script of its own; ctest runs a small share of it (`ctest -L
# campaign`), larger numbers are given by hand.

# --- fuzz ---

set(fuzz_dir ${CMAKE_CURRENT_SOURCE_DIR}/fuzz)

# sdnc_add_fuzz_target(name SOURCES file... LIBS target... CORPUS path...)
#
# An input that once showed a mistake stays in the corpus, which is given to the target by an ordinary test under any
# compiler. libFuzzer itself runs in a build of its own with clang and its sanitizers (see fuzz.sh); seconds here.
function(sdnc_add_fuzz_target name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS;CORPUS")
    if(SDNC_FUZZER)
        set(executable fuzz_${name})
        add_executable(${executable} ${arg_SOURCES})
        target_link_options(${executable} PRIVATE -fsanitize=fuzzer)
    else()
        set(executable fuzz_replay_${name})
        add_executable(${executable} fuzz/replay.c ${arg_SOURCES})
        add_test(NAME ${executable} COMMAND ${executable} ${arg_CORPUS})
        set_tests_properties(${executable} PROPERTIES LABELS fuzz)
        add_test(NAME fuzz_${name}
            COMMAND ${fuzz_dir}/fuzz.sh ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/fuzz_build ${name})
        set_tests_properties(fuzz_${name} PROPERTIES LABELS "fuzz;campaign" SKIP_RETURN_CODE 77 TIMEOUT 900
            RESOURCE_LOCK fuzz_build)
    endif()
    target_include_directories(${executable} PRIVATE fuzz ${PROJECT_SOURCE_DIR}/runtime/src)
    target_link_libraries(${executable} PRIVATE ${arg_LIBS} sdnc_warnings)
endfunction()

sdnc_add_fuzz_target(reader
    SOURCES fuzz/fuzz_reader.c fuzz/memory_disk.c fuzz/fuzzed_types.c
    LIBS sdnc_test_support
    CORPUS ${fuzz_dir}/corpus_reader)
sdnc_add_fuzz_target(roundtrip
    SOURCES fuzz/fuzz_roundtrip.c fuzz/memory_disk.c fuzz/fuzzed_types.c fuzz/value_maker.c
    LIBS sdnc_test_support
    CORPUS ${fuzz_dir}/corpus_roundtrip)

# The same program with images that stay from save to save: otherwise the address sanitizer has a store loaded again after
# each of them.
if(SDNC_FUZZER)
    sdnc_add_fuzz_target(patched
        SOURCES fuzz/fuzz_roundtrip.c fuzz/memory_disk.c fuzz/fuzzed_types.c fuzz/value_maker.c support/kept_images.c
        LIBS sdnc_test_support
        CORPUS ${fuzz_dir}/corpus_roundtrip)
else()
    add_test(NAME fuzz_patched
        COMMAND ${fuzz_dir}/fuzz.sh ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/fuzz_build patched)
    set_tests_properties(fuzz_patched PROPERTIES LABELS "fuzz;campaign" SKIP_RETURN_CODE 77 TIMEOUT 900
        RESOURCE_LOCK fuzz_build)
endif()

# --- hostile data files ---

sdnc_add_test(test_slow_files LABEL hostile SOURCES hostile/test_slow_files.c TIMEOUT 600)

add_executable(hostile_data hostile/hostile_data.c hostile/hostile_files.c)
target_include_directories(hostile_data PRIVATE hostile ${PROJECT_SOURCE_DIR}/runtime/src)
target_link_libraries(hostile_data PRIVATE sdnc_test_support sdnc_warnings)
add_test(NAME hostile_data COMMAND hostile_data)
set_tests_properties(hostile_data PROPERTIES LABELS "hostile;campaign" TIMEOUT 900 RUN_SERIAL ON) # it measures

if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

# --- the schema compiler: fuzz ---

add_library(sdnc_fuzz STATIC fuzz/ast_meaning.c fuzz/fuzz_format.c fuzz/fuzz_schema.c fuzz/memory_files.c)
target_include_directories(sdnc_fuzz PUBLIC fuzz ${PROJECT_SOURCE_DIR}/runtime/src)
target_link_libraries(sdnc_fuzz PUBLIC sdnc_core PRIVATE sdnc_warnings)

sdnc_add_fuzz_target(schema
    SOURCES fuzz/fuzz_schema.c
    LIBS sdnc_fuzz
    CORPUS ${fuzz_dir}/corpus ${PROJECT_SOURCE_DIR}/schemas ${CMAKE_CURRENT_SOURCE_DIR}/golden/ok
           ${CMAKE_CURRENT_SOURCE_DIR}/golden/error)

sdnc_add_fuzz_target(where
    SOURCES fuzz/fuzz_where.c
    LIBS sdnc_core sdnc_test_support
    CORPUS ${fuzz_dir}/corpus_where)

# --- rows of other formats: fuzz ---

sdnc_add_fuzz_target(rows
    SOURCES fuzz/fuzz_rows.c
    LIBS sdnc_core
    CORPUS ${fuzz_dir}/corpus_rows)

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
sdnc_add_campaign(names SOURCES campaign/names.c campaign/awkward_names.c ARGS ${runtime_headers} 24)
sdnc_add_campaign(schemas
    SOURCES campaign/schemas.c support/model_types.c campaign/driver.c campaign/random_schema.c campaign/awkward_names.c
    ARGS ${runtime_headers} $<TARGET_FILE:sdn> ${CMAKE_CURRENT_SOURCE_DIR}/campaign 120)
target_include_directories(campaign_schemas PRIVATE support)
sdnc_add_campaign(mistakes SOURCES campaign/mistakes.c campaign/mistakes_table.c ARGS $<TARGET_FILE:sdnc> 60)
sdnc_add_campaign(hostile SOURCES campaign/hostile.c)

# --- the formatter's command line; what it must keep to is part of the fuzz target and of the campaign of schemas ---

add_test(NAME format_command
    COMMAND ${fuzz_dir}/format.sh $<TARGET_FILE:sdnc> ${PROJECT_SOURCE_DIR}/schemas)
set_tests_properties(format_command PROPERTIES LABELS "fuzz;integration")
