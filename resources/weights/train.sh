#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the shipped weights anew, each by one command of the program. A file is named after
# the settings that differ from the defaults; the window finds it by that name.
#   resources/weights/train.sh [PROGRAM] [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../../build/release/bin/regard}
folder=${2:-$here}

train() { # SCENARIO [name=value …], with epochs=N before it where the default is too few
  local name=$1 options=() setting
  for setting in "${@:2}"; do
    name+="-$setting"
    options+=(--set "$setting")
  done
  echo "== $name" >&2
  "$program" train "$1" "${options[@]}" ${epochs:+--epochs "$epochs"} \
    --out "$folder/$name.safetensors"
}

# Epochs differ where a form learns more slowly: unscaled products saturate softmax early.
train self-attention
for score in dot general additive; do
  train self-attention score=$score
done
train dialogue
train dialogue attention=false
train dialogue cell=lstm
train dialogue bidirectional=true
for setting in score=scaled_dot score=general score=dot cell=rnn; do
  epochs=24 train dialogue $setting
done
