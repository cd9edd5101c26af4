#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2086
# Checks that all sources are formatted as .clang-format says. Versions of clang-format lay the
# same code out differently, so only version 14 (Debian 12) decides.
# Exit status: 0 formatted, 1 not, 3 another version, nothing checked.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=clang-format
! command -v clang-format-14 >/dev/null || program=clang-format-14
version=$("$program" --version | grep -oE 'version [0-9]+' | tr -dc 0-9)
if [ "$version" != 14 ]; then
  echo "Formatting not checked: clang-format $version is here, the layout is that of version 14."
  exit 3
fi
wrong=$(find app core ui tests \( -name '*.cpp' -o -name '*.h' \) -print0 | sort -z |
        xargs -0 "$program" --dry-run -Werror 2>&1 | sed -n 's/^\([^ :]*\):[0-9]*:[0-9]*: error: .*/\1/p' |
        sort -u) || true
if [ -n "$wrong" ]; then
  echo "Not formatted; clang-format -i puts right:"
  printf "  %s\n" $wrong
  exit 1
fi
echo "Formatting: as .clang-format says."
