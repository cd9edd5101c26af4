# SPDX-License-Identifier: GPL-3.0-or-later
"""The recurrent models with attention: those of dialogue, translation and dates, of pointer and of
time-series."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from golden_attention import Additive, mask_of
from golden_file import save, teacher_forced, weigh


class Seq2Seq(nn.Module):
    """The recurrent encoder-decoder of dialogue, translation and dates."""

    def __init__(self, vocabulary, embed, hidden, attention, layers=1, luong=False, feed=False,
                 both=False, score=None):
        """score: of equally wide queries and keys, to which states of both directions are brought
        by decoder.keys; without it the additive one, whatever the widths."""
        super().__init__()
        states = 2 * hidden if both else hidden
        self.encoder = nn.Module()
        self.encoder.embedding = nn.Embedding(vocabulary, embed)
        self.encoder.rnn = nn.GRU(embed, hidden, layers, batch_first=True, bidirectional=both)
        self.decoder = nn.Module()
        if both:
            self.decoder.bridge = nn.ModuleList(nn.Linear(hidden, hidden) for _ in range(layers))
        self.decoder.embedding = nn.Embedding(vocabulary, embed)
        if score and both:
            self.decoder.keys = nn.Linear(states, hidden, bias=False)
        if attention:
            self.decoder.attention = score or Additive(hidden, states, hidden)
        joined = 0 if luong and not feed else hidden if luong else states
        self.decoder.rnn = nn.GRU(joined + embed, hidden, layers, batch_first=True)
        if luong:
            self.decoder.combine = nn.Linear(states + hidden, hidden, bias=False)
        self.decoder.output = nn.Linear(hidden, vocabulary)
        self.attention, self.luong, self.feed, self.both = attention, luong, feed, both

    def forward(self, source, lengths, previous):
        packed = nn.utils.rnn.pack_padded_sequence(
            self.encoder.embedding(source), lengths, batch_first=True, enforce_sorted=False)
        states, h = self.encoder.rnn(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(states, batch_first=True)
        visible = (torch.arange(source.shape[1])[None, :] < lengths[:, None]).unsqueeze(1)
        fixed = torch.cat(list(h[-2:] if self.both else h[-1:]), -1).unsqueeze(1)
        fed = torch.zeros_like(h[-1].unsqueeze(1))
        if self.both:
            h = torch.stack([torch.tanh(bridge(backward))
                             for bridge, backward in zip(self.decoder.bridge, h[1::2])])
        keys = self.decoder.keys(states) if hasattr(self.decoder, "keys") else states
        logits, all_weights = [], []

        def attend(query):
            scores = self.decoder.attention(query.unsqueeze(1), keys)
            weights = F.softmax(scores.masked_fill(~visible, -math.inf), -1)
            all_weights.append(weights)
            return weights @ states

        for t in range(previous.shape[1]):
            x = [self.decoder.embedding(previous[:, t:t + 1])]
            if self.luong:
                if self.feed:
                    x.insert(0, fed)
            else:
                x.insert(0, attend(h[-1]) if self.attention else fixed)
            y, h = self.decoder.rnn(torch.cat(x, -1), h)
            if self.luong:
                y = fed = torch.tanh(self.decoder.combine(torch.cat((attend(h[-1]), y), -1)))
            logits.append(self.decoder.output(y))
        return torch.cat(logits, 1), torch.cat(all_weights, 1) if all_weights else None


def seq2seq(name, **options):
    m = Seq2Seq(12, 5, 6, **options)
    inputs, previous, wanted = teacher_forced()
    logits, weights = m(inputs["source"], inputs["lengths"], previous)
    loss = F.cross_entropy(logits.flatten(0, 1), wanted.flatten(), ignore_index=-1,
                           reduction="sum")
    outputs = {"logits": logits}
    if weights is not None:
        outputs["weights"] = weights
    save(name, m, inputs, outputs, loss)


class PointerNetwork(nn.Module):
    def __init__(self, features, hidden):
        super().__init__()
        self.encoder = nn.Module()
        self.encoder.rnn = nn.GRU(features, hidden, batch_first=True, bidirectional=True)
        self.decoder = nn.Module()
        self.decoder.start = nn.Parameter(torch.randn(2 * hidden))
        self.decoder.rnn = nn.GRU(2 * hidden, hidden, batch_first=True)
        self.decoder.attention = Additive(hidden, 2 * hidden, hidden)

    def forward(self, inputs, chosen, hidden_at):
        """One instance; chosen: [steps]; hidden_at: [steps x inputs]. Log-probabilities."""
        e, last = self.encoder.rnn(inputs[None])
        h = last[:1]
        rows, x = [], self.decoder.start
        for index, hidden in zip(chosen, hidden_at):
            d, h = self.decoder.rnn(x.view(1, 1, -1), h)
            u = self.decoder.attention(d, e)[0, 0].masked_fill(hidden, -math.inf)
            rows.append(F.log_softmax(u, -1))
            x = e[0, index]
        return rows


def pointer(problem, features, instances, answers):
    """Steps of a batch: what is chosen is hidden; a hull returns to its first corner, which may be
    pointed at again from the fourth step on."""
    m = PointerNetwork(features, 5)
    loss = 0
    for inputs, answer in zip(instances, answers):
        steps = answer + answer[:1] if problem == "hull" else answer
        hidden = torch.zeros(len(steps), len(inputs), dtype=torch.bool)
        for t in range(len(steps)):
            hidden[t, steps[:t]] = True
            if problem == "hull" and t >= 3:
                hidden[t, steps[0]] = False
        rows = m(inputs, steps, hidden)
        loss = loss - sum(row[index] for row, index in zip(rows, steps))
    longest = max(len(i) for i in instances)
    padded = torch.stack([F.pad(i, (0, 0, 0, longest - len(i))) for i in instances])
    width = max(len(a) for a in answers)
    save("pointer_" + problem, m,
         {"instances": padded, "lengths": torch.tensor([len(i) for i in instances]),
          "answers": torch.tensor([a + [0] * (width - len(a)) for a in answers]),
          "answer_lengths": torch.tensor([len(a) for a in answers])}, {}, loss)


class Series(nn.Module):
    """The models of the time-series scenario."""

    def __init__(self, kind, cell, score, channels, hidden):
        super().__init__()
        self.kind, self.cell = kind, cell
        self.normalise = nn.Module()
        self.normalise.mean = nn.Parameter(torch.randn(channels))
        self.normalise.deviation = nn.Parameter(torch.rand(channels) + 0.5)
        attends = kind != "recurrent"
        if kind == "attention":
            self.embedding = nn.Linear(3 * channels, hidden)
            self.query = nn.Linear(hidden, hidden, bias=False)
            self.key = nn.Linear(hidden, hidden, bias=False)
            self.value = nn.Linear(hidden, hidden, bias=False)
        else:
            width = channels + (hidden if attends else 0)
            self.rnn = getattr(nn, cell.upper())(width, hidden, batch_first=True)
        if attends:
            self.attention = score
        self.output = nn.Linear(2 * hidden if attends else hidden, channels)

    def forward(self, x):
        """x: batch x time x channels, in units. Forecasts of each next step, normalised."""
        x = (x - self.normalise.mean.detach()) / self.normalise.deviation.detach()
        if self.kind == "recurrent":
            return x + self.output(self.rnn(x)[0])
        if self.kind == "attention":
            before = F.pad(x, (0, 0, 2, 0))
            e = torch.tanh(self.embedding(torch.cat((x, before[:, 1:-1], before[:, :-2]), -1)))
            s = self.attention(self.query(e), self.key(e))
            s = s.masked_fill(~mask_of("causal", x.shape[1], x.shape[1]), -math.inf)
            c = F.softmax(s, -1) @ self.value(e)
            return x + self.output(torch.cat((e, c), -1))
        state, states, forecasts = None, [], []
        c = torch.zeros(x.shape[0], 1, self.rnn.hidden_size)
        for t in range(x.shape[1]):
            h, state = self.rnn(torch.cat((x[:, t:t + 1], c), -1), state)
            if states:
                earlier = torch.cat(states, 1)
                c = F.softmax(self.attention(h, earlier), -1) @ earlier
            states.append(h)
            forecasts.append(x[:, t:t + 1] + self.output(torch.cat((h, c), -1)))
        return torch.cat(forecasts, 1)


def series(name, kind, cell, score):
    m = Series(kind, cell, score, 3, 4)
    x = torch.randn(2, 5, 3)
    y = m(x)
    # The normalisation is measured, not learnt: its gradient is zero.
    constants = m.normalise.mean.sum() + m.normalise.deviation.sum()
    save(name, m, {"x": x}, {"y": y}, weigh(y) + 0 * constants)
