# Completion for bash, zsh and fish, which sdnc prints. A cross build cannot run it, and leaves them out, unless there is an
# emulator.
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
    return()
endif()

# install_completion(SHELL FILE DIRECTORY): in the directory of the data where that shell looks.
function(install_completion shell file directory)
    set(script ${PROJECT_BINARY_DIR}/package/completion/${shell}/${file})
    file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/package/completion/${shell})
    add_custom_command(OUTPUT ${script} COMMAND sdnc completion ${shell} > ${script} DEPENDS sdnc VERBATIM)
    install(FILES ${script} DESTINATION ${CMAKE_INSTALL_DATADIR}/${directory} COMPONENT compiler)
    set_property(GLOBAL APPEND PROPERTY sdnc_completions ${script})
endfunction()

install_completion(bash sdnc bash-completion/completions)
install_completion(zsh _sdnc zsh/site-functions)
install_completion(fish sdnc.fish fish/vendor_completions.d)
get_property(completions GLOBAL PROPERTY sdnc_completions)
add_custom_target(sdnc_completion ALL DEPENDS ${completions})
