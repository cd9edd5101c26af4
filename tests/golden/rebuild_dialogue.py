# SPDX-License-Identifier: GPL-3.0-or-later
import torch
import torch.nn.functional as F

from rebuild_parts import recurrent, scale, scores, sub, word_ids


def compute(state, settings, info, metadata, trace):
    out = {}
    ids = torch.tensor(word_ids(metadata, info["input_tokens"]))
    written = word_ids(metadata, info["output_tokens"])  # <eos> included
    kind, cell, layers = settings["score"], settings["cell"], settings["layers"]
    encoder = recurrent(cell, state, "encoder.rnn.", layers, settings["bidirectional"])
    decoder = recurrent(cell, state, "decoder.rnn.", layers, False)
    states, last = encoder(state["encoder.embedding.weight"][ids].unsqueeze(0))
    out["encoder/states"] = states[0]
    # An LSTM's state is (h | c) side by side; the decoder starts from the forward direction.
    last = torch.cat(last, -1) if cell == "lstm" else last
    last = last[::2] if settings["bidirectional"] else last
    if settings["bidirectional"]:
        last = torch.stack([
            torch.tanh(F.linear(h, state[f"decoder.bridge.{i}.weight"],
                                state[f"decoder.bridge.{i}.bias"])) for i, h in enumerate(last)])
    rows = {"logits": [], "attention/weights": [], "states": []}
    previous = 2  # <bos>
    for token in written:
        hidden = last[..., :settings["hidden"]]
        context = states[:, -1:]
        if settings["attention"]:
            q = hidden[-1].unsqueeze(1)
            raw = scores(kind, sub(state, "decoder.attention."), q, states)
            weights = F.softmax(raw * scale(kind, q.shape[-1], settings), -1)
            rows["attention/weights"].append(weights[0, 0])
            context = weights @ states
        x = torch.cat((context, state["decoder.embedding.weight"][previous].view(1, 1, -1)), -1)
        if cell == "lstm":
            y, (h, c) = decoder(x, tuple(part.contiguous() for part in last.chunk(2, -1)))
            last = torch.cat((h, c), -1)
        else:
            y, last = decoder(x, last.contiguous())
        rows["states"].append(y[0, 0])
        rows["logits"].append(F.linear(y[0, 0], state["decoder.output.weight"],
                                       state["decoder.output.bias"]))
        previous = token
    out.update({"decoder/" + k: torch.stack(v) for k, v in rows.items() if v})
    return out
