# SPDX-License-Identifier: GPL-3.0-or-later
"""The models of autoencoder, reviews and entity-network."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from golden_file import leaf, save, weigh


class Autoencoder(nn.Module):
    """The model of the autoencoder scenario; the decoder's weights are the encoder's."""

    def __init__(self, width, wide, code, first, second):
        super().__init__()
        self.encoder1 = nn.Linear(width, wide)
        self.encoder2 = nn.Linear(wide, code)
        self.decoder1 = nn.Module()
        self.decoder1.bias = nn.Parameter(torch.randn(wide))
        self.decoder2 = nn.Module()
        self.decoder2.bias = nn.Parameter(torch.randn(width))
        for name, size, wanted in (("attention1", wide, first), ("attention2", code, second)):
            if wanted:
                block = nn.Module()
                block.score = nn.Linear(size, size)
                block.output = nn.Linear(size, size)
                setattr(self, name, block)

    def layer(self, x, dense, name):
        h = F.relu(dense(x))
        h = F.layer_norm(h, h.shape[-1:])
        block = getattr(self, name, None)
        return h if block is None else block.output(F.softmax(block.score(h), -1) * h)

    def forward(self, x):
        h = self.layer(x, self.encoder1, "attention1")
        h = self.layer(h, self.encoder2, "attention2")
        d = F.relu(h @ self.encoder2.weight + self.decoder1.bias)
        return d @ self.encoder1.weight + self.decoder2.bias


def autoencoder(name, first, second):
    m = Autoencoder(7, 6, 4, first, second)
    x = leaf(3, 7)
    y = m(x)
    save(name, m, {"x": x}, {"y": y}, weigh(y))


class Reviews(nn.Module):
    """The model of the reviews scenario."""

    def __init__(self, words, width):
        super().__init__()
        self.embedding = nn.Embedding(words, width)
        self.attention = nn.Module()
        self.attention.in_proj_weight = nn.Parameter(torch.randn(3 * width, width) * 0.4)
        self.output = nn.Linear(width, 2)

    def forward(self, ids, visible):
        q, k, v = F.linear(self.embedding(ids), self.attention.in_proj_weight).chunk(3, -1)
        scores = (q @ k.transpose(-1, -2) / math.sqrt(64)).masked_fill(~visible[:, None], -math.inf)
        shares = visible.float() / visible.sum(1, keepdim=True)
        mean = (shares[:, None] @ (F.softmax(scores, -1) @ v))[:, 0]
        return self.output(mean)


def reviews(masked):
    m = Reviews(12, 6)
    ids = torch.tensor([[5, 7, 2, 9, 4], [0, 0, 1, 8, 3], [0, 0, 0, 1, 11]])
    if masked:  # there padding stands behind the words
        ids = torch.tensor([[5, 7, 2, 9, 4], [1, 8, 3, 0, 0], [1, 11, 0, 0, 0]])
    grades = torch.tensor([1, 0, 1])
    logits = m(ids, ids > 0 if masked else torch.ones_like(ids).bool())
    loss = F.cross_entropy(logits, grades, reduction="sum")
    save("reviews_masked" if masked else "reviews", m,
         {"ids": ids, "lengths": (ids > 0).sum(1), "grades": grades}, {"logits": logits}, loss)


class EntityNetwork(nn.Module):
    """The model of the entity-network scenario. Henaff et al. 2017."""

    def __init__(self, vocabulary, width, places, slots):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.mask = nn.Module()
        self.mask.weight = nn.Parameter(torch.randn(places, width))
        self.memory = nn.Module()
        for name in "UVW":
            setattr(self.memory, name, nn.Linear(width, width, bias=False))
        self.memory.activation = nn.PReLU(init=0.4)
        self.output = nn.Module()
        self.output.H = nn.Linear(width, width, bias=False)
        self.output.activation = nn.PReLU(init=0.7)
        self.output.R = nn.Linear(width, vocabulary, bias=False)
        self.slots = slots

    def encode(self, ids):
        there = (ids > 0).float().unsqueeze(-1)
        return (self.embedding(ids) * self.mask.weight * there).sum(-2)

    def forward(self, story, questions):
        told, keys, m = self.encode(story), self.embedding(self.slots), self.memory
        h = keys.expand(len(story), -1, -1)
        for t in range(story.shape[1]):
            s = told[:, t].unsqueeze(1)
            gate = torch.sigmoid((h * s).sum(-1) + (keys * s).sum(-1))
            gate = gate * (story[:, t] > 0).any(-1, keepdim=True)
            h = F.normalize(h + gate.unsqueeze(-1) * m.activation(m.U(h) + m.V(keys) + m.W(s)),
                            dim=-1)
        q = self.encode(questions)
        u = F.softmax(q @ h.transpose(-1, -2), -1) @ h
        return self.output.R(self.output.activation(q + self.output.H(u)))


def entity_network():
    slots = torch.tensor([4, 6, 9])
    m = EntityNetwork(11, 6, 4, slots)
    story = torch.tensor([[[4, 5, 7, 0], [6, 5, 8, 10]], [[9, 8, 0, 0], [0, 0, 0, 0]]])
    questions = torch.tensor([[[5, 4, 0, 0], [5, 10, 6, 0]], [[7, 9, 0, 0], [0, 0, 0, 0]]])
    answers = torch.tensor([[7, 8], [8, -1]])
    logits = m(story, questions)
    loss = F.cross_entropy(logits.flatten(0, 1), answers.flatten(), ignore_index=-1,
                           reduction="sum")
    save("entity_network", m, {"story": story, "questions": questions, "answers": answers,
                               "slots": slots}, {"logits": logits}, loss)
