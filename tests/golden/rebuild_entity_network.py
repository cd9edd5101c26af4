# SPDX-License-Identifier: GPL-3.0-or-later
"""The recurrent entity network, for rebuild.py."""
import json

import torch
import torch.nn.functional as F

from rebuild_parts import normalise, word_ids


def sentences_of(tokens):
    sentences = [[]]
    for token in tokens:
        if token in (".", "?", "!"):
            sentences.append([])
        else:
            sentences[-1].append(token)
    return [sentence for sentence in sentences if sentence]


def compute(state, settings, info, metadata, trace):
    out = {}
    embedding, masks = state["embedding.weight"], state["mask.weight"]

    def encode(words):
        return (embedding[word_ids(metadata, words)] * masks[:len(words)]).sum(0)

    slots = json.loads(metadata["regard.vocabulary"])["slots"]
    keys = embedding[word_ids(metadata, slots)]
    slope = state["memory.activation.weight"]
    h, gates, told = keys, [], []
    for number, words in enumerate(sentences_of(info["input_tokens"]), 1):
        s = encode(words[:settings["places"]])
        told.append(s)
        gate = torch.sigmoid(h @ s + keys @ s)
        gates.append(gate)
        candidate = F.prelu(h @ state["memory.U.weight"].T + keys @ state["memory.V.weight"].T
                            + state["memory.W.weight"] @ s, slope)
        h = F.normalize(h + gate[:, None] * candidate, dim=-1)
        out[f"sentence{number}/candidate"], out[f"sentence{number}/memory"] = candidate, h
    out["sentences"], out["gates"], out["keys"] = torch.stack(told), torch.stack(gates), keys
    question = next(t["rows"] for t in info["tensors"] if t["path"] == "answer/embedding")
    q = encode(question)[None]
    raw = q @ h.T
    weights = normalise(settings, raw / settings["temperature"])
    u = weights @ h
    y = F.prelu(q + u @ state["output.H.weight"].T, state["output.activation.weight"])
    logits = y @ state["output.R.weight"].T
    out.update({"answer/Q": q, "answer/scores": raw, "answer/weights": weights,
                "answer/context": u, "answer/output": y, "logits": logits,
                "probabilities": F.softmax(logits, -1)})
    return out
