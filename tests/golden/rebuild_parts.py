# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of models in PyTorch, as the rebuild_SCENARIO.py modules need them."""
import json
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from golden_attention import mask_of, sparsemax


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
    if kind in ("dot", "scaled_dot", "mean_product"):
        return q @ k.transpose(-1, -2)
    if kind == "general":
        return q @ (k @ state["W.weight"].T).transpose(-1, -2)
    if kind == "location":
        return (q @ state["W.weight"].T)[..., :k.shape[-2]]
    if kind == "cosine":
        return F.cosine_similarity(q.unsqueeze(-2), k.unsqueeze(-3), dim=-1)
    if kind == "gaussian":
        distance = (q.unsqueeze(-2) - k.unsqueeze(-3)).square().sum(-1)
        return -distance / (2 * state["sigma"] ** 2)
    if kind == "concat":
        w_q, w_k = state["W.weight"].split((q.shape[-1], k.shape[-1]), 1)
    else:
        w_q, w_k = state["W_q.weight"], state["W_k.weight"]
    bend = {"additive_sin": torch.sin, "additive_cos": torch.cos,
            "additive_linear": lambda x: x}.get(kind, torch.tanh)
    hidden = bend((q @ w_q.T).unsqueeze(-2) + (k @ w_k.T).unsqueeze(-3))
    return hidden @ state["w_v.weight"][0]


def scale(kind, d, settings):
    factor = {"scaled_dot": 1 / math.sqrt(d), "mean_product": 1 / d}.get(kind, 1)
    return factor / settings.get("temperature", 1)


def masked_by(settings, x):
    """-inf where the settings' mask hides a key from a query."""
    if settings.get("mask", "none") == "none":
        return x
    visible = mask_of(settings["mask"], x.shape[-2], x.shape[-1], settings["window"])
    return x.masked_fill(~visible, -math.inf)


def normalise(settings, x):
    """Weights of masked scores; a row that sees nothing gets zeros."""
    kind = settings.get("normaliser", "softmax")
    if kind == "sparsemax":
        return sparsemax(x)
    if kind == "sigmoid":
        return torch.sigmoid(x)
    if kind == "hardmax":
        return F.one_hot(x.argmax(-1), x.shape[-1]).float()
    return torch.nan_to_num(F.softmax(x, -1))


def recurrent(cell, state, prefix, layers, bidirectional):
    own = sub(state, prefix)
    width, hidden = own["weight_ih_l0"].shape[1], own["weight_hh_l0"].shape[1]
    module = getattr(nn, cell.upper())(width, hidden, layers, batch_first=True,
                                       bidirectional=bidirectional)
    module.load_state_dict(own)
    return module


def word_ids(metadata, tokens, use="text"):
    """Ids of tokens in a vocabulary of the weights file; that of <unk> for unknown ones. A token that
    is a space is shown as ␣."""
    tokens = [" " if token == "␣" else token for token in tokens]
    vocabulary = json.loads(metadata["regard.vocabulary"])[use]
    ids = {token: i for i, token in enumerate(vocabulary)}
    return [ids.get(token, ids.get(token.lower(), ids["<unk>"])) for token in tokens]
