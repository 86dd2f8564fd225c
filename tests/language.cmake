# Tests of what the schema language offers: every type, every kind of key, the rules of fields.
target_sources(sdnc_test_support PRIVATE support/every.c support/person.c)

foreach(unit time number types constraints)
    sdnc_add_test(test_${unit} SOURCES unit/test_${unit}.c)
endforeach()

# The same numbers whatever the floating-point state is, and however the runtime's own code for them is compiled.
set(number_code ${PROJECT_SOURCE_DIR}/runtime/src/base/real.c ${PROJECT_SOURCE_DIR}/runtime/src/record/scalar.c)
foreach(build as_usual frounding-math ffast-math)
    sdnc_add_test(test_real_state_${build} SOURCES unit/test_real_state.c LIBS m)
    if(NOT build STREQUAL as_usual)
        add_library(real_code_${build} OBJECT ${number_code})
        target_include_directories(real_code_${build} PRIVATE ${PROJECT_SOURCE_DIR}/runtime/src)
        target_include_directories(real_code_${build} SYSTEM PRIVATE ${SDN_XXHASH_INCLUDE_DIR})
        target_compile_options(real_code_${build} PRIVATE -${build})
        target_link_libraries(real_code_${build} PRIVATE sdnc::runtime)
        target_sources(test_real_state_${build} PRIVATE $<TARGET_OBJECTS:real_code_${build}>)
    endif()
endforeach()
