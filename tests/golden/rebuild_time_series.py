# SPDX-License-Identifier: GPL-3.0-or-later
import torch
import torch.nn.functional as F

from rebuild_parts import normalise, recurrent, scale, scores, sub


def compute(state, settings, info, metadata, trace):
    kind, cell, score = settings["model"], settings["cell"], settings["score"]
    series = torch.from_numpy(trace["series"])
    mean, deviation = state["normalise.mean"], state["normalise.deviation"]
    xs = list((series - mean) / deviation)
    steps = len(xs) + settings["horizon"]
    hidden = settings["hidden"]
    own = sub(state, "attention.")
    rnn = None if kind == "attention" else recurrent(cell, state, "rnn.", 1, False)
    last, c = None, torch.zeros(hidden)
    keys, values, rows = [], [], {}

    def look_back(q):
        row = torch.zeros(steps)
        if not keys:
            return row, torch.zeros(hidden)
        raw = scores(score, own, q[None], torch.stack(keys)) * scale(score, hidden, settings)
        row[:len(keys)] = normalise(settings, raw)[0]
        return row, row[:len(keys)] @ torch.stack(values)

    def record(**named):
        for name, value in named.items():
            rows.setdefault(name, []).append(value)

    for t in range(steps):
        x = xs[t] if t < len(xs) else rows["forecast"][-1]
        record(input=x)
        if kind == "attention":
            near = [rows["input"][t - i] if t >= i else torch.zeros_like(x) for i in range(3)]
            features = torch.tanh(F.linear(torch.cat(near), state["embedding.weight"],
                                           state["embedding.bias"]))
            keys.append(state["key.weight"] @ features)
            values.append(state["value.weight"] @ features)
            row, c = look_back(state["query.weight"] @ features)
            record(embedding=features, **{"attention/weights": row, "attention/context": c})
        else:
            given = torch.cat((x, c)) if kind == "recurrent_attention" else x
            y, last = rnn(given[None, None], last)
            features = y[0, 0]
            record(states=features)
            if kind == "recurrent_attention":
                row, c = look_back(features)
                record(**{"attention/weights": row, "attention/context": c})
                keys.append(features)
                values.append(features)
        if kind != "recurrent":
            features = torch.cat((features, c))
        record(forecast=x + F.linear(features, state["output.weight"], state["output.bias"]))
    return {name: torch.stack(value) for name, value in rows.items()}
