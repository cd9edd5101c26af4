#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The engine's tests under the sanitizers for addresses and undefined behaviour of clang, whose
# code evaluates arguments in another order than g++'s (preset asan); then, of what shares memory
# between threads, those under the sanitizer for data races (preset tsan, tests/tsan):
#   .ci/sanitize.sh [CTEST OPTION…]      ./test.sh --sanitize runs this
# Ends with "N passed, N failed".
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/system.sh"
cd "$root"

passed=0 failed=0
closing_line() {
  local status=$?
  # Stopped before the tests could be counted: that is a failure too.
  [ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
  printf '%d passed, %d failed\n' "$passed" "$failed"
}
trap closing_line EXIT

# run PRESET LABEL TARGETS [CTEST OPTION…]: builds the targets and runs the tests of a label.
run() {
  local folder=$root/build/$1 label=$2 targets=$3 results counted
  results=$folder/tests.xml
  cmake --preset "$1" --log-level=WARNING -DREGARD_TESTS=ON
  # shellcheck disable=SC2086
  cmake --build "$folder" --target $targets
  rm -f "$results"
  ctest --test-dir "$folder" --output-on-failure --no-tests=error -L "$label" \
    --parallel "$(nproc)" --timeout 1800 --output-junit "$results" "${@:4}" || true
  counted=$("$root/.ci/count_tests.py" "$results")
  passed=$((passed + ${counted% *})) failed=$((failed + ${counted#* }))
}

require_packages clang
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_init_order=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
run asan core "core_tests gradient_tests" "$@"
run tsan tsan tsan_tests "$@"
[ "$failed" -eq 0 ]
