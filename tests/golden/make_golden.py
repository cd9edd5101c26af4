#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the golden files of this folder with PyTorch (python3-torch, /usr/bin/python3).

Each file holds the parameters of one layer or model under their state_dict names (param/NAME),
its inputs (input/NAME), what it computes (output/NAME) and the gradients of a scalar loss with
respect to inputs and parameters (grad/NAME). The loss weighs every number of the output
differently: loss = sum(output * cos(0.7 + 1.3 i)).
"""
import math
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
torch.use_deterministic_algorithms(True)


def weigh(output):
    i = torch.arange(output.numel(), dtype=torch.float64)
    return (output.flatten() * torch.cos(0.7 + 1.3 * i).float()).sum()


def save(name, module, inputs, outputs, loss):
    arrays = {}
    module.zero_grad()
    loss.backward()
    for key, value in module.state_dict().items():
        arrays["param/" + key] = value.detach().numpy()
    for key, value in module.named_parameters():
        arrays["grad/" + key] = value.grad.numpy()
    for key, value in inputs.items():
        arrays["input/" + key] = value.detach().numpy()
        if value.requires_grad:
            grad = torch.zeros_like(value) if value.grad is None else value.grad
            arrays["grad/" + key] = grad.numpy()
    for key, value in outputs.items():
        arrays["output/" + key] = value.detach().numpy()
    arrays["output/loss"] = loss.detach().numpy().reshape(1)
    arrays = {k: np.ascontiguousarray(v) for k, v in arrays.items()}
    np.savez(os.path.join(HERE, name + ".npz"), **arrays)


def leaf(*shape):
    return torch.randn(*shape).requires_grad_()


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


def cross_entropy():
    m = nn.Module()
    x = leaf(4, 6)
    targets = torch.tensor([2, 0, -1, 5])
    loss = F.cross_entropy(x, targets, ignore_index=-1, reduction="sum")
    save("cross_entropy", m, {"x": x, "targets": targets}, {}, loss)


def recurrent(kind, layers, bidirectional):
    m = getattr(nn, kind.upper())(3, 4, layers, batch_first=True, bidirectional=bidirectional)
    x = leaf(3, 5, 3)
    lengths = torch.tensor([5, 3, 1])
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True)
    y, last = m(packed)
    y, _ = nn.utils.rnn.pad_packed_sequence(y, batch_first=True)
    if kind == "lstm":
        last = torch.cat(last, -1)  # (h | c)
    directions = 2 if bidirectional else 1
    last = last[::directions]  # forward directions
    save(f"{kind}_{layers}{'_both' if bidirectional else ''}", m, {"x": x, "lengths": lengths},
         {"y": y, "last": last}, weigh(y) + weigh(last))


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


def encoder_layer(pre):
    m = nn.TransformerEncoderLayer(8, 2, 12, dropout=0.0, batch_first=True, norm_first=pre)
    x = leaf(2, 5, 8)
    lengths = torch.tensor([5, 3])
    hidden = torch.arange(5)[None, :] >= lengths[:, None]
    m.train()
    y = m(x, src_key_padding_mask=hidden)
    # What a padded token itself becomes is of no interest to anybody.
    y = y.masked_fill(hidden.unsqueeze(-1), 0)
    save("encoder_layer_pre" if pre else "encoder_layer", m, {"x": x, "lengths": lengths},
         {"y": y}, weigh(y))


def decoder_layer(pre):
    m = nn.TransformerDecoderLayer(8, 2, 12, dropout=0.0, batch_first=True, norm_first=pre)
    x, memory = leaf(2, 4, 8), leaf(2, 5, 8)
    lengths, memory_lengths = torch.tensor([4, 2]), torch.tensor([3, 5])
    hidden = torch.arange(4)[None, :] >= lengths[:, None]
    m.train()
    y = m(x, memory, tgt_mask=~mask_of("causal", 4, 4), tgt_key_padding_mask=hidden,
          memory_key_padding_mask=torch.arange(5)[None, :] >= memory_lengths[:, None])
    y = y.masked_fill(hidden.unsqueeze(-1), 0)
    save("decoder_layer_pre" if pre else "decoder_layer", m,
         {"x": x, "memory": memory, "lengths": lengths, "memory_lengths": memory_lengths},
         {"y": y}, weigh(y))


def sinusoids(time, width):
    table = torch.zeros(time, width)
    t = torch.arange(time, dtype=torch.float64)[:, None]
    angle = t / 10000 ** (torch.arange(0, width, 2, dtype=torch.float64) / width)
    table[:, 0::2] = torch.sin(angle).float()
    table[:, 1::2] = torch.cos(angle).float()
    return table


def teacher_forced():
    """Three pairs of sentences; what each decoding step reads and what it is to write."""
    source = torch.tensor([[5, 2, 7, 9], [11, 6, 0, 0], [8, 4, 10, 0]])
    lengths = torch.tensor([4, 2, 3])
    target = torch.tensor([[4, 9, 0], [6, 7, 8], [10, 0, 0]])
    target_lengths = torch.tensor([2, 3, 1])
    previous = torch.cat((torch.full((3, 1), 2), target), 1)  # 2: <bos>
    wanted = torch.cat((target, torch.zeros(3, 1, dtype=torch.long)), 1)
    wanted[torch.arange(3), target_lengths] = 3  # <eos>
    wanted[torch.arange(4)[None, :] > target_lengths[:, None]] = -1
    return ({"source": source, "lengths": lengths, "target": target,
             "target_lengths": target_lengths}, previous, wanted)


class Transformer(nn.Module):
    """The model of the transformer scenario."""

    def __init__(self, source, target, width, heads, layers, feed_forward, pre):
        super().__init__()
        shape = dict(d_model=width, nhead=heads, dim_feedforward=feed_forward, dropout=0.0,
                     batch_first=True, norm_first=pre)
        last = (lambda: nn.LayerNorm(width)) if pre else (lambda: None)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(**shape), layers, last())
        self.decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(**shape), layers, last())
        self.encoder.embedding = nn.Embedding(source, width)
        self.decoder.embedding = nn.Embedding(target, width)
        self.decoder.output = nn.Linear(width, target)

    def forward(self, source, lengths, read):
        width = self.encoder.embedding.embedding_dim
        hidden = torch.arange(source.shape[1])[None, :] >= lengths[:, None]
        memory = self.encoder(self.encoder.embedding(source) + sinusoids(source.shape[1], width),
                              src_key_padding_mask=hidden)
        y = self.decoder(self.decoder.embedding(read) + sinusoids(read.shape[1], width), memory,
                         tgt_mask=~mask_of("causal", read.shape[1], read.shape[1]),
                         memory_key_padding_mask=hidden)
        return self.decoder.output(y)


def transformer(pre):
    m = Transformer(12, 11, 8, 2, 2, 12, pre)
    for p in m.parameters():  # layers are copies of each other otherwise
        nn.init.normal_(p, std=0.4)
    m.train()
    inputs, previous, wanted = teacher_forced()
    logits = m(inputs["source"], inputs["lengths"], previous)
    loss = F.cross_entropy(logits.flatten(0, 1), wanted.flatten(), ignore_index=-1,
                           reduction="sum")
    save("transformer_pre" if pre else "transformer", m, inputs, {"logits": logits}, loss)


class SelfAttention(nn.Module):
    """The model of the self-attention scenario."""

    def __init__(self, vocabulary, width, heads, layers, feed_forward):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        layer = nn.TransformerEncoderLayer(width, heads, feed_forward, 0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers)
        self.output = nn.Linear(width, vocabulary)

    def forward(self, ids, lengths):
        x = self.embedding(ids) + sinusoids(ids.shape[1], self.embedding.embedding_dim)
        hidden = torch.arange(ids.shape[1])[None, :] >= lengths[:, None]
        return self.output(self.encoder(x, src_key_padding_mask=hidden))


def self_attention():
    m = SelfAttention(11, 8, 2, 2, 12)
    for p in m.parameters():  # layers are copies of each other otherwise
        nn.init.normal_(p, std=0.4)
    m.train()
    ids = torch.tensor([[5, 2, 7, 9, 4], [3, 8, 10, 0, 0]])
    lengths = torch.tensor([5, 3])
    targets = torch.tensor([[5, 2, 7, 2, 4], [3, 8, 3, -1, -1]])
    logits = m(ids, lengths)
    loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-1,
                           reduction="sum")
    logits = logits.masked_fill((ids == 0).unsqueeze(-1), 0)
    save("self_attention", m, {"ids": ids, "lengths": lengths, "targets": targets},
         {"logits": logits}, loss)


class Seq2Seq(nn.Module):
    """The recurrent encoder-decoder of dialogue, translation and dates."""

    def __init__(self, vocabulary, embed, hidden, attention, layers=1, luong=False, feed=False):
        super().__init__()
        self.encoder = nn.Module()
        self.encoder.embedding = nn.Embedding(vocabulary, embed)
        self.encoder.rnn = nn.GRU(embed, hidden, layers, batch_first=True)
        self.decoder = nn.Module()
        self.decoder.embedding = nn.Embedding(vocabulary, embed)
        if attention:
            self.decoder.attention = Additive(hidden, hidden, hidden)
        joined = hidden if feed or not luong else 0
        self.decoder.rnn = nn.GRU(joined + embed, hidden, layers, batch_first=True)
        if luong:
            self.decoder.combine = nn.Linear(2 * hidden, hidden, bias=False)
        self.decoder.output = nn.Linear(hidden, vocabulary)
        self.attention, self.luong, self.feed = attention, luong, feed

    def forward(self, source, lengths, previous):
        packed = nn.utils.rnn.pack_padded_sequence(
            self.encoder.embedding(source), lengths, batch_first=True, enforce_sorted=False)
        states, h = self.encoder.rnn(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(states, batch_first=True)
        visible = (torch.arange(source.shape[1])[None, :] < lengths[:, None]).unsqueeze(1)
        fixed = h[-1].unsqueeze(1)
        logits, all_weights = [], []

        def attend(query):
            scores = self.decoder.attention(query.unsqueeze(1), states)
            weights = F.softmax(scores.masked_fill(~visible, -math.inf), -1)
            all_weights.append(weights)
            return weights @ states

        fed = torch.zeros_like(fixed)
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


def normalise_rows():
    m = nn.Module()
    x = leaf(3, 6)
    y = F.layer_norm(x, (6,))
    save("normalise_rows", m, {"x": x}, {"y": y}, weigh(y))


def squared_error():
    m = nn.Module()
    x, target = leaf(3, 4), torch.randn(3, 4)
    loss = F.mse_loss(x, target, reduction="sum")
    save("squared_error", m, {"x": x, "target": target}, {}, loss)


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
def prelu():
    m = nn.PReLU(init=0.3)
    x = leaf(3, 5)
    y = m(x)
    save("prelu", m, {"x": x}, {"y": y}, weigh(y))


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


def main():
    torch.manual_seed(0)
    linear()
    layer_norm()
    embedding()
    softmax()
    cross_entropy()
    for kind in ("rnn", "gru", "lstm"):
        recurrent(kind, 1, False)
        recurrent(kind, 2, True)
    for mask in ("none", "causal"):
        attention("dot", Dot(False), mask)
        attention("scaled_dot", Dot(True), mask)
        attention("general", General(6, 6), mask)
        attention("additive", Additive(6, 6, 7), mask)
    encoder_layer(False)
    self_attention()
    seq2seq("dialogue", attention=True)
    seq2seq("dialogue_fixed", attention=False)
    adam()
    for mask in ("none", "causal"):
        attention("concat", Concat(6, 6, 7), mask)
        attention("location", Location(6, 8), mask)
        attention("cosine", Cosine(), mask)
        attention("gaussian", Gaussian(), mask)
        attention("additive_sin", Bent(6, 6, 7, torch.sin), mask)
        attention("additive_cos", Bent(6, 6, 7, torch.cos), mask)
        # Softmax takes off what all keys share, and with it all that the query adds.
        attention("additive_linear", Bent(6, 6, 7, lambda x: x), mask, "sigmoid")
    attention("dot", Dot(False), "window")
    attention("dot", Dot(False), "history")
    for normaliser in ("sparsemax", "sigmoid"):
        for mask in ("none", "causal"):
            attention("scaled_dot", Dot(True), mask, normaliser)
    attention_regulariser()
    seq2seq("seq2seq_bahdanau_2", attention=True, layers=2)
    for layers in (1, 2):
        seq2seq(f"seq2seq_luong_{layers}", attention=True, layers=layers, luong=True)
        seq2seq(f"seq2seq_luong_feeding_{layers}", attention=True, layers=layers, luong=True,
                feed=True)
    torch.manual_seed(1)
    encoder_layer(True)
    for pre in (False, True):
        decoder_layer(pre)
    for pre in (False, True):
        transformer(pre)
    torch.manual_seed(2)
    for name in KERNELS:
        kernel(name)
    pointer("sort", 1, [torch.tensor([[0.5], [0.0], [1.0]]), torch.tensor([[1.0], [0.0]])],
            [[1, 0, 2], [1, 0]])
    pointer("hull", 2,
            [torch.tensor([[0.0, 0.2], [0.5, 0.5], [1.0, 0.0], [0.4, 1.0], [0.9, 0.8]]),
             torch.tensor([[1.0, 0.0], [0.0, 0.3], [0.6, 1.0]])],
            [[0, 2, 4, 3], [1, 0, 2]])
    torch.manual_seed(3)
    adam_rows()
    torch.manual_seed(2693)  # what stands above stays as it is
    normalise_rows()
    squared_error()
    for mask in ("none", "causal"):
        attention("mean_product", MeanProduct(), mask)
    series("series_recurrent", "recurrent", "rnn", None)
    series("series_gru_general", "recurrent_attention", "gru", General(4, 4))
    series("series_lstm_additive", "recurrent_attention", "lstm", Additive(4, 4, 4))
    series("series_attention", "attention", None, MeanProduct())
    autoencoder("autoencoder_none", False, False)
    autoencoder("autoencoder_both", True, True)
    torch.manual_seed(3)
    prelu()
    reviews(False)
    reviews(True)
    entity_network()


if __name__ == "__main__":
    main()
