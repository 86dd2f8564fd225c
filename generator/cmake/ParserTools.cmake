# Finds, checks and runs re2c and lemon. Their output goes to the build directory. It does not depend on the paths of
# that or of the sources, because both run on a copy of the source, which they are given without a directory.
#
#   re2c_source(<out-var> <file.re>)                    <file>.c
#   lemon_parser(<out-var> <file.y> TOKENS <tokens.h>)  <file>.c, and the codes of the tokens as <tokens.h>

find_program(RE2C_EXECUTABLE re2c)
find_program(LEMON_EXECUTABLE lemon)
find_file(LEMON_TEMPLATE lempar.c PATH_SUFFIXES lemon share/lemon PATHS /usr/share /usr/local/share)
mark_as_advanced(RE2C_EXECUTABLE LEMON_EXECUTABLE LEMON_TEMPLATE)

foreach(tool IN ITEMS RE2C_EXECUTABLE LEMON_EXECUTABLE LEMON_TEMPLATE)
    if(NOT ${tool})
        message(FATAL_ERROR "The compiler needs re2c and lemon with its lempar.c (${tool} not found). "
            "Install them, or configure with -DSDNC_BUILD_GENERATOR=OFF to build the runtime alone.")
    endif()
endforeach()

# re2c:eof came with 1.2.
execute_process(COMMAND ${RE2C_EXECUTABLE} --version OUTPUT_VARIABLE re2c_version)
string(REGEX MATCH "[0-9]+(\\.[0-9]+)+" re2c_version "${re2c_version}")
if(re2c_version VERSION_LESS 1.2)
    message(FATAL_ERROR "re2c ${re2c_version} at ${RE2C_EXECUTABLE} is too old: 1.2 or later is needed")
endif()

# %extra_context came with 3.25 or so. Lemon prints 1.0 as its version, so the template is searched instead.
file(STRINGS ${LEMON_TEMPLATE} lemon_has_context REGEX "ParseCTX_PDECL" LIMIT_COUNT 1)
if(NOT lemon_has_context)
    message(FATAL_ERROR "The lemon template ${LEMON_TEMPLATE} is too old: %extra_context is needed")
endif()

# A directory below the build directory with a copy of the source in it, to run the tool in.
function(parser_tools_place source out_directory out_file)
    get_filename_component(file ${source} NAME)
    set(directory ${CMAKE_CURRENT_BINARY_DIR}/parser)
    file(MAKE_DIRECTORY ${directory}/made)
    set(${out_directory} ${directory} PARENT_SCOPE)
    set(${out_file} ${file} PARENT_SCOPE)
endfunction()

function(re2c_source out source)
    get_filename_component(source ${source} ABSOLUTE)
    get_filename_component(name ${source} NAME_WE)
    parser_tools_place(${source} directory file)
    add_custom_command(OUTPUT ${directory}/${name}.c
        COMMAND ${CMAKE_COMMAND} -E copy ${source} made/${file}
        COMMAND ${CMAKE_COMMAND} -E chdir made
            ${RE2C_EXECUTABLE} -W -Werror --no-generation-date --no-version -o ${name}.c ${file}
        COMMAND ${CMAKE_COMMAND} -E copy made/${name}.c ${name}.c
        DEPENDS ${source}
        WORKING_DIRECTORY ${directory}
        COMMENT "re2c ${file}"
        VERBATIM)
    set(${out} ${directory}/${name}.c PARENT_SCOPE)
endfunction()

# Lemon writes its files even if the grammar has conflicts, and then fails: they are copied only after it succeeded.
function(lemon_parser out source)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "TOKENS" "")
    get_filename_component(source ${source} ABSOLUTE)
    get_filename_component(name ${source} NAME_WE)
    parser_tools_place(${source} directory file)
    add_custom_command(OUTPUT ${directory}/${name}.c ${directory}/${arg_TOKENS}
        COMMAND ${CMAKE_COMMAND} -E copy ${source} made/${file}
        COMMAND ${CMAKE_COMMAND} -E chdir made ${LEMON_EXECUTABLE} -T${LEMON_TEMPLATE} ${file}
        COMMAND ${CMAKE_COMMAND} -E copy made/${name}.c ${name}.c
        COMMAND ${CMAKE_COMMAND} -E copy made/${name}.h ${arg_TOKENS}
        DEPENDS ${source} ${LEMON_TEMPLATE}
        WORKING_DIRECTORY ${directory}
        COMMENT "lemon ${file}"
        VERBATIM)
    set(${out} ${directory}/${name}.c ${directory}/${arg_TOKENS} PARENT_SCOPE)
endfunction()
