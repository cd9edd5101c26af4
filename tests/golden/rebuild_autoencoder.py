# SPDX-License-Identifier: GPL-3.0-or-later
import torch
import torch.nn.functional as F


def compute(state, settings, info, metadata, trace):
    out = {}
    h = torch.from_numpy(trace["noisy" if "noisy" in trace else "spectrum"])
    for layer in (1, 2):
        own, name = f"encoder{layer}", f"attention{layer}"
        h = F.relu(F.linear(h, state[own + ".weight"], state[own + ".bias"]))
        h = out[own + "/normalised"] = F.layer_norm(h, h.shape[-1:])
        if name + ".score.weight" in state:
            a = F.softmax(F.linear(h, state[name + ".score.weight"], state[name + ".score.bias"]), -1)
            out[own + "/attention/weights"] = a
            h = F.linear(a * h, state[name + ".output.weight"], state[name + ".output.bias"])
            out[own + "/attention/mixed"] = h
    out["code"] = h
    d = F.relu(h @ state["encoder2.weight"] + state["decoder1.bias"])
    out["decoder1/rectified"] = d
    out["reconstruction"] = d @ state["encoder1.weight"] + state["decoder2.bias"]
    return out
