# SPDX-License-Identifier: GPL-3.0-or-later
"""Score functions, masks, normalisers and kernels."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from golden_file import leaf, save, weigh


class Additive(nn.Module):
    def __init__(self, query, key, hidden):
        super().__init__()
        self.W_q = nn.Linear(query, hidden, bias=False)
        self.W_k = nn.Linear(key, hidden, bias=False)
        self.w_v = nn.Linear(hidden, 1, bias=False)

    def forward(self, q, k):
        return self.w_v(torch.tanh(self.W_q(q).unsqueeze(-2) + self.W_k(k).unsqueeze(-3))).squeeze(-1)


class General(nn.Module):
    def __init__(self, query, key):
        super().__init__()
        self.W = nn.Linear(key, query, bias=False)

    def forward(self, q, k):
        return q @ self.W(k).transpose(-1, -2)


class Dot(nn.Module):
    def __init__(self, scaled):
        super().__init__()
        self.scaled = scaled

    def forward(self, q, k):
        scores = q @ k.transpose(-1, -2)
        return scores / math.sqrt(q.shape[-1]) if self.scaled else scores


class MeanProduct(nn.Module):
    def forward(self, q, k):
        return q @ k.transpose(-1, -2) / q.shape[-1]


class Concat(nn.Module):
    def __init__(self, query, key, hidden):
        super().__init__()
        self.W = nn.Linear(query + key, hidden, bias=False)
        self.w_v = nn.Linear(hidden, 1, bias=False)

    def forward(self, q, k):
        pairs = torch.cat((q.unsqueeze(-2).expand(-1, -1, k.shape[-2], -1),
                           k.unsqueeze(-3).expand(-1, q.shape[-2], -1, -1)), -1)
        return self.w_v(torch.tanh(self.W(pairs))).squeeze(-1)


class Location(nn.Module):
    def __init__(self, query, positions):
        super().__init__()
        self.W = nn.Linear(query, positions, bias=False)

    def forward(self, q, k):
        return self.W(q)[..., :k.shape[-2]]


class Cosine(nn.Module):
    def forward(self, q, k):
        return F.cosine_similarity(q.unsqueeze(-2), k.unsqueeze(-3), dim=-1)


class Gaussian(nn.Module):
    def __init__(self):
        super().__init__()
        self.sigma = nn.Parameter(torch.tensor([0.8]))

    def forward(self, q, k):
        return -(q.unsqueeze(-2) - k.unsqueeze(-3)).square().sum(-1) / (2 * self.sigma ** 2)


class Bent(Additive):
    """The additive form with another function in place of tanh."""

    def __init__(self, query, key, hidden, bend):
        super().__init__(query, key, hidden)
        self.bend = bend

    def forward(self, q, k):
        return self.w_v(self.bend(self.W_q(q).unsqueeze(-2) + self.W_k(k).unsqueeze(-3))).squeeze(-1)


def sparsemax(x):
    """Martins & Astudillo 2016, algorithm 1; −∞ for what is hidden."""
    z, _ = x.sort(-1, descending=True)
    k = torch.arange(1, x.shape[-1] + 1)
    total = z.masked_fill(z.isinf(), -1e9).cumsum(-1)
    size = (1 + k * z.masked_fill(z.isinf(), -1e9) > total).sum(-1, keepdim=True)
    threshold = (total.gather(-1, size - 1) - 1) / size
    return (x - threshold).clamp(min=0)


NORMALISERS = {"softmax": lambda x: F.softmax(x, -1), "sparsemax": sparsemax,
               "sigmoid": torch.sigmoid}


def mask_of(kind, queries, keys, window=3):
    """Which keys each query sees."""
    t, j = torch.arange(queries)[:, None], torch.arange(keys)[None, :]
    if kind == "causal":
        return j <= t
    if kind == "window":
        return (j >= t - window // 2) & (j < t - window // 2 + window)
    if kind == "history":
        return (j > t - window) & (j <= t)
    return torch.ones(queries, keys, dtype=torch.bool)


def attention(name, score, mask, normaliser="softmax"):
    q, k, v = leaf(2, 4, 6), leaf(2, 5, 6), leaf(2, 5, 3)
    lengths = torch.tensor([5, 3])
    visible = torch.arange(5)[None, None, :] < lengths[:, None, None]
    visible = visible & mask_of(mask, 4, 5)
    weights = NORMALISERS[normaliser](score(q, k).masked_fill(~visible, -math.inf))
    context = weights @ v
    parts = ["attention", name] + [p for p in (mask, normaliser) if p not in ("none", "softmax")]
    save("_".join(parts), score,
         {"q": q, "k": k, "v": v, "lengths": lengths}, {"weights": weights, "y": context},
         weigh(context))


def attention_regulariser():
    """lambda * sum((A A^T - I)^2) / batch, as in keras-self-attention."""
    m = nn.Module()
    x = leaf(2, 4, 4)
    a = F.softmax(x, -1)
    loss = 0.3 * (a @ a.transpose(1, 2) - torch.eye(4)).square().sum() / 2
    save("attention_regulariser", m, {"x": x}, {}, loss)


KERNELS = {
    "boxcar": lambda u: (u < 1).float(),
    "epanechikov": lambda u: (1 - u ** 2).clamp(min=0),
    "triangular": lambda u: (1 - u).clamp(min=0),
    "constant": torch.ones_like,
}


def kernel(name):
    """Nadaraya-Watson regression: weights K(u) / sum K(u), zeros where no key is in reach."""
    m = nn.Module()
    m.sigma = nn.Parameter(torch.tensor([1.7]))
    q, k, v = leaf(2, 4, 2), leaf(2, 5, 2), leaf(2, 5, 1)
    q.data[0, 1] += 9  # out of reach
    hidden = torch.tensor([[0, 0, 1, 0, 0], [0, 0, 0, 0, 1]]).bool()
    u = (q.unsqueeze(-2) - k.unsqueeze(-3)).square().sum(-1).sqrt() / m.sigma
    values = KERNELS[name](u).masked_fill(hidden.unsqueeze(1), 0)
    total = values.sum(-1, keepdim=True)
    weights = values / total.masked_fill(total == 0, 1)
    y = weights @ v
    # Kernels without a slope have no part in the gradient.
    loss = weigh(y) + 0 * (q.sum() + k.sum() + m.sigma.sum())
    save("kernel_" + name, m, {"q": q, "k": k, "v": v, "hidden": hidden}, {"weights": weights, "y": y},
         loss)
