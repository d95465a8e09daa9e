#pragma once

#include <cstddef>
#include <functional>

namespace fishtank::cli {

/// Does something for each index below `count`, on so many threads; what is done for one index is
/// done whole in one thread. `work` says whether to go on: after the first index (in order, not in
/// time) for which it says no, greater indices are no more begun, while all smaller ones are still
/// done. So what stands before that index does not depend on the number of threads.
///
/// Gives the number of indices that count: up to and with the one that said no, or all. The first
/// exception that leaves `work` leaves here, too.
std::size_t for_each_in_parallel(std::size_t count, unsigned threads,
                                 const std::function<bool(std::size_t index)>& work);

}  // namespace fishtank::cli
