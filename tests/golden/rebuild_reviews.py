# SPDX-License-Identifier: GPL-3.0-or-later
"""The review classifier, for rebuild.py."""
import json
import math

import torch
import torch.nn.functional as F

from rebuild_parts import normalise


def compute(state, settings, info, metadata, trace):
    # Rows as Keras numbers them: 0 padding, 1 start, 2 unknown, then the words by frequency.
    words = {t: i for i, t in enumerate(json.loads(metadata["regard.vocabulary"])["text"])}
    rows = [words.get(t.lower(), 2) for t in info["input_tokens"]]
    length = settings["length"]
    rows = ([1] + rows)[-length:]
    if not settings["mask_padding"]:
        rows = [0] * (length - len(rows)) + rows
    x = F.embedding(torch.tensor(rows), state["embedding.weight"])
    q, k, v = F.linear(x, state["attention.in_proj_weight"]).chunk(3, 1)
    raw = q @ k.T
    scaled = raw / (math.sqrt(int(settings["divisor"])) * settings["temperature"])
    weights = normalise(settings, scaled)
    context = weights @ v
    mean = context.mean(0, keepdim=True)
    logits = F.linear(mean, state["output.weight"], state["output.bias"])
    return {"X": x, "Q": q, "K": k, "V": v, "scores": raw, "scaled": scaled, "weights": weights,
            "context": context, "mean": mean, "logits": logits,
            "probabilities": F.softmax(logits, -1)}
