# cmake --build build --target amalgamation: the library as two files, build/amalgamation/sdn/sdn.h and sdn.c, for programs
# that keep a copy of it. docs/building.md says how it is used.
#
# The sources are those of the target sdn, in the order of its list. Left out is the scan for AVX2, which needs options of
# its own; a program that is compiled with -mavx2 has it all the same, since the other scan uses what the compiler may.
find_program(SDNC_AWK NAMES awk mawk gawk DOC "POSIX awk, which makes the amalgamation")
mark_as_advanced(SDNC_AWK)
if(NOT SDNC_AWK)
    return()
endif()

set(amalgamation ${PROJECT_BINARY_DIR}/amalgamation/sdn)
set(runtime ${PROJECT_SOURCE_DIR}/runtime)
get_target_property(sources sdn SOURCES)
list(REMOVE_ITEM sources src/text/scan_wide_avx2.c)
list(TRANSFORM sources PREPEND ${runtime}/)
file(GLOB headers CONFIGURE_DEPENDS ${runtime}/include/sdn/*.h ${runtime}/src/*/*.h ${runtime}/src/*/*.def)

set(amalgamate ${CMAKE_COMMAND} -E env LC_ALL=C ${SDNC_AWK}
    -v version=${PROJECT_VERSION} -v license=${PROJECT_SOURCE_DIR}/LICENSE
    -v include=${runtime}/include -v private=${runtime}/src -v xxhash=${SDN_XXHASH_INCLUDE_DIR}/xxhash.h
    -v out=${amalgamation} -f ${runtime}/cmake/amalgamate.awk ${sources})
add_custom_command(OUTPUT ${amalgamation}/sdn.h ${amalgamation}/sdn.c
    COMMAND ${CMAKE_COMMAND} -E make_directory ${amalgamation}
    COMMAND ${amalgamate}
    DEPENDS ${sources} ${headers} ${PROJECT_SOURCE_DIR}/LICENSE ${runtime}/cmake/amalgamate.awk
        ${SDN_XXHASH_INCLUDE_DIR}/xxhash.h
    COMMENT "Amalgamating libsdn into sdn.h and sdn.c"
    VERBATIM)
add_custom_target(amalgamation DEPENDS ${amalgamation}/sdn.h ${amalgamation}/sdn.c)
