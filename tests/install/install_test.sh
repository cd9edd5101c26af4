#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# install_test.sh CMAKE BUILD: what is installed runs from any folder, on its own libraries and
# its own data, with nothing of the build tree.
set -euo pipefail
cmake=$1 build=$2
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
fail() {
  echo "$*" >&2
  exit 1
}

"$cmake" --install "$build" --prefix "$stage/first" >/dev/null
mv "$stage/first" "$stage/moved"
program=$stage/moved/bin/regard

loaded=$(env -i LD_TRACE_LOADED_OBJECTS=1 "$program" | sed -n 's/.*libregard_compute.so => \([^ ]*\).*/\1/p')
case $(realpath "$loaded") in
"$(realpath "$stage")"/moved/*) ;;
*) fail "the arithmetic is loaded from '$loaded', not from the installed folder" ;;
esac
if readelf -d "$program" "$loaded" | grep -E 'R(UN)?PATH' | grep -F "$build"; then
  fail "a run path leads into the build folder"
fi

# An empty environment: no display, no REGARD_RESOURCES.
env -i "$program" catalogue >"$stage/catalogue" || fail "the installed program does not run"
grep -q '^self-attention' "$stage/catalogue" || fail "the installed program lists no scenario"

# Its data is the installed one: damaged there, it is refused by that name.
weights=$stage/moved/share/regard/weights/self-attention.safetensors
echo damaged >"$weights"
if env -i "$program" trace self-attention --out "$stage/trace.npz" 2>"$stage/message"; then
  fail "the installed weights are not what the program reads"
fi
grep -qF "$weights" "$stage/message" || fail "unexpected message: $(cat "$stage/message")"

for file in share/regard/weights share/applications/regard.desktop \
            share/metainfo/regard.metainfo.xml share/icons/hicolor/scalable/apps/regard.svg; do
  [ -e "$stage/moved/$file" ] || fail "$file is not installed"
done
# The name the desktop's entry starts and the picture it shows are installed.
grep -qx 'Exec=regard %f' "$stage/moved/share/applications/regard.desktop"
grep -qx 'Icon=regard' "$stage/moved/share/applications/regard.desktop"
