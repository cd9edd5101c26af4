#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The engine's tests under the address and undefined-behaviour sanitizers of clang, whose code
# evaluates arguments in another order than g++'s:
#   .ci/sanitize.sh [CTEST OPTION…]      ./test.sh --sanitize runs this
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/system.sh"
cd "$root"

require_packages clang
cmake --preset asan --log-level=WARNING -DREGARD_TESTS=ON
cmake --build build/asan --target core_tests gradient_tests
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_init_order=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
ctest --test-dir build/asan --output-on-failure --no-tests=error -L core \
  --parallel "$(nproc)" --timeout 1800 "$@"
