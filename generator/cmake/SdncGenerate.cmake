# sdnc_generate: turns schemas into C as part of building a target.
#
#   sdnc_generate(TARGET t SCHEMAS a.schema [b.schema ...]
#                 [IMPORT_DIRS dir ...] [OUT_DIR dir] [OUT_VAR variable])
#
# Adds <base>.h and <base>.c of each schema to the sources of TARGET, their directory to its include path, and links
# the runtime. Schemas and IMPORT_DIRS (where imports are also looked for) are relative to the current source
# directory; OUT_DIR is relative to the current binary directory and its default is a directory of the target there.
# OUT_VAR receives the paths of the generated files. A schema that is imported gets no output unless it is listed
# here, or by another target that TARGET links.
#
# A change of a schema or of anything it imports generates and compiles again what depends on it. Where the result is
# the same, as after a touch or a new comment, nothing is compiled. An output that was deleted is made again.
#
# The compiler is the target sdnc::compiler, or the program SDNC_EXECUTABLE if that is set: when cross compiling, an
# sdnc built for the machine that builds.
cmake_policy(VERSION 3.20)

# Run as a script, with -DDEPFILE=..., by the rule for make: writes <base>.stamp, a depfile that names itself as what
# was made and <base>.h and <base>.c among what that depends on, so that make runs the rule when one of them is gone.
if(CMAKE_SCRIPT_MODE_FILE AND CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
    file(READ "${DEPFILE}" rule)
    string(REGEX REPLACE "^([^\n]*)(\\.h \\\\\n[^\n]*\\.c):" "\\1.stamp: \\1\\2" rule "${rule}")
    string(REGEX REPLACE "\\.d$" ".stamp" stamp "${DEPFILE}")
    file(WRITE "${stamp}" "${rule}")
    return()
endif()

# Stops unless sources can be added to the target here.
function(_sdnc_check_target target)
    if(NOT TARGET ${target})
        message(FATAL_ERROR "sdnc_generate: there is no target '${target}'; add the executable or library first")
    endif()
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "INTERFACE_LIBRARY" OR type STREQUAL "UTILITY")
        message(FATAL_ERROR "sdnc_generate: target '${target}' compiles nothing; "
                            "name an executable or a library with sources")
    endif()
    get_target_property(directory ${target} SOURCE_DIR)
    if(NOT directory STREQUAL CMAKE_CURRENT_SOURCE_DIR)
        message(FATAL_ERROR "sdnc_generate: target '${target}' belongs to ${directory}; "
                            "call sdnc_generate in the CMakeLists.txt there")
    endif()
    if(NOT CMAKE_C_COMPILER_LOADED)
        message(FATAL_ERROR "sdnc_generate: generated code is C; add C to the LANGUAGES of project()")
    endif()
endfunction()

# Sets `result` to the absolute path of a schema that exists or that the build makes.
function(_sdnc_schema_path schema result)
    get_filename_component(path "${schema}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    get_source_file_property(generated "${path}" GENERATED)
    if(NOT generated AND (NOT EXISTS "${path}" OR IS_DIRECTORY "${path}"))
        message(FATAL_ERROR "sdnc_generate: schema '${schema}' does not exist (looked for ${path})")
    endif()
    if(NOT path MATCHES "\\.schema$")
        message(FATAL_ERROR "sdnc_generate: '${schema}' is not named like a schema: its name must end in .schema")
    endif()
    set(${result} "${path}" PARENT_SCOPE)
endfunction()

# Sets `command` to the compiler and `depends` to what must be rebuilt before it runs.
function(_sdnc_find_compiler command depends)
    if(SDNC_EXECUTABLE)
        if(NOT EXISTS "${SDNC_EXECUTABLE}")
            message(FATAL_ERROR "sdnc_generate: SDNC_EXECUTABLE is '${SDNC_EXECUTABLE}', which does not exist")
        endif()
        set(${command} "${SDNC_EXECUTABLE}" PARENT_SCOPE)
        set(${depends} "${SDNC_EXECUTABLE}" PARENT_SCOPE)
        return()
    endif()
    if(NOT TARGET sdnc::compiler)
        message(FATAL_ERROR "sdnc_generate: there is no sdnc::compiler in this build; set SDNC_BUILD_GENERATOR to ON "
                            "or SDNC_EXECUTABLE to the path of an sdnc")
    endif()
    get_target_property(imported sdnc::compiler IMPORTED)
    if(CMAKE_CROSSCOMPILING AND NOT imported AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
        message(FATAL_ERROR "sdnc_generate: the sdnc of a cross build cannot run here; "
                            "set SDNC_EXECUTABLE to one that can")
    endif()
    set(${command} sdnc::compiler PARENT_SCOPE)
    set(${depends} sdnc::compiler PARENT_SCOPE)
endfunction()

# The rule that makes the outputs of one schema, for generators that look whether what was made is new.
function(_sdnc_add_rule schema base out_dir generate depends)
    add_custom_command(
        OUTPUT "${out_dir}/${base}.h" "${out_dir}/${base}.c"
        COMMAND ${generate} --depfile "${out_dir}/${base}.d"
        DEPFILE "${out_dir}/${base}.d"
        DEPENDS "${schema}" ${depends}
        COMMENT "Generating ${base}.h and ${base}.c from ${base}.schema"
        VERBATIM)
endfunction()

# The same for make, which looks at times only. sdnc leaves outputs alone whose bytes stay the same, so a stamp has the
# time of the run. The outputs do not depend on it: make would find them too old for ever. A target of its own, built
# before all that use them, keeps them fresh; a rule of theirs says so, and has nothing left to do.
function(_sdnc_add_make_rules schema base out_dir generate depends fresh)
    add_custom_command(
        OUTPUT "${out_dir}/${base}.stamp"
        BYPRODUCTS "${out_dir}/${base}.d"
        COMMAND ${generate} --depfile "${out_dir}/${base}.d"
        COMMAND "${CMAKE_COMMAND}" "-DDEPFILE=${out_dir}/${base}.d" -P "${CMAKE_CURRENT_FUNCTION_LIST_FILE}"
        DEPFILE "${out_dir}/${base}.stamp"
        DEPENDS "${schema}" ${depends}
        COMMENT "Generating ${base}.h and ${base}.c from ${base}.schema"
        VERBATIM)
    foreach(extension h c)
        add_custom_command(
            OUTPUT "${out_dir}/${base}.${extension}"
            COMMAND ${generate}
            DEPENDS ${fresh}
            COMMENT "Generating ${base}.${extension} again"
            VERBATIM)
    endforeach()
endfunction()

# Sets `result` to a name for the target that keeps the outputs of a call fresh under make.
function(_sdnc_fresh_target target result)
    set(name ${target}_sdnc)
    while(TARGET ${name})
        string(APPEND name "_more")
    endwhile()
    set(${result} ${name} PARENT_SCOPE)
endfunction()

# By property, because target_link_libraries refuses to mix with calls of its other form on the user's side.
function(_sdnc_use_outputs target out_dir outputs)
    target_sources(${target} PRIVATE ${outputs})
    target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${out_dir}>")
    set_property(TARGET ${target} APPEND PROPERTY LINK_LIBRARIES sdnc::runtime)
    set_property(TARGET ${target} APPEND PROPERTY INTERFACE_LINK_LIBRARIES sdnc::runtime)
endfunction()

function(sdnc_generate)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;OUT_DIR;OUT_VAR" "SCHEMAS;IMPORT_DIRS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "sdnc_generate: unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    if(NOT arg_TARGET OR NOT arg_SCHEMAS)
        message(FATAL_ERROR "sdnc_generate: TARGET and SCHEMAS are needed")
    endif()
    _sdnc_check_target(${arg_TARGET})

    if(NOT arg_OUT_DIR)
        set(arg_OUT_DIR "sdnc/${arg_TARGET}")
    endif()
    get_filename_component(out_dir "${arg_OUT_DIR}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")

    set(import_options)
    foreach(dir IN LISTS arg_IMPORT_DIRS)
        get_filename_component(path "${dir}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
        if(NOT IS_DIRECTORY "${path}")
            message(FATAL_ERROR "sdnc_generate: import directory '${dir}' does not exist (looked for ${path})")
        endif()
        list(APPEND import_options -I "${path}")
    endforeach()

    _sdnc_find_compiler(compiler depends)
    _sdnc_fresh_target(${arg_TARGET} fresh)
    set(all_outputs)
    set(stamps)
    set(bases)
    foreach(schema IN LISTS arg_SCHEMAS)
        _sdnc_schema_path("${schema}" path)
        get_filename_component(base "${path}" NAME_WLE)
        string(TOLOWER "${base}" folded)
        if(folded IN_LIST bases)
            message(FATAL_ERROR "sdnc_generate: two schemas of target '${arg_TARGET}' are named ${base}.schema, "
                                "capitals aside; their outputs would be one file")
        endif()
        list(APPEND bases "${folded}")
        set(generate ${compiler} generate "${path}" -o "${out_dir}" ${import_options})
        if(CMAKE_GENERATOR MATCHES "Make")
            _sdnc_add_make_rules("${path}" "${base}" "${out_dir}" "${generate}" "${depends}" ${fresh})
        else()
            _sdnc_add_rule("${path}" "${base}" "${out_dir}" "${generate}" "${depends}")
        endif()
        list(APPEND all_outputs "${out_dir}/${base}.h" "${out_dir}/${base}.c")
        list(APPEND stamps "${out_dir}/${base}.stamp")
    endforeach()
    if(CMAKE_GENERATOR MATCHES "Make")
        add_custom_target(${fresh} DEPENDS ${stamps})
    endif()

    _sdnc_use_outputs(${arg_TARGET} "${out_dir}" "${all_outputs}")
    if(arg_OUT_VAR)
        set(${arg_OUT_VAR} "${all_outputs}" PARENT_SCOPE)
    endif()
endfunction()
