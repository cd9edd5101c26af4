#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bus_test.sh PROGRAM : the window is read through the accessibility bus, on a display and a session
# bus of its own. Ends with 77 (skipped) where there is no such bus to be had.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

skip() {
  echo "skipped: $*"
  exit 77
}

for needed in dbus-run-session xvfb-run xauth; do
  command -v "$needed" >/dev/null || skip "no $needed here"
done
[ -x /usr/libexec/at-spi-bus-launcher ] || skip "no at-spi2-core here"
/usr/bin/python3 -c 'import gi; gi.require_version("Atspi", "2.0"); from gi.repository import Atspi' \
  2>/dev/null || skip "no gir1.2-atspi-2.0 and python3-gi here"

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
status=0
for attempt in 1 2 3; do
  status=0
  env -u QT_QPA_PLATFORM -u DBUS_SESSION_BUS_ADDRESS -u AT_SPI_BUS_ADDRESS \
    HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_CACHE_HOME="$home/cache" \
    XDG_RUNTIME_DIR="$home" QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 NO_AT_BRIDGE=0 \
    timeout 120 xvfb-run -a -s "-screen 0 1280x900x24" \
    dbus-run-session -- /usr/bin/python3 -W ignore::DeprecationWarning "$here/read_window.py" "$@" >"$home/log" 2>&1 || status=$?
  cat "$home/log"
  # A display that is not there yet says nothing of the window.
  grep -q "could not connect to display" "$home/log" || exit "$status"
done
skip "no display here"
