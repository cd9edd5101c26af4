# SPDX-License-Identifier: GPL-3.0-or-later
import math
import re

import torch

from rebuild_parts import recurrent, scale, scores, sub


def inputs_of(info, settings):
    """Numbers or points, along each axis from 0 to 1."""
    typed = [[float(n) for n in re.split("[, ]+", token)] for token in info["input_tokens"]]
    x = torch.tensor(typed, dtype=torch.float64)
    low, high = x.min(0).values, x.max(0).values
    span = torch.where(high > low, high - low, torch.ones_like(low))
    return torch.where(high > low, (x - low) / span, torch.full_like(x, 0.5)).float()


def compute(state, settings, info, metadata, trace):
    x = inputs_of(info, settings)
    encoder = recurrent("gru", state, "encoder.rnn.", 1, True)
    decoder = recurrent("gru", state, "decoder.rnn.", 1, False)
    own, kind = sub(state, "decoder.attention."), settings["score"]
    e, last = encoder(x[None])
    h, previous = last[:1], state["decoder.start"]
    rows = {"states": [], "attention/scores": [], "attention/weights": []}
    chosen = []
    for _ in info["output_tokens"]:
        d, h = decoder(previous.view(1, 1, -1), h)
        raw = scores(kind, own, d, e)[0, 0]
        masked = raw * scale(kind, d.shape[-1], settings)
        masked[chosen] = -math.inf
        if settings["problem"] == "hull" and len(chosen) >= 3:
            first = chosen[0]
            masked[first] = raw[first] * scale(kind, d.shape[-1], settings)
        rows["states"].append(d[0, 0])
        rows["attention/scores"].append(raw)
        rows["attention/weights"].append(torch.softmax(masked, -1))
        chosen.append(int(rows["attention/weights"][-1].argmax()))
        previous = e[0, chosen[-1]]
    pointed = [info["input_tokens"][index] for index in chosen]
    assert pointed == info["output_tokens"], (pointed, info["output_tokens"])
    out = {"decoder/" + k: torch.stack(v) for k, v in rows.items()}
    out.update({"encoder/inputs": x, "encoder/states": e[0]})
    return out
