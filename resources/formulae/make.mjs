// SPDX-License-Identifier: GPL-3.0-or-later
// Draws each formula below as NAME.svg. See README.md.
import { mathjax } from 'mathjax-full/js/mathjax.js';
import { TeX } from 'mathjax-full/js/input/tex.js';
import { SVG } from 'mathjax-full/js/output/svg.js';
import { liteAdaptor } from 'mathjax-full/js/adaptors/liteAdaptor.js';
import { RegisterHTMLHandler } from 'mathjax-full/js/handlers/html.js';
import { AllPackages } from 'mathjax-full/js/input/tex/AllPackages.js';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Placeholders that ui/panels/formula.cpp replaces with the theme's colour of the role.
const colours = {
  Q: '#0000f1', // query
  K: '#f10000', // key
  V: '#00f100', // value
  S: '#f100f1', // scores
  A: '#a100f1', // weights
  C: '#00f1f1', // context
  H: '#f1f100', // encoder state
  D: '#f1a100', // decoder state
  X: '#a1a1f1', // embedding
  G: '#f1a1a1', // gate
  P: '#a1f1a1', // probabilities
};

// \Q{…} colours … as a query, and so on.
const macros = Object.fromEntries(
  Object.keys(colours).map((name) => [name, [`{\\color{role${name}}#1}`, 1]]));

const formulae = {
  embedding: String.raw`\X{\mathbf{x}_i} = E\,[\text{token}_i]`,
  numbers: String.raw`\X{\mathbf{x}_i} = (x_{i1},\, \ldots,\, x_{id})`,
  numbers_scaled: String.raw`\X{\mathbf{x}_i} = \frac{\mathbf{n}_i - \min_j \mathbf{n}_j}{\max_j \mathbf{n}_j - \min_j \mathbf{n}_j}`,
  series_input: String.raw`\X{\mathbf{x}_t} = \begin{cases} (\mathbf{n}_t - \boldsymbol{\mu}) / \boldsymbol{s} & \text{typed} \\ \hat{\mathbf{x}}_t & \text{behind} \end{cases}`,
  recent_numbers: String.raw`\X{\mathbf{e}_t} = \tanh\!\big( W\, [\mathbf{x}_t;\, \mathbf{x}_{t-1};\, \mathbf{x}_{t-2}] + \mathbf{b} \big)`,
  position: String.raw`\begin{aligned} p_{i,2m} &= \sin\!\big(i / 10000^{2m/d}\big) \\ p_{i,2m+1} &= \cos\!\big(i / 10000^{2m/d}\big) \end{aligned}`,
  position_concatenated: String.raw`\begin{aligned} p_{i,m} &= \sin(i\,\lambda_m) \qquad p_{i,\,d/2+m} = \cos(i\,\lambda_m) \\ \lambda_m &= 10000^{-m/(d/2-1)} \end{aligned}`,
  position_learned: String.raw`\mathbf{p}_i = P\,[i]`,
  input: String.raw`\mathbf{x}_i = \X{\mathbf{e}_i} + \mathbf{p}_i`,
  input_alone: String.raw`\mathbf{x}_i = \X{\mathbf{e}_i}`,
  query: String.raw`\Q{\mathbf{q}_i} = \X{\mathbf{x}_i}\, W^Q`,
  key: String.raw`\K{\mathbf{k}_j} = \X{\mathbf{x}_j}\, W^K`,
  value: String.raw`\V{\mathbf{v}_j} = \X{\mathbf{x}_j}\, W^V`,
  query_head: String.raw`\Q{\mathbf{q}_i} = \X{\mathbf{x}_i}\, W^Q + \mathbf{b}^Q`,
  key_head: String.raw`\K{\mathbf{k}_j} = \X{\mathbf{x}_j}\, W^K + \mathbf{b}^K`,
  value_head: String.raw`\V{\mathbf{v}_j} = \X{\mathbf{x}_j}\, W^V + \mathbf{b}^V`,
  decoder_query: String.raw`\Q{\mathbf{q}_i} = \D{\mathbf{s}_{i-1}}`,
  query_current: String.raw`\Q{\mathbf{q}_i} = \D{\mathbf{s}_i}`,
  state_both: String.raw`\H{\mathbf{h}_t} = [\overrightarrow{\H{\mathbf{h}}}_t;\, \overleftarrow{\H{\mathbf{h}}}_t]`,
  query_state: String.raw`\Q{\mathbf{q}_t} = \H{\mathbf{h}_t}`,
  encoder_key: String.raw`\K{\mathbf{k}_j} = \H{\mathbf{h}_j}`,
  encoder_value: String.raw`\V{\mathbf{v}_j} = \H{\mathbf{h}_j}`,
  query_cross: String.raw`\Q{\mathbf{q}_i} = \D{\mathbf{y}_i}\, W^Q + \mathbf{b}^Q`,
  key_cross: String.raw`\K{\mathbf{k}_j} = \H{\mathbf{h}_j}\, W^K + \mathbf{b}^K`,
  value_cross: String.raw`\V{\mathbf{v}_j} = \H{\mathbf{h}_j}\, W^V + \mathbf{b}^V`,
  encoder_key_projected: String.raw`\K{\mathbf{k}_j} = W\, \H{\mathbf{h}_j}`,
  key_state: String.raw`\K{\mathbf{k}_j} = \H{\mathbf{h}_j}`,
  value_state: String.raw`\V{\mathbf{v}_j} = \H{\mathbf{h}_j}`,
  query_given: String.raw`\Q{\mathbf{q}_i} = \X{\mathbf{x}_i}`,
  key_given: String.raw`\K{\mathbf{k}_j} = \X{\mathbf{x}_j}`,
  value_given: String.raw`\V{v_j} = y_j`,
  query_standardised: String.raw`\Q{\mathbf{q}_i} = (\X{\mathbf{x}_i} - \boldsymbol{\mu}) / \boldsymbol{s}`,
  key_standardised: String.raw`\K{\mathbf{k}_j} = (\X{\mathbf{x}_j} - \boldsymbol{\mu}) / \boldsymbol{s}`,
  width_given: String.raw`\sigma`,
  width_learnt: String.raw`\sigma = \lvert w \rvert`,
  score_dot: String.raw`\S{s_{ij}} = \Q{\mathbf{q}_i} \cdot \K{\mathbf{k}_j} = \sum_{m=1}^{d} \Q{q_{im}}\, \K{k_{jm}}`,
  score_general: String.raw`\S{s_{ij}} = \Q{\mathbf{q}_i}^{\!\top}\, W_k\, \K{\mathbf{k}_j}`,
  score_additive: String.raw`\S{s_{ij}} = \mathbf{w}_v^{\top} \tanh\!\big( W_q\, \Q{\mathbf{q}_i} + W_k\, \K{\mathbf{k}_j} \big)`,
  score_concat: String.raw`\S{s_{ij}} = \mathbf{w}_v^{\top} \tanh\!\big( W\, [\Q{\mathbf{q}_i};\, \K{\mathbf{k}_j}] \big)`,
  score_location: String.raw`\S{s_{ij}} = \big( W\, \Q{\mathbf{q}_i} \big)_j`,
  score_cosine: String.raw`\S{s_{ij}} = \frac{\Q{\mathbf{q}_i} \cdot \K{\mathbf{k}_j}}{\lVert \Q{\mathbf{q}_i} \rVert \; \lVert \K{\mathbf{k}_j} \rVert}`,
  score_gaussian: String.raw`\S{s_{ij}} = -\frac{\lVert \Q{\mathbf{q}_i} - \K{\mathbf{k}_j} \rVert^2}{2 \sigma^2}`,
  kernel_boxcar: String.raw`\S{s_{ij}} = \begin{cases} 1 & u_{ij} < 1 \\ 0 & \text{else} \end{cases} \qquad u_{ij} = \frac{\lVert \Q{\mathbf{q}_i} - \K{\mathbf{k}_j} \rVert}{\sigma}`,
  kernel_epanechnikov: String.raw`\S{s_{ij}} = \max(1 - u_{ij}^2,\, 0) \qquad u_{ij} = \frac{\lVert \Q{\mathbf{q}_i} - \K{\mathbf{k}_j} \rVert}{\sigma}`,
  kernel_triangular: String.raw`\S{s_{ij}} = \max(1 - u_{ij},\, 0) \qquad u_{ij} = \frac{\lVert \Q{\mathbf{q}_i} - \K{\mathbf{k}_j} \rVert}{\sigma}`,
  kernel_constant: String.raw`\S{s_{ij}} = 1`,
  score_additive_sin: String.raw`\S{s_{ij}} = \mathbf{w}_v^{\top} \sin\!\big( W_q\, \Q{\mathbf{q}_i} + W_k\, \K{\mathbf{k}_j} \big)`,
  score_additive_cos: String.raw`\S{s_{ij}} = \mathbf{w}_v^{\top} \cos\!\big( W_q\, \Q{\mathbf{q}_i} + W_k\, \K{\mathbf{k}_j} \big)`,
  score_additive_linear: String.raw`\S{s_{ij}} = \mathbf{w}_v^{\top} \big( W_q\, \Q{\mathbf{q}_i} + W_k\, \K{\mathbf{k}_j} \big)`,
  score_features: String.raw`\S{\mathbf{s}} = A\, \mathbf{h} + \mathbf{b}`,
  unscaled: String.raw`\S{z_{ij}} = \S{s_{ij}}`,
  scaled: String.raw`\S{z_{ij}} = \frac{\S{s_{ij}}}{\sqrt{d}}`,
  scaled_tempered: String.raw`\S{z_{ij}} = \frac{\S{s_{ij}}}{\sqrt{d}\;\tau}`,
  averaged: String.raw`\S{z_{ij}} = \frac{\S{s_{ij}}}{d}`,
  averaged_tempered: String.raw`\S{z_{ij}} = \frac{\S{s_{ij}}}{d\;\tau}`,
  tempered: String.raw`\S{z_{ij}} = \frac{\S{s_{ij}}}{\tau}`,
  masked: String.raw`\S{m_{ij}} = \begin{cases} \S{z_{ij}} & j \le i \\ -\infty & j > i \end{cases}`,
  masked_window: String.raw`\S{m_{ij}} = \begin{cases} \S{z_{ij}} & i - \lfloor w/2 \rfloor \le j < i - \lfloor w/2 \rfloor + w \\ -\infty & \text{else} \end{cases}`,
  masked_history: String.raw`\S{m_{ij}} = \begin{cases} \S{z_{ij}} & i - w < j \le i \\ -\infty & \text{else} \end{cases}`,
  masked_hidden: String.raw`\S{m_{ij}} = \begin{cases} \S{z_{ij}} & \text{key } j \text{ may be seen} \\ -\infty & \text{else} \end{cases}`,
  unmasked: String.raw`\S{m_{ij}} = \S{z_{ij}}`,
  softmax: String.raw`\A{a_{ij}} = \frac{\exp \S{m_{ij}}}{\sum_{l} \exp \S{m_{il}}}`,
  sparsemax: String.raw`\A{a_{ij}} = \max\!\big( \S{m_{ij}} - \theta_i,\, 0 \big) \qquad \sum_{l} \A{a_{il}} = 1`,
  sigmoid: String.raw`\A{a_{ij}} = \frac{1}{1 + \exp(-\S{m_{ij}})}`,
  hardmax: String.raw`\A{a_{ij}} = \begin{cases} 1 & j = \operatorname{argmax}_l\, \S{m_{il}} \\ 0 & \text{else} \end{cases}`,
  proportional: String.raw`\A{a_{ij}} = \frac{\S{m_{ij}}}{\sum_{l} \S{m_{il}}}`,
  pointer: String.raw`p(\text{choice}_i = j) = \A{a_{ij}} = \frac{\exp \S{m_{ij}}}{\sum_{l} \exp \S{m_{il}}}`,
  context: String.raw`\C{\mathbf{c}_i} = \sum_{j} \A{a_{ij}}\, \V{\mathbf{v}_j}`,
  state_rnn: String.raw`\H{\mathbf{h}_{t}} = \tanh\!\big( W\, \X{\mathbf{x}_t} + \mathbf{b} + U\, \H{\mathbf{h}_{t-1}} + \mathbf{b}' \big)`,
  state_gru: String.raw`\begin{aligned} \H{\mathbf{h}_{t}} &= (1 - \G{\mathbf{z}_t}) \odot \G{\mathbf{n}_t} + \G{\mathbf{z}_t} \odot \H{\mathbf{h}_{t-1}} \\ \G{\mathbf{n}_t} &= \tanh\!\big( W_n\, \X{\mathbf{x}_t} + \mathbf{b}_n + \G{\mathbf{r}_t} \odot (U_n\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_n) \big) \\ \G{\mathbf{r}_t} &= \sigma\!\big( W_r\, \X{\mathbf{x}_t} + \mathbf{b}_r + U_r\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_r \big) \\ \G{\mathbf{z}_t} &= \sigma\!\big( W_z\, \X{\mathbf{x}_t} + \mathbf{b}_z + U_z\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_z \big) \end{aligned}`,
  state_lstm: String.raw`\begin{aligned} \H{\mathbf{h}_{t}} &= \G{\mathbf{o}_t} \odot \tanh \mathbf{c}_{t} \\ \mathbf{c}_{t} &= \G{\mathbf{f}_t} \odot \mathbf{c}_{t-1} + \G{\mathbf{i}_t} \odot \G{\mathbf{g}_t} \\ \G{\mathbf{i}_t} &= \sigma\!\big( W_i\, \X{\mathbf{x}_t} + \mathbf{b}_i + U_i\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_i \big) \\ \G{\mathbf{f}_t} &= \sigma\!\big( W_f\, \X{\mathbf{x}_t} + \mathbf{b}_f + U_f\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_f \big) \\ \G{\mathbf{g}_t} &= \tanh\!\big( W_g\, \X{\mathbf{x}_t} + \mathbf{b}_g + U_g\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_g \big) \\ \G{\mathbf{o}_t} &= \sigma\!\big( W_o\, \X{\mathbf{x}_t} + \mathbf{b}_o + U_o\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_o \big) \end{aligned}`,
  cell_lstm: String.raw`\begin{aligned} \mathbf{c}_{t} &= \G{\mathbf{f}_t} \odot \mathbf{c}_{t-1} + \G{\mathbf{i}_t} \odot \G{\mathbf{g}_t} \\ \G{\mathbf{i}_t} &= \sigma\!\big( W_i\, \X{\mathbf{x}_t} + \mathbf{b}_i + U_i\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_i \big) \\ \G{\mathbf{f}_t} &= \sigma\!\big( W_f\, \X{\mathbf{x}_t} + \mathbf{b}_f + U_f\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_f \big) \\ \G{\mathbf{g}_t} &= \tanh\!\big( W_g\, \X{\mathbf{x}_t} + \mathbf{b}_g + U_g\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_g \big) \end{aligned}`,
  state_rnn_backward: String.raw`\H{\mathbf{h}_{t}} = \tanh\!\big( W\, \X{\mathbf{x}_t} + \mathbf{b} + U\, \H{\mathbf{h}_{t+1}} + \mathbf{b}' \big)`,
  state_gru_backward: String.raw`\begin{aligned} \H{\mathbf{h}_{t}} &= (1 - \G{\mathbf{z}_t}) \odot \G{\mathbf{n}_t} + \G{\mathbf{z}_t} \odot \H{\mathbf{h}_{t+1}} \\ \G{\mathbf{n}_t} &= \tanh\!\big( W_n\, \X{\mathbf{x}_t} + \mathbf{b}_n + \G{\mathbf{r}_t} \odot (U_n\, \H{\mathbf{h}_{t+1}} + \mathbf{b}'_n) \big) \\ \G{\mathbf{r}_t} &= \sigma\!\big( W_r\, \X{\mathbf{x}_t} + \mathbf{b}_r + U_r\, \H{\mathbf{h}_{t+1}} + \mathbf{b}'_r \big) \\ \G{\mathbf{z}_t} &= \sigma\!\big( W_z\, \X{\mathbf{x}_t} + \mathbf{b}_z + U_z\, \H{\mathbf{h}_{t+1}} + \mathbf{b}'_z \big) \end{aligned}`,
  state_lstm_backward: String.raw`\begin{aligned} \H{\mathbf{h}_{t}} &= \G{\mathbf{o}_t} \odot \tanh \mathbf{c}_{t} \\ \mathbf{c}_{t} &= \G{\mathbf{f}_t} \odot \mathbf{c}_{t+1} + \G{\mathbf{i}_t} \odot \G{\mathbf{g}_t} \\ \G{\mathbf{i}_t} &= \sigma\!\big( W_i\, \X{\mathbf{x}_t} + \mathbf{b}_i + U_i\, \H{\mathbf{h}_{t+1}} + \mathbf{b}'_i \big) \\ \G{\mathbf{f}_t} &= \sigma\!\big( W_f\, \X{\mathbf{x}_t} + \mathbf{b}_f + U_f\, \H{\mathbf{h}_{t+1}} + \mathbf{b}'_f \big) \\ \G{\mathbf{g}_t} &= \tanh\!\big( W_g\, \X{\mathbf{x}_t} + \mathbf{b}_g + U_g\, \H{\mathbf{h}_{t+1}} + \mathbf{b}'_g \big) \\ \G{\mathbf{o}_t} &= \sigma\!\big( W_o\, \X{\mathbf{x}_t} + \mathbf{b}_o + U_o\, \H{\mathbf{h}_{t+1}} + \mathbf{b}'_o \big) \end{aligned}`,
  cell_lstm_backward: String.raw`\begin{aligned} \mathbf{c}_{t} &= \G{\mathbf{f}_t} \odot \mathbf{c}_{t+1} + \G{\mathbf{i}_t} \odot \G{\mathbf{g}_t} \\ \G{\mathbf{i}_t} &= \sigma\!\big( W_i\, \X{\mathbf{x}_t} + \mathbf{b}_i + U_i\, \H{\mathbf{h}_{t+1}} + \mathbf{b}'_i \big) \\ \G{\mathbf{f}_t} &= \sigma\!\big( W_f\, \X{\mathbf{x}_t} + \mathbf{b}_f + U_f\, \H{\mathbf{h}_{t+1}} + \mathbf{b}'_f \big) \\ \G{\mathbf{g}_t} &= \tanh\!\big( W_g\, \X{\mathbf{x}_t} + \mathbf{b}_g + U_g\, \H{\mathbf{h}_{t+1}} + \mathbf{b}'_g \big) \end{aligned}`,
  decoder_state_rnn: String.raw`\D{\mathbf{s}_{i}} = \tanh\!\big( W\, \X{\mathbf{x}_i} + \mathbf{b} + U\, \D{\mathbf{s}_{i-1}} + \mathbf{b}' \big)`,
  decoder_state_gru: String.raw`\begin{aligned} \D{\mathbf{s}_{i}} &= (1 - \G{\mathbf{z}_i}) \odot \G{\mathbf{n}_i} + \G{\mathbf{z}_i} \odot \D{\mathbf{s}_{i-1}} \\ \G{\mathbf{n}_i} &= \tanh\!\big( W_n\, \X{\mathbf{x}_i} + \mathbf{b}_n + \G{\mathbf{r}_i} \odot (U_n\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_n) \big) \\ \G{\mathbf{r}_i} &= \sigma\!\big( W_r\, \X{\mathbf{x}_i} + \mathbf{b}_r + U_r\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_r \big) \\ \G{\mathbf{z}_i} &= \sigma\!\big( W_z\, \X{\mathbf{x}_i} + \mathbf{b}_z + U_z\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_z \big) \end{aligned}`,
  decoder_state_lstm: String.raw`\begin{aligned} \D{\mathbf{s}_{i}} &= \G{\mathbf{o}_i} \odot \tanh \mathbf{m}_{i} \\ \mathbf{m}_{i} &= \G{\mathbf{f}_i} \odot \mathbf{m}_{i-1} + \G{\mathbf{i}_i} \odot \G{\mathbf{g}_i} \\ \G{\mathbf{i}_i} &= \sigma\!\big( W_i\, \X{\mathbf{x}_i} + \mathbf{b}_i + U_i\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_i \big) \\ \G{\mathbf{f}_i} &= \sigma\!\big( W_f\, \X{\mathbf{x}_i} + \mathbf{b}_f + U_f\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_f \big) \\ \G{\mathbf{g}_i} &= \tanh\!\big( W_g\, \X{\mathbf{x}_i} + \mathbf{b}_g + U_g\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_g \big) \\ \G{\mathbf{o}_i} &= \sigma\!\big( W_o\, \X{\mathbf{x}_i} + \mathbf{b}_o + U_o\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_o \big) \end{aligned}`,
  decoder_cell_lstm: String.raw`\begin{aligned} \mathbf{m}_{i} &= \G{\mathbf{f}_i} \odot \mathbf{m}_{i-1} + \G{\mathbf{i}_i} \odot \G{\mathbf{g}_i} \\ \G{\mathbf{i}_i} &= \sigma\!\big( W_i\, \X{\mathbf{x}_i} + \mathbf{b}_i + U_i\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_i \big) \\ \G{\mathbf{f}_i} &= \sigma\!\big( W_f\, \X{\mathbf{x}_i} + \mathbf{b}_f + U_f\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_f \big) \\ \G{\mathbf{g}_i} &= \tanh\!\big( W_g\, \X{\mathbf{x}_i} + \mathbf{b}_g + U_g\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_g \big) \end{aligned}`,
  decoder_state_rnn_context: String.raw`\D{\mathbf{s}_{i}} = \tanh\!\big( W\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b} + U\, \D{\mathbf{s}_{i-1}} + \mathbf{b}' \big)`,
  decoder_state_gru_context: String.raw`\begin{aligned} \D{\mathbf{s}_{i}} &= (1 - \G{\mathbf{z}_i}) \odot \G{\mathbf{n}_i} + \G{\mathbf{z}_i} \odot \D{\mathbf{s}_{i-1}} \\ \G{\mathbf{n}_i} &= \tanh\!\big( W_n\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b}_n + \G{\mathbf{r}_i} \odot (U_n\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_n) \big) \\ \G{\mathbf{r}_i} &= \sigma\!\big( W_r\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b}_r + U_r\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_r \big) \\ \G{\mathbf{z}_i} &= \sigma\!\big( W_z\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b}_z + U_z\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_z \big) \end{aligned}`,
  decoder_state_lstm_context: String.raw`\begin{aligned} \D{\mathbf{s}_{i}} &= \G{\mathbf{o}_i} \odot \tanh \mathbf{m}_{i} \\ \mathbf{m}_{i} &= \G{\mathbf{f}_i} \odot \mathbf{m}_{i-1} + \G{\mathbf{i}_i} \odot \G{\mathbf{g}_i} \\ \G{\mathbf{i}_i} &= \sigma\!\big( W_i\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b}_i + U_i\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_i \big) \\ \G{\mathbf{f}_i} &= \sigma\!\big( W_f\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b}_f + U_f\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_f \big) \\ \G{\mathbf{g}_i} &= \tanh\!\big( W_g\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b}_g + U_g\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_g \big) \\ \G{\mathbf{o}_i} &= \sigma\!\big( W_o\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b}_o + U_o\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_o \big) \end{aligned}`,
  decoder_cell_lstm_context: String.raw`\begin{aligned} \mathbf{m}_{i} &= \G{\mathbf{f}_i} \odot \mathbf{m}_{i-1} + \G{\mathbf{i}_i} \odot \G{\mathbf{g}_i} \\ \G{\mathbf{i}_i} &= \sigma\!\big( W_i\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b}_i + U_i\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_i \big) \\ \G{\mathbf{f}_i} &= \sigma\!\big( W_f\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b}_f + U_f\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_f \big) \\ \G{\mathbf{g}_i} &= \tanh\!\big( W_g\, [\C{\mathbf{c}_i};\, \X{\mathbf{x}_i}] + \mathbf{b}_g + U_g\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_g \big) \end{aligned}`,
  decoder_state_rnn_fed: String.raw`\D{\mathbf{s}_{i}} = \tanh\!\big( W\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b} + U\, \D{\mathbf{s}_{i-1}} + \mathbf{b}' \big)`,
  decoder_state_gru_fed: String.raw`\begin{aligned} \D{\mathbf{s}_{i}} &= (1 - \G{\mathbf{z}_i}) \odot \G{\mathbf{n}_i} + \G{\mathbf{z}_i} \odot \D{\mathbf{s}_{i-1}} \\ \G{\mathbf{n}_i} &= \tanh\!\big( W_n\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b}_n + \G{\mathbf{r}_i} \odot (U_n\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_n) \big) \\ \G{\mathbf{r}_i} &= \sigma\!\big( W_r\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b}_r + U_r\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_r \big) \\ \G{\mathbf{z}_i} &= \sigma\!\big( W_z\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b}_z + U_z\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_z \big) \end{aligned}`,
  decoder_state_lstm_fed: String.raw`\begin{aligned} \D{\mathbf{s}_{i}} &= \G{\mathbf{o}_i} \odot \tanh \mathbf{m}_{i} \\ \mathbf{m}_{i} &= \G{\mathbf{f}_i} \odot \mathbf{m}_{i-1} + \G{\mathbf{i}_i} \odot \G{\mathbf{g}_i} \\ \G{\mathbf{i}_i} &= \sigma\!\big( W_i\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b}_i + U_i\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_i \big) \\ \G{\mathbf{f}_i} &= \sigma\!\big( W_f\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b}_f + U_f\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_f \big) \\ \G{\mathbf{g}_i} &= \tanh\!\big( W_g\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b}_g + U_g\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_g \big) \\ \G{\mathbf{o}_i} &= \sigma\!\big( W_o\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b}_o + U_o\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_o \big) \end{aligned}`,
  decoder_cell_lstm_fed: String.raw`\begin{aligned} \mathbf{m}_{i} &= \G{\mathbf{f}_i} \odot \mathbf{m}_{i-1} + \G{\mathbf{i}_i} \odot \G{\mathbf{g}_i} \\ \G{\mathbf{i}_i} &= \sigma\!\big( W_i\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b}_i + U_i\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_i \big) \\ \G{\mathbf{f}_i} &= \sigma\!\big( W_f\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b}_f + U_f\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_f \big) \\ \G{\mathbf{g}_i} &= \tanh\!\big( W_g\, [\tilde{\mathbf{h}}_{i-1};\, \X{\mathbf{x}_i}] + \mathbf{b}_g + U_g\, \D{\mathbf{s}_{i-1}} + \mathbf{b}'_g \big) \end{aligned}`,
  context_fixed: String.raw`\C{\mathbf{c}} = \H{\mathbf{h}_T}`,
  context_fixed_both: String.raw`\C{\mathbf{c}} = [\overrightarrow{\H{\mathbf{h}}}_T;\, \overleftarrow{\H{\mathbf{h}}}_1]`,
  context_same: String.raw`\C{\mathbf{c}_i} = \C{\mathbf{c}}`,
  initial_state: String.raw`\D{\mathbf{s}_0} = \tanh\!\big( W\, \overleftarrow{\H{\mathbf{h}}}_1 + \mathbf{b} \big)`,
  initial_state_lstm: String.raw`[\D{\mathbf{s}_0};\, \mathbf{m}_0] = \tanh\!\big( W\, [\overleftarrow{\H{\mathbf{h}}}_1;\, \overleftarrow{\mathbf{c}}_1] + \mathbf{b} \big)`,
  initial_state_last: String.raw`\D{\mathbf{s}_0} = \H{\mathbf{h}_T}`,
  initial_cells_last: String.raw`\mathbf{m}_0 = \mathbf{c}_T`,
  chosen_state: String.raw`\X{\mathbf{x}_i} = \begin{cases} \text{learnt start vector} & i = 1 \\ \H{\mathbf{h}_{\text{choice}_{i-1}}} & i > 1 \end{cases}`,
  attentional: String.raw`\tilde{\mathbf{h}}_i = \tanh\!\big( W_c\, [\C{\mathbf{c}_i};\, \D{\mathbf{s}_i}] \big)`,
  fed: String.raw`\tilde{\mathbf{h}}_{i-1}`,
  query_projected: String.raw`\mathbf{q}'_i = W_q\, \Q{\mathbf{q}_i}`,
  key_projected: String.raw`\mathbf{k}'_j = W_k\, \K{\mathbf{k}_j}`,
  attention_output: String.raw`\mathbf{o}_i = [\C{\mathbf{c}_i^1};\, \ldots;\, \C{\mathbf{c}_i^H}]\, W^O + \mathbf{b}^O`,
  residual: String.raw`\mathbf{r}_i = \X{\mathbf{x}_i} + \mathbf{o}_i`,
  norm_mean: String.raw`\mu_i = \frac{1}{d} \sum_{m} z_{im}`,
  norm_deviation: String.raw`\sigma_i = \sqrt{ \frac{1}{d} \sum_{m} (z_{im} - \mu_i)^2 + \varepsilon }`,
  standardised: String.raw`\mathbf{n}_i = \frac{\mathbf{z}_i - \mu_i}{\sigma_i}`,
  net_expanded: String.raw`\mathbf{u}_i = W_1\, \mathbf{y}_i + \mathbf{b}_1`,
  net_expanded_pre: String.raw`\mathbf{u}_i = W_1\, \hat{\mathbf{x}}_i + \mathbf{b}_1`,
  net_rectified: String.raw`\mathbf{a}_i = \mathrm{relu}(\mathbf{u}_i)`,
  net: String.raw`\mathbf{f}_i = W_2\, \mathbf{a}_i + \mathbf{b}_2`,
  residual_net: String.raw`\mathbf{r}_i = \mathbf{y}_i + \mathbf{f}_i`,
  attended: String.raw`\mathbf{y}_i = \boldsymbol{\gamma} \odot \mathbf{n}_i + \boldsymbol{\beta}`,
  attended_pre: String.raw`\mathbf{y}_i = \X{\mathbf{x}_i} + \mathbf{o}_i`,
  normalised: String.raw`\hat{\mathbf{x}}_i = \boldsymbol{\gamma} \odot \mathbf{n}_i + \boldsymbol{\beta}`,
  layer_output: String.raw`\mathbf{x}'_i = \boldsymbol{\gamma} \odot \mathbf{n}_i + \boldsymbol{\beta}`,
  layer_output_pre: String.raw`\mathbf{x}'_i = \mathbf{y}_i + \mathbf{f}_i`,
  logits: String.raw`\boldsymbol{\ell}_i = W_o\, \D{\mathbf{h}_i} + \mathbf{b}_o`,
  probabilities: String.raw`\P{p_{iw}} = \frac{\exp \ell_{iw}}{\sum_{u} \exp \ell_{iu}}`,
  class_probabilities: String.raw`\P{p_k} = \frac{\exp \ell_k}{\sum_{u} \exp \ell_u}`,
  mean: String.raw`\bar{\mathbf{c}} = \frac{1}{n} \sum_{i} \C{\mathbf{c}_i}`,
  cell_input: String.raw`[\X{\mathbf{x}_t};\, \C{\mathbf{c}_{t-1}}]`,
  joined: String.raw`[\H{\mathbf{h}_t};\, \C{\mathbf{c}_t}]`,
  joined_embedding: String.raw`[\X{\mathbf{e}_t};\, \C{\mathbf{c}_t}]`,
  change: String.raw`\boldsymbol{\delta}_t = W\, [\H{\mathbf{h}_t};\, \C{\mathbf{c}_t}] + \mathbf{b}`,
  change_embedding: String.raw`\boldsymbol{\delta}_t = W\, [\X{\mathbf{e}_t};\, \C{\mathbf{c}_t}] + \mathbf{b}`,
  change_state: String.raw`\boldsymbol{\delta}_t = W\, \H{\mathbf{h}_t} + \mathbf{b}`,
  forecast: String.raw`\hat{\mathbf{x}}_{t+1} = \X{\mathbf{x}_t} + \boldsymbol{\delta}_t`,
  forecast_units: String.raw`\hat{\mathbf{x}}_{t+1} \odot \boldsymbol{s} + \boldsymbol{\mu}`,
  word_mask: String.raw`\mathbf{f}_i = F\, [i]`,
  masked_word: String.raw`\mathbf{f}_i \odot \X{\mathbf{e}_i}`,
  sentence: String.raw`\mathbf{s} = \sum_i \mathbf{f}_i \odot \X{\mathbf{e}_i}`,
  question: String.raw`\Q{\mathbf{q}} = \sum_i \mathbf{f}_i \odot \X{\mathbf{e}_i}`,
  slot_key: String.raw`\mathbf{w}_j = E\,[\text{slot}_j]`,
  content_match: String.raw`\mathbf{s}^{\top} \H{\mathbf{h}_j}`,
  key_match: String.raw`\mathbf{s}^{\top} \mathbf{w}_j`,
  slot_gate: String.raw`\G{g_j} = \sigma\big( \mathbf{s}^{\top} \H{\mathbf{h}_j} + \mathbf{s}^{\top} \mathbf{w}_j \big)`,
  slot_candidate: String.raw`\G{\tilde{\mathbf{h}}_j} = \varphi\big( U\, \H{\mathbf{h}_j} + V\, \mathbf{w}_j + W\, \mathbf{s} \big)`,
  slot_memory: String.raw`\H{\mathbf{h}_j} \leftarrow \frac{\H{\mathbf{h}_j} + \G{g_j}\, \G{\tilde{\mathbf{h}}_j}}{\lVert \H{\mathbf{h}_j} + \G{g_j}\, \G{\tilde{\mathbf{h}}_j} \rVert}`,
  key_slot: String.raw`\K{\mathbf{k}_j} = \H{\mathbf{h}_j}`,
  value_slot: String.raw`\V{\mathbf{v}_j} = \H{\mathbf{h}_j}`,
  answer: String.raw`\mathbf{y} = \varphi\big( \Q{\mathbf{q}} + H\, \C{\mathbf{c}} \big)`,
  answer_logits: String.raw`\boldsymbol{\ell} = R\, \mathbf{y}`,
  peaks: String.raw`\mathbf{p}_k = (p_k,\, h_k,\, w_k)`,
  spectrum: String.raw`x_n = b + \sum_k \frac{h_k}{1 + \big( (n - p_k) / w_k \big)^2}`,
  noisy: String.raw`\tilde{\mathbf{x}} = \mathbf{x} \odot \mathbf{b} / (1 - p) \qquad b_i \in \{0, 1\}`,
  dense: String.raw`\mathbf{y} = W \mathbf{x} + \mathbf{b}`,
  dense_tied: String.raw`\mathbf{y} = W^{\top} \mathbf{x} + \mathbf{b}'`,
  rectified: String.raw`\mathbf{h} = \max(\mathbf{y},\, 0)`,
  mean_variance: String.raw`\hat{\mathbf{h}} = \frac{\mathbf{h} - \mu}{\sqrt{\sigma^2 + \varepsilon}}`,
  weights_features: String.raw`\A{a_i} = \frac{\exp \S{s_i}}{\sum_{l} \exp \S{s_l}}`,
  weighed: String.raw`\A{\mathbf{a}} \odot \mathbf{h}`,
  mixed: String.raw`\mathbf{h}' = C\, (\A{\mathbf{a}} \odot \mathbf{h}) + \mathbf{c}`,
  code: String.raw`\mathbf{z} = \mathbf{h}`,
  taken_out: String.raw`0`,
  passed_on: String.raw`\S{z_i} = \S{s_i}`,
  even: String.raw`\A{a_{ij}} = \frac{1}{n_i}`,
};

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);
const page = mathjax.document('', {
  InputJax: new TeX({ packages: AllPackages, macros }),
  OutputJax: new SVG({ fontCache: 'none' }),
});
const folder = dirname(fileURLToPath(import.meta.url));
for (const [name, tex] of Object.entries(formulae)) {
  const svg = adaptor.tags(page.convert(tex, { display: true }), 'svg')[0];
  const markup = adaptor.outerHTML(svg);
  if (markup.includes('data-mjx-error') || markup.slice(4).includes('<svg'))
    throw new Error(`${name}: TeX error, or a nested svg that Qt does not draw`);
  // 1 ex is 431 units; width and height in pixels of the viewBox leave the scale to the program.
  const [, , width, height] = adaptor.getAttribute(svg, 'viewBox').split(' ');
  const plain = markup
    .replace(/"role([A-Z])"/g, (_, name) => `"${colours[name]}"`)
    .replace(/ style="[^"]*"/g, '').replace(/ data-[a-z-]+="[^"]*"/g, '')
    .replace(/ (role|focusable)="[^"]*"/g, '')
    .replace(/^<svg([^>]*) width="[^"]*" height="[^"]*"/, `<svg$1 width="${width}" height="${height}"`);
  writeFileSync(join(folder, `${name}.svg`), plain + '\n');
}
