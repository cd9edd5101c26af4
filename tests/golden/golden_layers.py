# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers, losses and Adam."""
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from golden_file import HERE, leaf, save, weigh


def linear():
    m = nn.Linear(5, 3)
    x = leaf(2, 4, 5)
    y = m(x)
    save("linear", m, {"x": x}, {"y": y}, weigh(y))


def layer_norm():
    m = nn.LayerNorm(6)
    nn.init.normal_(m.weight)
    nn.init.normal_(m.bias)
    x = leaf(2, 4, 6)
    y = m(x)
    save("layer_norm", m, {"x": x}, {"y": y}, weigh(y))


def normalise_rows():
    m = nn.Module()
    x = leaf(3, 6)
    y = F.layer_norm(x, (6,))
    save("normalise_rows", m, {"x": x}, {"y": y}, weigh(y))


def embedding():
    m = nn.Embedding(7, 4)
    ids = torch.tensor([[3, 1, 3], [0, 6, 2]])
    y = m(ids)
    save("embedding", m, {"ids": ids}, {"y": y}, weigh(y))


def softmax():
    m = nn.Module()
    x = leaf(3, 5)
    y = F.softmax(x, -1)
    save("softmax", m, {"x": x}, {"y": y}, weigh(y))


def prelu():
    m = nn.PReLU(init=0.3)
    x = leaf(3, 5)
    y = m(x)
    save("prelu", m, {"x": x}, {"y": y}, weigh(y))


def cross_entropy():
    m = nn.Module()
    x = leaf(4, 6)
    targets = torch.tensor([2, 0, -1, 5])
    loss = F.cross_entropy(x, targets, ignore_index=-1, reduction="sum")
    save("cross_entropy", m, {"x": x, "targets": targets}, {}, loss)


def squared_error():
    m = nn.Module()
    x, target = leaf(3, 4), torch.randn(3, 4)
    loss = F.mse_loss(x, target, reduction="sum")
    save("squared_error", m, {"x": x, "target": target}, {}, loss)


def recurrent(kind, layers, bidirectional):
    m = getattr(nn, kind.upper())(3, 4, layers, batch_first=True, bidirectional=bidirectional)
    x = leaf(3, 5, 3)
    lengths = torch.tensor([5, 3, 1])
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True)
    y, last = m(packed)
    y, _ = nn.utils.rnn.pad_packed_sequence(y, batch_first=True)
    if kind == "lstm":
        last = torch.cat(last, -1)  # (h | c)
    outputs = {"y": y, "last": last[::2] if bidirectional else last}
    if bidirectional:
        outputs["first_backward"] = last[1::2]
    save(f"{kind}_{layers}{'_both' if bidirectional else ''}", m, {"x": x, "lengths": lengths},
         outputs, sum(weigh(output) for output in outputs.values()))


def adam():
    m = nn.Module()
    m.theta = nn.Parameter(torch.randn(7))
    start = m.theta.detach().clone()
    optimiser = torch.optim.Adam([m.theta], lr=0.05)
    gradients, states = [], []
    for _ in range(5):
        g = torch.randn(7)
        m.theta.grad = g.clone()
        optimiser.step()
        gradients.append(g)
        states.append(m.theta.detach().clone())
    np.savez(os.path.join(HERE, "adam.npz"), start=start.numpy(),
             gradients=torch.stack(gradients).numpy(), states=torch.stack(states).numpy())


def adam_rows():
    """An embedding's dense Adam while most rows have no gradient."""
    table = nn.Parameter(torch.randn(6, 3))
    start = table.detach().clone()
    optimiser = torch.optim.Adam([table], lr=0.05)
    gradients = torch.zeros(60, 6, 3)
    for step in range(60):
        for row in range(5):  # row 5 is never touched
            if step % (3 * row + 1) == row and step < 45:
                gradients[step, row] = torch.randn(3)
        table.grad = gradients[step].clone()
        optimiser.step()
    np.savez(os.path.join(HERE, "adam_rows.npz"), start=start.numpy(),
             gradients=gradients.numpy(), states=table.detach().numpy())


OPTIMISERS = {
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=1),
    "adamw": lambda parameters: torch.optim.AdamW(parameters, lr=1, weight_decay=0.03),
    "momentum": lambda parameters: torch.optim.SGD(parameters, lr=1, momentum=0.8),
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=1),
}


def optimiser(name, clip=1.5, steps=12):
    """Steps at falling rates on gradients whose norm is limited, which are long in some of them."""
    theta = nn.Parameter(torch.randn(7))
    start = theta.detach().clone()
    chosen = OPTIMISERS[name]([theta])
    rates = [0.1 / (1 + step) for step in range(steps)]
    gradients, states = [], []
    for step, rate in enumerate(rates):
        theta.grad = torch.randn(7) * (0.2 if step % 3 else 2)
        gradients.append(theta.grad.clone())
        nn.utils.clip_grad_norm_([theta], clip)
        chosen.param_groups[0]["lr"] = rate
        chosen.step()
        states.append(theta.detach().clone())
    np.savez(os.path.join(HERE, f"optimiser_{name}.npz"), start=start.numpy(),
             gradients=torch.stack(gradients).numpy(), states=torch.stack(states).numpy(),
             rates=np.array(rates, dtype=np.float32))
