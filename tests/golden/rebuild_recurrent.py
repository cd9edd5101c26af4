# SPDX-License-Identifier: GPL-3.0-or-later
"""The recurrent encoder-decoder of dialogue, translation and dates."""
import json

import torch
import torch.nn.functional as F

from rebuild_parts import normalise, recurrent, scale, scores, sub, word_ids


def linear(state, prefix, x):
    return F.linear(x, state[prefix + "weight"], state.get(prefix + "bias"))


def compute(state, settings, info, metadata, trace):
    out = {}
    shared = "text" in json.loads(metadata["regard.vocabulary"])
    ids = torch.tensor(word_ids(metadata, info["input_tokens"], "text" if shared else "source"))
    # <eos> included
    written = word_ids(metadata, info["output_tokens"], "text" if shared else "target")
    kind, cell, layers = settings["score"], settings["cell"], settings["layers"]
    attention, feeding = settings["attention"], settings["input_feeding"]
    luong = attention and settings["placement"] == "luong"
    encoder = recurrent(cell, state, "encoder.rnn.", layers, settings["bidirectional"])
    decoder = recurrent(cell, state, "decoder.rnn.", layers, False)
    states, last = encoder(state["encoder.embedding.weight"][ids].unsqueeze(0))
    out["encoder/states"] = states[0]
    # An LSTM's state is (h | c) side by side.
    last = torch.cat(last, -1) if cell == "lstm" else last
    # Without attention: each direction's last state of the top layer.
    fixed = torch.cat([h[:, :settings["hidden"]] for h in
                       last[-2 if settings["bidirectional"] else -1:]], -1).unsqueeze(0)
    if settings["bidirectional"]:  # the decoder starts from the backward direction
        last = torch.stack([torch.tanh(linear(state, f"decoder.bridge.{i}.", h))
                            for i, h in enumerate(last[1::2])])

    # Scores that need equal widths are of states brought to the query's.
    keys = linear(state, "decoder.keys.", states) if "decoder.keys.weight" in state else states

    def attend(query):
        q = query.view(1, 1, -1)
        raw = scores(kind, sub(state, "decoder.attention."), q, keys)
        weights = normalise(settings, raw * scale(kind, q.shape[-1], settings))
        rows["attention/weights"].append(weights[0, 0])
        return weights @ states

    rows = {"logits": [], "attention/weights": [], "states": []}
    fed = torch.zeros(1, 1, settings["hidden"])
    previous, = word_ids(metadata, ["<bos>"], "text" if shared else "target")
    for token in written:
        x = state["decoder.embedding.weight"][previous].view(1, 1, -1)
        if luong:
            x = torch.cat((fed, x), -1) if feeding else x
        elif attention:
            x = torch.cat((attend(last[-1, :, :settings["hidden"]]), x), -1)
        else:
            x = torch.cat((fixed, x), -1)
        if cell == "lstm":
            y, (h, c) = decoder(x, tuple(part.contiguous() for part in last.chunk(2, -1)))
            last = torch.cat((h, c), -1)
        else:
            y, last = decoder(x, last.contiguous())
        rows["states"].append(y[0, 0])
        if luong:
            y = fed = torch.tanh(linear(state, "decoder.combine.", torch.cat((attend(y), y), -1)))
        rows["logits"].append(linear(state, "decoder.output.", y[0, 0]))
        previous = token
    out.update({"decoder/" + k: torch.stack(v) for k, v in rows.items() if v})
    return out
