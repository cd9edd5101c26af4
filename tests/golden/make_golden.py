#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the golden files of this folder with PyTorch (python3-torch, /usr/bin/python3).

Each file holds the parameters of one layer or model under their state_dict names (param/NAME),
its inputs (input/NAME), what it computes (output/NAME) and the gradients of a scalar loss with
respect to inputs and parameters (grad/NAME). The loss weighs every number of the output
differently: loss = sum(output * cos(0.7 + 1.3 i)).

The models stand in golden_*.py beside this file. Later ones are drawn from seeds of their own, so
that the earlier files stay as they are.
"""
import torch

from golden_attention import (
    Additive, Bent, Concat, Cosine, Dot, Gaussian, General, KERNELS, Location, MeanProduct,
    attention, attention_regulariser, kernel)
from golden_layers import (
    OPTIMISERS, adam, adam_rows, cross_entropy, embedding, layer_norm, linear, normalise_rows,
    optimiser, prelu, recurrent, softmax, squared_error)
from golden_reading import autoencoder, entity_network, reviews
from golden_recurrent import pointer, seq2seq, series
from golden_transformers import decoder_layer, encoder_layer, self_attention, transformer


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
    torch.manual_seed(4)
    seq2seq("seq2seq_both_additive", attention=True, both=True)
    seq2seq("seq2seq_both_dot", attention=True, both=True, score=Dot(False))
    seq2seq("seq2seq_both_gaussian", attention=True, both=True, score=Gaussian())
    seq2seq("seq2seq_both_luong_scaled_dot", attention=True, layers=2, luong=True, feed=True,
            both=True, score=Dot(True))
    seq2seq("seq2seq_both_fixed_2", attention=False, layers=2, both=True)
    torch.manual_seed(5)
    for name in OPTIMISERS:
        optimiser(name)


if __name__ == "__main__":
    main()
