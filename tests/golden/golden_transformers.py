# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers of the transformer, and the models of self-attention and transformer."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from golden_attention import mask_of
from golden_file import leaf, save, teacher_forced, weigh


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
