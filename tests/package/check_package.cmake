# Installs the build into an empty folder, then configures, builds and runs the outside project of this
# folder against it, as its owner would. Fails at the first step that does.
#
#   cmake -D BUILD=<our build folder> -D SCRATCH=<a folder to use> -D COMPILER=<C++ compiler>
#         -P check_package.cmake

file(REMOVE_RECURSE ${SCRATCH})

function(step name)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(failed)
    message(FATAL_ERROR "${name} failed:\n${output}")
  endif()
  message(STATUS "${name}: done")
  set(output "${output}" PARENT_SCOPE)
endfunction()

step("installing" ${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/installed)
step("configuring the outside project"
     ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${SCRATCH}/outside -G Ninja
     -D CMAKE_PREFIX_PATH=${SCRATCH}/installed -D CMAKE_CXX_COMPILER=${COMPILER})
step("building it" ${CMAKE_COMMAND} --build ${SCRATCH}/outside)
step("running it" ${SCRATCH}/outside/outside)

if(NOT output MATCHES "CONNECTED after")
  message(FATAL_ERROR "the outside project ran but printed:\n${output}")
endif()
message(STATUS "it says: ${output}")
