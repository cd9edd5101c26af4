#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rebuilds a scenario's model in PyTorch from nothing but its .safetensors file and compares
every number it computes with a trace of the same text.

    rebuild.py WEIGHTS.safetensors TRACE.npz [WEIGHTS.safetensors TRACE.npz ...]

The model is the function compute() of rebuild_SCENARIO.py beside this file. Prints the largest
difference of each trace, relative to the largest number of a tensor where that is above one, and
exits with 1 if one is above 1e-4.
"""
import importlib
import json
import struct
import sys

import numpy as np
import torch

torch.set_grad_enabled(False)


def load_weights(path):
    """The format in nine lines: length, JSON header, numbers."""
    with open(path, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop("__metadata__")
    state = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        kind = {"F32": "<f4", "F16": "<f2"}[entry["dtype"]]
        array = np.frombuffer(data[begin:end], dtype=kind).astype(np.float32)
        state[name] = torch.from_numpy(array.reshape(entry["shape"]))
    return metadata, state


def difference(weights, traced):
    """The largest one; prints it."""
    metadata, state = load_weights(weights)
    trace = np.load(traced)
    info = json.loads(bytes(trace["trace.json"]))
    scenario = metadata["regard.scenario"]
    module = importlib.import_module("rebuild_" + scenario.replace("-", "_"))
    computed = module.compute(state, info["settings"], info, metadata, trace)
    worst = 0
    for path, value in computed.items():
        size = max(1, float(np.abs(value.numpy()[np.isfinite(value.numpy())]).max(initial=0)))
        worst = max(worst, float(np.abs(value.numpy() - trace[path]).max()) / size)
    print(f"{scenario}: {len(computed)} tensors, largest difference {worst:.2e}", flush=True)
    return worst


def main():
    pairs = zip(sys.argv[1::2], sys.argv[2::2])
    wrong = [pair for pair in pairs if not difference(*pair) <= 1e-4]
    for weights, traced in wrong:
        print(f"other numbers: {weights} {traced}", file=sys.stderr)
    sys.exit(len(sys.argv) < 3 or len(sys.argv) % 2 == 0 or bool(wrong))


main()
