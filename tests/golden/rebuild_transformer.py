# SPDX-License-Identifier: GPL-3.0-or-later
"""PyTorch's own nn.Transformer layers where they compute the same (scaled dot product, softmax,
temperature 1, no mask of the encoder); and every head's scores and weights in the open."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from rebuild_parts import masked_by, normalise, scale, scores, sinusoids, sub, word_ids


class Layers:
    """One side of the transformer, step by step."""

    def __init__(self, state, settings, out):
        self.state, self.settings, self.out = state, settings, out
        self.pre = settings["norm"] == "pre"

    def norm(self, name, x):
        return F.layer_norm(x, x.shape[-1:], self.state[name + ".weight"],
                            self.state[name + ".bias"])

    def attend(self, name, path, x, seen, mask):
        own, heads, kind = sub(self.state, name), self.settings["heads"], self.settings["score"]
        w, b = own["in_proj_weight"].chunk(3), own["in_proj_bias"].chunk(3)
        q, k, v = (F.linear(rows, w[i], b[i]).unflatten(1, (heads, -1)).transpose(0, 1)
                   for i, rows in enumerate((x, seen, seen)))
        raw = scores(kind, sub(own, "score."), q, k)
        weights = normalise(self.settings, mask(raw * scale(kind, q.shape[-1], self.settings)))
        context = weights @ v
        for head in range(heads):
            at = f"{path}head{head}/"
            self.out[at + "Q"], self.out[at + "K"], self.out[at + "V"] = q[head], k[head], v[head]
            self.out[at + "scores"], self.out[at + "weights"] = raw[head], weights[head]
            self.out[at + "context"] = context[head]
        return F.linear(context.transpose(0, 1).flatten(1), own["out_proj.weight"],
                        own["out_proj.bias"])

    def around(self, norm, x, part):
        if self.pre:
            return x + part(self.norm(norm, x))
        return self.norm(norm, x + part(x))

    def net(self, prefix, x):
        own = sub(self.state, prefix)
        inner = F.relu(F.linear(x, own["linear1.weight"], own["linear1.bias"]))
        return F.linear(inner, own["linear2.weight"], own["linear2.bias"])


def causal(x):
    return x.masked_fill(torch.ones(x.shape[-2:], dtype=torch.bool).triu(1), -math.inf)


def by_hand(state, settings, x, y, out):
    both = Layers(state, settings, out)
    for layer in range(settings["layers"]):
        own, path = f"encoder.layers.{layer}.", f"encoder/layer{layer}/"
        x = both.around(own + "norm1", x, lambda z: both.attend(
            own + "self_attn.", path, z, z, lambda s: masked_by(settings, s)))
        out[path + "attended"] = x
        x = both.around(own + "norm2", x, lambda z: both.net(own, z))
        out[path + "output"] = x
    memory = both.norm("encoder.norm", x) if both.pre else x
    for layer in range(settings["layers"]):
        own, path = f"decoder.layers.{layer}.", f"decoder/layer{layer}/"
        y = both.around(own + "norm1", y, lambda z: both.attend(
            own + "self_attn.", path + "self/", z, z, causal))
        out[path + "self/attended"] = y
        y = both.around(own + "norm2", y, lambda z: both.attend(
            own + "multihead_attn.", path + "cross/", z, memory, lambda s: s))
        out[path + "cross/attended"] = y
        y = both.around(own + "norm3", y, lambda z: both.net(own, z))
        out[path + "output"] = y
    return both.norm("decoder.norm", y) if both.pre else y


def by_pytorch(state, settings, x, y):
    """nn.Transformer with the weights loaded by name; without its last norms for post-norm."""
    width, pre = x.shape[1], settings["norm"] == "pre"
    shape = dict(d_model=width, nhead=settings["heads"], dim_feedforward=settings["feed_forward"],
                 dropout=0.0, batch_first=True, norm_first=pre)
    last = (lambda: nn.LayerNorm(width)) if pre else (lambda: None)
    module = nn.Transformer(
        width, settings["heads"], batch_first=True,
        custom_encoder=nn.TransformerEncoder(nn.TransformerEncoderLayer(**shape),
                                             settings["layers"], last()),
        custom_decoder=nn.TransformerDecoder(nn.TransformerDecoderLayer(**shape),
                                             settings["layers"], last()))
    module.load_state_dict({k: v for k, v in state.items()
                            if k.startswith(("encoder.layers", "decoder.layers",
                                             "encoder.norm", "decoder.norm"))})
    module.train()  # the way of evaluation packs sentences and computes in another order
    mask = module.generate_square_subsequent_mask(len(y))
    return module(x.unsqueeze(0), y.unsqueeze(0), tgt_mask=mask)[0]


def compute(state, settings, info, metadata, trace):
    out = {}
    source = torch.tensor(word_ids(metadata, info["input_tokens"], "source"))
    written = word_ids(metadata, info["output_tokens"], "target")  # <eos> included
    read = torch.tensor(word_ids(metadata, ["<bos>"], "target") + written[:-1])

    def vectors(side, ids):
        x = state[side + ".embedding.weight"][ids]
        out[side + "/embedding"] = x
        if settings["positions"] == "learned":
            x = x + state[side + ".position.weight"][:len(ids)]
        else:
            x = x + sinusoids(settings["positions"], len(ids), x.shape[1])
        out[side + "/X"] = x
        return x

    x, y = vectors("encoder", source), vectors("decoder", read)
    last = by_hand(state, settings, x, y, out)
    plain = {"score": "scaled_dot", "normaliser": "softmax", "temperature": 1, "mask": "none"}
    if all(settings[name] == value for name, value in plain.items()):
        last = by_pytorch(state, settings, x, y)
    logits = F.linear(last, state["decoder.output.weight"], state["decoder.output.bias"])
    out["decoder/logits"], out["decoder/probabilities"] = logits, F.softmax(logits, -1)
    return out
