#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The works of training_bench and attention_bench in PyTorch, each written in the way that is fastest there.

  pytorch_peers.py WORK [threads] [seconds]

prints one number: milliseconds a step; for decoding, self-N and additive-N (attention over N tokens)
microseconds. compare.py runs it with the
environment in which PyTorch is fastest.
"""
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


def median_time(step, seconds):
    for _ in range(5):
        step()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 7:
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    return sorted(times)[len(times) // 2]


class Reviews(nn.Module):
    """Embedding 20,000 x 128, self-attention of 128 x 128 over 64 tokens, mean, two classes."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20000, 128)
        nn.init.uniform_(self.embedding.weight, -0.05, 0.05)
        self.qkv = nn.Parameter(torch.empty(128, 384).uniform_(-0.05, 0.05))
        self.output = nn.Linear(128, 2)

    def forward(self, ids):
        q, k, v = (self.embedding(ids) @ self.qkv).split(128, 2)
        weights = torch.softmax(torch.bmm(q, k.transpose(1, 2)) / 8, -1)
        return self.output(F.dropout(torch.bmm(weights, v).mean(1), 0.5))


def reviews(seconds):
    model = Reviews()
    optimiser = torch.optim.Adam(model.parameters(), lr=2e-4)
    frequency = torch.cumsum(1 / torch.arange(1, 20001, dtype=torch.float64), 0)
    ids = torch.searchsorted(frequency / frequency[-1],
                             torch.rand(25000, 64, dtype=torch.float64)).clamp_(max=19999)
    labels = torch.randint(0, 2, (25000,))
    order = torch.randperm(25000)
    count = 0

    def step():
        nonlocal count
        batch = order[count * 32 % 24960:][:32]
        for group in optimiser.param_groups:
            group["lr"] = 2e-4 / (1 + 1e-5 * count)
        count += 1
        optimiser.zero_grad(set_to_none=True)
        F.cross_entropy(model(ids[batch]), labels[batch]).backward()
        optimiser.step()

    return 1e3 * median_time(step, seconds)


class Translation(nn.Module):
    """GRU encoder-decoder with additive attention, keys projected once for a sentence."""

    def __init__(self, width, layers, words):
        super().__init__()
        between = 0.1 if layers > 1 else 0
        self.source = nn.Embedding(words, width)
        self.encoder = nn.GRU(width, width, layers, dropout=between)
        self.w_q = nn.Linear(width, width, bias=False)
        self.w_k = nn.Linear(width, width, bias=False)
        self.w_v = nn.Linear(width, 1, bias=False)
        self.target = nn.Embedding(words, width)
        self.decoder = nn.GRU(2 * width, width, layers, dropout=between)
        self.output = nn.Linear(width, words)

    def forward(self, source, visible, previous):
        states, h = self.encoder(self.source(source).transpose(0, 1))
        states = states.transpose(0, 1)
        keys = self.w_k(states)
        outputs = []
        for x in self.target(previous).transpose(0, 1):
            bent = torch.tanh(self.w_q(h[-1]).unsqueeze(1) + keys)
            scores = self.w_v(bent).squeeze(-1).masked_fill(~visible, -1e6)
            weights = F.dropout(torch.softmax(scores, -1), 0.1)
            context = torch.bmm(weights.unsqueeze(1), states).transpose(0, 1)
            y, h = self.decoder(torch.cat((context, x.unsqueeze(0)), -1), h)
            outputs.append(y)
        return self.output(torch.cat(outputs, 0))


def translation(width, layers, longest, words, seconds):
    model = Translation(width, layers, words)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    source, previous, wanted = (torch.randint(4, words, (64, longest)) for _ in range(3))
    place = torch.arange(longest)[None, :]
    visible = place < torch.randint(longest // 2, longest + 1, (64, 1))
    used = (place < torch.randint(longest // 2, longest + 1, (64, 1))).float().t().flatten()
    wanted = wanted.t().flatten()

    def step():
        optimiser.zero_grad(set_to_none=True)
        logits = model(source, visible, previous).flatten(0, 1)
        loss = (F.cross_entropy(logits, wanted, reduction="none") * used).sum() / used.sum()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()

    return 1e3 * median_time(step, seconds)


def decoding(seconds):
    with torch.no_grad():
        model = Translation(256, 1, 1000)
        states = torch.randn(1, 20, 256)
        keys = model.w_k(states)
        h = torch.zeros(1, 1, 256)
        token = torch.tensor([7])

        def step():
            scores = model.w_v(torch.tanh(model.w_q(h[-1]).unsqueeze(1) + keys)).squeeze(-1)
            weights = torch.softmax(scores, -1)
            context = torch.bmm(weights.unsqueeze(1), states)
            x = torch.cat((context, model.target(token).unsqueeze(1)), -1)
            return model.decoder(x, h), weights

        return 1e6 * median_time(step, seconds)


def self_attention(n, seconds):
    """8 heads of 8 features, every weight kept; one product for Q, K and V."""
    width, heads = 64, 8
    x, zero = torch.randn(n, width), torch.zeros(1, 1, 1)
    w_in, b_in = torch.randn(width, 3 * width) / 8, torch.zeros(3 * width)
    w_out, b_out = torch.randn(width, width) / 8, torch.zeros(width)
    factor = (width / heads) ** -0.5

    def step():
        joined = torch.addmm(b_in, x, w_in).view(n, 3, heads, width // heads)
        q, k, v = joined.permute(1, 2, 0, 3).unbind(0)
        weights = torch.softmax(torch.baddbmm(zero, q, k.transpose(1, 2), beta=0, alpha=factor), -1)
        context = torch.bmm(weights, v).transpose(0, 1).reshape(n, width)
        return torch.addmm(b_out, context, w_out), weights

    with torch.no_grad():
        return 1e6 * median_time(step, seconds)


def additive_attention(n, seconds):
    """n queries on n keys, hidden width 64, every weight kept."""
    q, k, v = (torch.randn(n, 64) for _ in range(3))
    w_q, w_k, w_v = torch.randn(64, 64) / 8, torch.randn(64, 64) / 8, torch.randn(64) / 8

    def step():
        scores = torch.tanh((q @ w_q).unsqueeze(1) + (k @ w_k).unsqueeze(0)) @ w_v
        weights = torch.softmax(scores, -1)
        return weights @ v, weights

    with torch.no_grad():
        return 1e6 * median_time(step, seconds)


def main():
    work = sys.argv[1]
    torch.set_num_threads(int(sys.argv[2]) if len(sys.argv) > 2 else 2)
    torch.manual_seed(0)
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 3
    works = {"reviews": lambda: reviews(seconds),
             "seq2seq-small": lambda: translation(32, 2, 10, 200, seconds),
             "seq2seq-large": lambda: translation(256, 1, 20, 8000, seconds),
             "decoding": lambda: decoding(seconds)}
    kind, _, size = work.partition("-")
    if kind == "self":
        print(f"{self_attention(int(size), seconds):.4f}")
    elif kind == "additive":
        print(f"{additive_attention(int(size), seconds):.4f}")
    else:
        print(f"{works[work]():.4f}")


if __name__ == "__main__":
    main()
