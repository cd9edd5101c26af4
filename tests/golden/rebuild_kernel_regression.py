# SPDX-License-Identifier: GPL-3.0-or-later
import re

import numpy as np
import torch

from golden_attention import KERNELS
from rebuild_parts import scores

KERNELS = dict(KERNELS, gaussian=lambda u: torch.exp(-u ** 2 / 2))


def compute(state, settings, info, metadata, trace):
    points = [[float(n) for n in re.split("->|,", token)] for token in info["input_tokens"]]
    queries = [[float(n) for n in token.split("→")[0].split(",")] for token in info["output_tokens"]]
    table = np.array(points)
    keys, values, queries = table[:, :-1], table[:, -1:], np.array(queries)
    if settings["standardise"] and keys.shape[1] > 1:
        mean, deviation = keys.mean(0), keys.std(0)
        deviation[deviation == 0] = 1
        keys, queries = (keys - mean) / deviation, (queries - mean) / deviation
    q, k, v = (torch.tensor(x, dtype=torch.float32) for x in (queries, keys, values))
    sigma = abs(state["sigma"]) if settings["learnt"] else torch.tensor([settings["width"]])
    u = (q.unsqueeze(-2) - k.unsqueeze(-3)).square().sum(-1).sqrt() / sigma
    raw = KERNELS[settings["kernel"]](u)
    total = raw.sum(-1, keepdim=True)
    weights = raw / total.masked_fill(total == 0, 1)
    if settings["kernel"] == "gaussian":
        raw = scores("gaussian", {"sigma": sigma}, q, k)
        weights = torch.softmax(raw, -1)
    return {"Q": q, "K": k, "V": v, "scores": raw, "weights": weights, "context": weights @ v}
