# Unit tests: a folder for each folder of runtime/src and generator/, a program for each source file or idea in it.

# sdnc_add_unit_tests(FOLDER name... [LIBS target...]): unit/FOLDER/test_NAME.c each. Those of folders of the generator have
# the label `generator`, too.
function(sdnc_add_unit_tests folder)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBS")
    foreach(name ${arg_UNPARSED_ARGUMENTS})
        sdnc_add_test(test_${name} SOURCES unit/${folder}/test_${name}.c LIBS ${arg_LIBS})
        if(IS_DIRECTORY ${PROJECT_SOURCE_DIR}/generator/${folder})
            set_property(TEST test_${name} APPEND PROPERTY LABELS generator)
        endif()
    endforeach()
endfunction()

# --- the runtime, from the lowest layer up ---

sdnc_add_unit_tests(os crew_share sys)
sdnc_add_unit_tests(base alloc arena buffer crc32 decimal error number pages real str version)
target_compile_definitions(test_version PRIVATE SDNC_PROJECT_VERSION="${PROJECT_VERSION}")
sdnc_add_unit_tests(file atomic_file file_attributes lock lock_name lock_owner lock_text lock_wait open_descriptors path
    snapshot sweep temp_name)
sdnc_add_unit_tests(text checksum delimiters document document_conflict document_reader document_statement pieces scan
    scan_wide smooth_rows utf8)
sdnc_add_unit_tests(record clock enum enum_words field_text record record_print row row_read row_write scalar time
    value)
sdnc_add_unit_tests(index hash_sort index_sort index_walk key_map key_order ordered_index slots)
sdnc_add_unit_tests(table changes dump image presence problem_places rules table_check table_header table_load
    table_parts table_unread)
sdnc_add_unit_tests(encode row_cache row_columns row_compose row_encode row_format row_readback value_refusal)
sdnc_add_unit_tests(edit edit edit_field insert random_key rename rollback)
sdnc_add_unit_tests(save image_patch kept_pieces layout placement save save_headers save_readback)
sdnc_add_unit_tests(backend backend_same backends pull unknown)
sdnc_add_unit_tests(store call_counts concurrent_open conflict cursor file file_bytes file_load file_save last_moment
    loaded merge merge_log other_columns other_programs plan_phases store store_memory transaction walk)

# Seconds here, longer by hand with a larger number (see the top of each file).
sdnc_add_unit_tests(store merge_model store_model)

# The same numbers in any floating-point state, and with the runtime's code for them compiled in several ways. That code is
# linked instead of the library's, so not in a unity build, where the library has it in one file with other code.
set(number_code ${PROJECT_SOURCE_DIR}/runtime/src/base/real.c ${PROJECT_SOURCE_DIR}/runtime/src/record/scalar.c)
set(number_builds as_usual)
get_target_property(library_in_unity sdn UNITY_BUILD)
if(NOT library_in_unity)
    list(APPEND number_builds frounding-math ffast-math)
endif()
foreach(build ${number_builds})
    sdnc_add_test(test_real_state_${build} SOURCES unit/base/test_real_state.c LIBS m)
    if(NOT build STREQUAL as_usual)
        add_library(real_code_${build} OBJECT ${number_code})
        target_include_directories(real_code_${build} PRIVATE ${PROJECT_SOURCE_DIR}/runtime/src)
        target_include_directories(real_code_${build} SYSTEM PRIVATE ${PROJECT_BINARY_DIR}/runtime/xxhash)
        target_compile_options(real_code_${build} PRIVATE -${build})
        target_link_libraries(real_code_${build} PRIVATE sdnc::runtime)
        target_sources(test_real_state_${build} PRIVATE $<TARGET_OBJECTS:real_code_${build}>)
    endif()
endforeach()

# Where records are made again after each save, the models try what is kept from save to save as well.
if(SDNC_SANITIZER MATCHES address AND NOT library_in_unity)
    foreach(model merge_model store_model)
        sdnc_add_test(test_${model}_kept SOURCES unit/store/test_${model}.c support/kept_images.c)
    endforeach()
endif()

# What the code in golden/ok does when it runs.
sdnc_add_test(test_generated_records
    SOURCES unit/emit/test_generated_records.c golden/ok/defaults.c golden/ok/importing.c golden/ok/keys.c
            golden/ok/shared.c golden/ok/types.c)
sdnc_add_test(test_generated_stores
    SOURCES unit/emit/test_generated_stores.c golden/ok/extremes.c golden/ok/keys.c golden/ok/list_rules.c
            golden/ok/lists.c golden/ok/rules.c golden/ok/targets.c golden/ok/types.c)
sdnc_add_test(test_generated_walks SOURCES unit/emit/test_generated_walks.c golden/ok/types.c golden/ok/walks.c)
sdnc_add_test(test_on_delete SOURCES unit/edit/test_on_delete.c golden/ok/on_delete.c)
sdnc_add_test(test_merge_on_delete SOURCES unit/store/test_merge_on_delete.c golden/ok/on_delete.c)
sdnc_add_test(test_merge_policy SOURCES unit/store/test_merge_policy.c golden/ok/merging.c)
sdnc_add_test(test_on_delete_model SOURCES unit/store/test_on_delete_model.c golden/ok/on_delete.c)
foreach(test test_generated_records test_generated_stores test_generated_walks test_on_delete test_merge_on_delete
        test_merge_policy test_on_delete_model)
    target_include_directories(${test} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/golden/ok)
endforeach()

# One case of a test by name, a list of all, and that a misspelled name is a failure.
add_test(NAME one_case COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/support/one_case.sh $<TARGET_FILE:test_error>)
set_tests_properties(one_case PROPERTIES LABELS unit)

# The code that depends on the processor, on others, where compilers for them and qemu are installed. portability_s390x
# has that for the big-endian one.
add_test(NAME other_processors COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cross/cross.sh ${PROJECT_SOURCE_DIR}
    ${CMAKE_CURRENT_BINARY_DIR}/cross aarch64)
set_tests_properties(other_processors PROPERTIES LABELS "cross;campaign" SKIP_RETURN_CODE 77 TIMEOUT 300)

# The library built in other ways: a short form of what `cross/portability.sh full` does. They make builds of their own, with
# compilers of their own, so once is enough.
if(NOT SDNC_SANITIZER AND NOT SDNC_TEST_LAUNCHER AND NOT CMAKE_CROSSCOMPILING AND NOT SDNC_CMOCKA_STAND_IN)
    foreach(variant posix musl m32 s390x standards)
        add_test(NAME portability_${variant} COMMAND ${CMAKE_COMMAND} -E env SDNC_TEST_JOBS=1
            ${CMAKE_CURRENT_SOURCE_DIR}/cross/portability.sh quick ${CMAKE_CURRENT_BINARY_DIR}/portability ${variant})
        set_tests_properties(portability_${variant} PROPERTIES LABELS portability SKIP_RETURN_CODE 77 TIMEOUT 300)
    endforeach()
endif()

# --- the generator ---

if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

add_library(sdnc_test_compile_text STATIC support/compile_text.c support/rendered_diags.c)
target_link_libraries(sdnc_test_compile_text PUBLIC sdnc_test_support sdnc_core PRIVATE sdnc_warnings)

sdnc_add_unit_tests(diag diag diag_github diag_json diag_render source suggest text LIBS sdnc_test_compile_text)
sdnc_add_unit_tests(cli terminal LIBS sdnc_core)
sdnc_add_unit_tests(syntax load parse_recover schema_lexer schema_parser LIBS sdnc_test_compile_text)
sdnc_add_unit_tests(names cname cname_reserved cname_scope cname_walk name_table reserved_words LIBS sdnc_core)
sdnc_add_unit_tests(check literal sema sema_attribute sema_names sema_prefix sema_record sema_value LIBS sdnc_test_compile_text)
sdnc_add_unit_tests(emit cnumber cprinter ctext ctype emit LIBS sdnc_core)
sdnc_add_unit_tests(sql schema_hash sql_text LIBS sdnc_test_compile_text)
sdnc_add_unit_tests(commands ddl format_layout format_pieces generate unified_diff LIBS sdnc_test_compile_text)

sdnc_add_unit_tests(repo directory git process LIBS sdnc_core)
sdnc_add_unit_tests(data data_file data_place record_diff LIBS sdnc_core)
sdnc_add_unit_tests(arrange arrange LIBS sdnc_core)
sdnc_add_unit_tests(copy copy_records LIBS sdnc_core)

# Record types made at run time are those of generated code.
add_library(sdnc_test_model_types STATIC support/model_types.c)
target_link_libraries(sdnc_test_model_types PUBLIC sdnc_test_support sdnc_core PRIVATE sdnc_warnings)
foreach(schema clashes columns defaults docs extremes importing keys list_rules lists long_names merging on_delete prefixed rules
        shared targets types words)
    list(APPEND golden_code golden/ok/${schema}.c)
endforeach()
foreach(schema feature task todo)
    list(APPEND golden_code ${PROJECT_SOURCE_DIR}/generated/${schema}.c)
endforeach()
sdnc_add_test(test_dynamic_type SOURCES unit/data/test_dynamic_type.c ${golden_code}
    LIBS sdnc_test_model_types sdnc_test_compile_text)
sdnc_add_test(test_dynamic_type_walks SOURCES unit/data/test_dynamic_type.c golden/ok/walks.c
    LIBS sdnc_test_model_types sdnc_test_compile_text)
target_compile_definitions(test_dynamic_type_walks PRIVATE WALKS)
target_compile_definitions(test_dynamic_type PRIVATE text_copy=copy_of_text) # of defaults.c, a name of sdnc too
foreach(test test_dynamic_type test_dynamic_type_walks)
    target_include_directories(${test}
        PRIVATE campaign ${CMAKE_CURRENT_SOURCE_DIR}/golden/ok ${PROJECT_SOURCE_DIR}/generated)
    target_compile_definitions(${test} PRIVATE GOLDEN_OK="${CMAKE_CURRENT_SOURCE_DIR}/golden/ok"
        SCHEMAS="${PROJECT_SOURCE_DIR}/schemas")
endforeach()

# A store of such a type against the model.
sdnc_add_test(test_store_model_dynamic SOURCES unit/store/test_store_model.c support/dynamic_notes.c
    LIBS sdnc_test_model_types sdnc_test_compile_text)
target_compile_definitions(test_store_model_dynamic PRIVATE DYNAMIC_NOTES)

sdnc_add_unit_tests(query field_name query_memory where where_lexer where_mistakes where_model LIBS sdnc_test_compile_text)
sdnc_add_unit_tests(rows record_order LIBS sdnc_test_compile_text)
foreach(test test_field_name test_query_memory test_record_order test_where test_where_mistakes)
    target_sources(${test} PRIVATE ${PROJECT_SOURCE_DIR}/generated/todo.c)
    target_include_directories(${test} PRIVATE ${PROJECT_SOURCE_DIR}/generated)
endforeach()
sdnc_add_unit_tests(formats input_reader table_writer LIBS sdnc_core)
sdnc_add_unit_tests(git git_conflict resolve_faults setup_attributes LIBS sdnc_core)
sdnc_add_unit_tests(changes arithmetic assignment record_key LIBS sdnc_core)
sdnc_add_test(test_deletions SOURCES unit/changes/test_deletions.c golden/ok/on_delete.c LIBS sdnc_core)
sdnc_add_unit_tests(tables edit_faults read_faults verify_faults LIBS sdnc_core)
sdnc_add_unit_tests(versions versions_faults LIBS sdnc_core)
sdnc_add_unit_tests(infer infer_import input_names same_number LIBS sdnc_core)
target_include_directories(test_deletions PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/golden/ok)

# Merges of files.
add_library(sdnc_test_merged_files STATIC support/merged_files.c)
target_link_libraries(sdnc_test_merged_files PUBLIC sdnc_test_support sdnc_core PRIVATE sdnc_warnings)
sdnc_add_unit_tests(merge file_merge file_merge_faults file_merge_schema merge_agreement LIBS sdnc_test_merged_files)
