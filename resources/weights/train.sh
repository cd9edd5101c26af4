#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the shipped weights anew, each by one command of the program. A file is named after
# the settings that differ from the defaults; the window finds it by that name.
#   resources/weights/train.sh [PROGRAM] [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../../build/release/bin/regard}
folder=${2:-$here}

train() { # SCENARIO [name=value …]
  local name=$1 options=() setting
  for setting in "${@:2}"; do
    name+="-$setting"
    options+=(--set "$setting")
  done
  echo "== $name" >&2
  "$program" train "$1" "${options[@]}" --out "$folder/$name.safetensors"
}

for score in "" score=dot score=general score=additive; do
  train self-attention $score
done
for setting in "" attention=false score=general score=dot score=scaled_dot cell=rnn cell=lstm \
               bidirectional=true; do
  train dialogue $setting
done
