# SPDX-License-Identifier: GPL-3.0-or-later
"""The review classifier, for rebuild.py."""
import json
import math

import torch
import torch.nn.functional as F

from rebuild_parts import normalise


def compute(state, settings, info, metadata, trace):
    # A token's row is its place in the vocabulary, those of the special tokens too.
    row = {t: i for i, t in enumerate(json.loads(metadata["regard.vocabulary"])["text"])}
    rows = [row.get(t.lower(), row["<unk>"]) for t in info["input_tokens"]]
    length = settings["length"]
    rows = ([row["<start>"]] + rows)[-length:]
    if not settings["mask_padding"]:
        rows = [row["<pad>"]] * (length - len(rows)) + rows
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
