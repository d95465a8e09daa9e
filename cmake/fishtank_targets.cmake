# What all targets of the project share: the standard, the warnings, the sanitizers.

find_package(Threads REQUIRED)

# fishtank_compile_options(<target> [STANDARD <17>])
function(fishtank_compile_options target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "STANDARD" "")
  if(arg_STANDARD)
    set_target_properties(${target} PROPERTIES CXX_STANDARD ${arg_STANDARD} CXX_STANDARD_REQUIRED ON)
  else()
    target_compile_features(${target} PUBLIC cxx_std_20)
  endif()
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
                         # g++ 12 cries wolf: overlapping copies in `"text" + string` (GCC bug 105651),
                         # unset members in a std::variant that is moved (GCC bug 80635).
                         $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  if(FISHTANK_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${FISHTANK_SANITIZE}
                                             -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${FISHTANK_SANITIZE})
  endif()
endfunction()

# fishtank_library(<folder> [STANDARD <17>] [LINKS <targets the headers need>] [PRIVATE_LINKS <others>])
#
# The static library of a folder: every .cpp in it and below, as fishtank::<folder>.
# Headers are included from the root: #include "core/connection.hpp".
function(fishtank_library folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "STANDARD" "LINKS;PRIVATE_LINKS")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp *.hpp)
  set(target fishtank_${folder})
  add_library(${target} STATIC ${sources})
  add_library(fishtank::${folder} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${folder} LINKER_LANGUAGE CXX)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                              $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>
                                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/fishtank>)
  target_link_libraries(${target} PUBLIC ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS})
  fishtank_compile_options(${target} STANDARD ${arg_STANDARD})
endfunction()
