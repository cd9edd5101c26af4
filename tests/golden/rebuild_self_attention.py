# SPDX-License-Identifier: GPL-3.0-or-later
import torch
import torch.nn.functional as F

from rebuild_parts import masked_by, normalise, scale, scores, sinusoids, sub, word_ids


def compute(state, settings, info, metadata, trace):
    out = {}
    ids = torch.tensor(word_ids(metadata, info["input_tokens"]))
    heads, kind = settings["heads"], settings["score"]
    x = state["embedding.weight"][ids]
    out["embedding"] = x
    x = x + sinusoids(settings["positions"], len(ids), x.shape[1])
    for layer in range(settings["layers"]):
        own = sub(state, f"encoder.layers.{layer}.")
        joined = F.linear(x, own["self_attn.in_proj_weight"], own["self_attn.in_proj_bias"])
        q, k, v = (part.unflatten(1, (heads, -1)).transpose(0, 1) for part in joined.chunk(3, 1))
        raw = scores(kind, sub(own, "self_attn.score."), q, k)
        masked = masked_by(settings, raw * scale(kind, q.shape[-1], settings))
        weights = normalise(settings, masked)
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
