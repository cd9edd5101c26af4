#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rebuilds a scenario's model in PyTorch from nothing but its .safetensors file and compares
every number it computes with a trace of the same text.

    rebuild.py WEIGHTS.safetensors TRACE.npz

Prints the largest difference and exits with 1 if it is above 1e-4.
"""
import json
import math
import struct
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_grad_enabled(False)


def load_weights(path):
    """The format in eight lines: length, JSON header, numbers."""
    with open(path, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop("__metadata__")
    state = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        array = np.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"])
        state[name] = torch.from_numpy(array.copy())
    return metadata, state


def sinusoids(kind, time, width):
    t = torch.arange(time, dtype=torch.float64)[:, None]
    if kind == "none":
        return torch.zeros(time, width)
    if kind == "concatenated":
        half = (width + 1) // 2
        angle = t / 10000 ** (torch.arange(half, dtype=torch.float64) / max(half - 1, 1))
        return torch.cat((angle.sin(), angle.cos()), 1).float()
    angle = t / 10000 ** (torch.arange(0, width, 2, dtype=torch.float64) / width)
    return torch.stack((angle.sin(), angle.cos()), 2).flatten(1).float()


def sub(state, prefix):
    return {k[len(prefix):]: v for k, v in state.items() if k.startswith(prefix)}


def scores(kind, state, q, k):
    """q: [… × M × d], k: [… × N × d]; state: the score function's own weights."""
    if kind in ("dot", "scaled_dot"):
        return q @ k.transpose(-1, -2)
    if kind == "general":
        return q @ (k @ state["W.weight"].T).transpose(-1, -2)
    hidden = torch.tanh((q @ state["W_q.weight"].T).unsqueeze(-2)
                        + (k @ state["W_k.weight"].T).unsqueeze(-3))
    return hidden @ state["w_v.weight"][0]


def scale(kind, d, settings):
    return (1 / math.sqrt(d) if kind == "scaled_dot" else 1) / settings["temperature"]


def self_attention(state, settings, ids):
    out = {}
    heads, kind = settings["heads"], settings["score"]
    x = state["embedding.weight"][ids]
    out["embedding"] = x
    x = x + sinusoids(settings["positions"], len(ids), x.shape[1])
    for layer in range(settings["layers"]):
        own = sub(state, f"encoder.layers.{layer}.")
        joined = F.linear(x, own["self_attn.in_proj_weight"], own["self_attn.in_proj_bias"])
        q, k, v = (part.unflatten(1, (heads, -1)).transpose(0, 1) for part in joined.chunk(3, 1))
        raw = scores(kind, sub(own, "self_attn.score."), q, k)
        masked = raw * scale(kind, q.shape[-1], settings)
        if settings["mask"] == "causal":
            hidden = torch.ones_like(masked[0]).triu(1).bool()
            masked = masked.masked_fill(hidden, -math.inf)
        weights = F.softmax(masked, -1)
        context = weights @ v
        for head in range(heads):
            path = f"layer{layer}/head{head}/"
            out[path + "scores"], out[path + "weights"] = raw[head], weights[head]
            out[path + "context"] = context[head]
        result = F.linear(context.transpose(0, 1).flatten(1), own["self_attn.out_proj.weight"],
                          own["self_attn.out_proj.bias"])
        width = x.shape[1:]
        y = F.layer_norm(x + result, width, own["norm1.weight"], own["norm1.bias"])
        inner = F.relu(F.linear(y, own["linear1.weight"], own["linear1.bias"]))
        z = F.linear(inner, own["linear2.weight"], own["linear2.bias"])
        x = F.layer_norm(y + z, width, own["norm2.weight"], own["norm2.bias"])
        out[f"layer{layer}/output"] = x
    out["logits"] = F.linear(x, state["output.weight"], state["output.bias"])
    return out


def recurrent(cell, state, prefix, layers, bidirectional):
    own = sub(state, prefix)
    width, hidden = own["weight_ih_l0"].shape[1], own["weight_hh_l0"].shape[1]
    module = getattr(nn, cell.upper())(width, hidden, layers, batch_first=True,
                                       bidirectional=bidirectional)
    module.load_state_dict(own)
    return module


def dialogue(state, settings, ids, written):
    """`written`: the ids that the decoder wrote, <eos> included."""
    out = {}
    kind, cell, layers = settings["score"], settings["cell"], settings["layers"]
    encoder = recurrent(cell, state, "encoder.rnn.", layers, settings["bidirectional"])
    decoder = recurrent(cell, state, "decoder.rnn.", layers, False)
    states, last = encoder(state["encoder.embedding.weight"][ids].unsqueeze(0))
    out["encoder/states"] = states[0]
    # An LSTM's state is (h | c) side by side; the decoder starts from the forward direction.
    last = torch.cat(last, -1) if cell == "lstm" else last
    last = last[::2] if settings["bidirectional"] else last
    if settings["bidirectional"]:
        last = torch.stack([
            torch.tanh(F.linear(h, state[f"decoder.bridge.{i}.weight"],
                                state[f"decoder.bridge.{i}.bias"])) for i, h in enumerate(last)])
    rows = {"logits": [], "attention/weights": [], "states": []}
    previous = 2  # <bos>
    for token in written:
        hidden = last[..., :settings["hidden"]]
        context = states[:, -1:]
        if settings["attention"]:
            q = hidden[-1].unsqueeze(1)
            raw = scores(kind, sub(state, "decoder.attention."), q, states)
            weights = F.softmax(raw * scale(kind, q.shape[-1], settings), -1)
            rows["attention/weights"].append(weights[0, 0])
            context = weights @ states
        x = torch.cat((context, state["decoder.embedding.weight"][previous].view(1, 1, -1)), -1)
        if cell == "lstm":
            y, (h, c) = decoder(x, tuple(part.contiguous() for part in last.chunk(2, -1)))
            last = torch.cat((h, c), -1)
        else:
            y, last = decoder(x, last.contiguous())
        rows["states"].append(y[0, 0])
        rows["logits"].append(F.linear(y[0, 0], state["decoder.output.weight"],
                                       state["decoder.output.bias"]))
        previous = token
    out.update({"decoder/" + k: torch.stack(v) for k, v in rows.items() if v})
    return out


def main():
    metadata, state = load_weights(sys.argv[1])
    trace = np.load(sys.argv[2])
    info = json.loads(bytes(trace["trace.json"]) if "trace.json" in trace.files else "null")
    settings = info["settings"]
    vocabulary = {t: i for i, t in enumerate(json.loads(metadata["regard.vocabulary"])["text"])}
    ids = torch.tensor([vocabulary.get(t.lower(), 1) for t in info["input_tokens"]])
    if metadata["regard.scenario"] == "self-attention":
        computed = self_attention(state, settings, ids)
    else:
        written = [vocabulary[t] for t in info["output_tokens"]]
        computed = dialogue(state, settings, ids, written)
    worst = 0
    for path, value in computed.items():
        worst = max(worst, float(np.abs(value.numpy() - trace[path]).max()))
    print(f"{metadata['regard.scenario']}: {len(computed)} tensors, largest difference {worst:.2e}")
    sys.exit(worst > 1e-4)


main()
