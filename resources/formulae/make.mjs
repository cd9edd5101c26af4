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
  position: String.raw`\begin{aligned} p_{i,2m} &= \sin\!\big(i / 10000^{2m/d}\big) \\ p_{i,2m+1} &= \cos\!\big(i / 10000^{2m/d}\big) \end{aligned}`,
  input: String.raw`\mathbf{x}_i = \X{\mathbf{e}_i} + \mathbf{p}_i`,
  query: String.raw`\Q{\mathbf{q}_i} = \X{\mathbf{x}_i}\, W^Q`,
  key: String.raw`\K{\mathbf{k}_j} = \X{\mathbf{x}_j}\, W^K`,
  value: String.raw`\V{\mathbf{v}_j} = \X{\mathbf{x}_j}\, W^V`,
  decoder_query: String.raw`\Q{\mathbf{q}_i} = \D{\mathbf{s}_{i-1}}`,
  encoder_key: String.raw`\K{\mathbf{k}_j} = \H{\mathbf{h}_j}`,
  encoder_value: String.raw`\V{\mathbf{v}_j} = \H{\mathbf{h}_j}`,
  score_dot: String.raw`\S{s_{ij}} = \Q{\mathbf{q}_i} \cdot \K{\mathbf{k}_j} = \sum_{m=1}^{d} \Q{q_{im}}\, \K{k_{jm}}`,
  score_general: String.raw`\S{s_{ij}} = \Q{\mathbf{q}_i}^{\!\top}\, W_k\, \K{\mathbf{k}_j}`,
  score_additive: String.raw`\S{s_{ij}} = \mathbf{w}_v^{\top} \tanh\!\big( W_q\, \Q{\mathbf{q}_i} + W_k\, \K{\mathbf{k}_j} \big)`,
  scaled: String.raw`\S{z_{ij}} = \frac{\S{s_{ij}}}{\sqrt{d}\;\tau}`,
  tempered: String.raw`\S{z_{ij}} = \frac{\S{s_{ij}}}{\tau}`,
  masked: String.raw`\S{m_{ij}} = \begin{cases} \S{z_{ij}} & j \le i \\ -\infty & j > i \end{cases}`,
  unmasked: String.raw`\S{m_{ij}} = \S{z_{ij}}`,
  softmax: String.raw`\A{a_{ij}} = \frac{\exp \S{m_{ij}}}{\sum_{l} \exp \S{m_{il}}}`,
  context: String.raw`\C{\mathbf{c}_i} = \sum_{j} \A{a_{ij}}\, \V{\mathbf{v}_j}`,
  context_fixed: String.raw`\C{\mathbf{c}_i} = \H{\mathbf{h}_T}`,
  query_projected: String.raw`\mathbf{q}'_i = W_q\, \Q{\mathbf{q}_i}`,
  key_projected: String.raw`\mathbf{k}'_j = W_k\, \K{\mathbf{k}_j}`,
  attention_output: String.raw`\mathbf{o}_i = [\C{\mathbf{c}_i^1};\, \ldots;\, \C{\mathbf{c}_i^H}]\, W^O`,
  attended: String.raw`\mathbf{y}_i = \mathrm{norm}\big( \X{\mathbf{x}_i} + \mathbf{o}_i \big)`,
  layer_output: String.raw`\mathbf{x}'_i = \mathrm{norm}\big( \mathbf{y}_i + W_2\, \mathrm{relu}(W_1\, \mathbf{y}_i + \mathbf{b}_1) + \mathbf{b}_2 \big)`,
  state_rnn: String.raw`\H{\mathbf{h}_t} = \tanh\!\big( W\, \X{\mathbf{x}_t} + U\, \H{\mathbf{h}_{t-1}} + \mathbf{b} \big)`,
  state_gru: String.raw`\H{\mathbf{h}_t} = (1 - \G{\mathbf{z}_t}) \odot \G{\mathbf{n}_t} + \G{\mathbf{z}_t} \odot \H{\mathbf{h}_{t-1}}`,
  state_lstm: String.raw`\begin{aligned} \mathbf{c}_t &= \G{\mathbf{f}_t} \odot \mathbf{c}_{t-1} + \G{\mathbf{i}_t} \odot \G{\mathbf{g}_t} \\ \H{\mathbf{h}_t} &= \G{\mathbf{o}_t} \odot \tanh \mathbf{c}_t \end{aligned}`,
  cell_lstm: String.raw`\mathbf{c}_t = \G{\mathbf{f}_t} \odot \mathbf{c}_{t-1} + \G{\mathbf{i}_t} \odot \G{\mathbf{g}_t}`,
  decoder_state: String.raw`\D{\mathbf{s}_i} = f\big( \D{\mathbf{s}_{i-1}},\, [\X{\mathbf{y}_{i-1}};\, \C{\mathbf{c}_i}] \big)`,
  gate_reset: String.raw`\G{\mathbf{r}_t} = \sigma\big( W_r\, \X{\mathbf{x}_t} + U_r\, \H{\mathbf{h}_{t-1}} + \mathbf{b}_r \big)`,
  gate_update: String.raw`\G{\mathbf{z}_t} = \sigma\big( W_z\, \X{\mathbf{x}_t} + U_z\, \H{\mathbf{h}_{t-1}} + \mathbf{b}_z \big)`,
  gate_new: String.raw`\G{\mathbf{n}_t} = \tanh\!\big( W_n\, \X{\mathbf{x}_t} + \mathbf{b}_n + \G{\mathbf{r}_t} \odot (U_n\, \H{\mathbf{h}_{t-1}} + \mathbf{b}'_n) \big)`,
  gate_input: String.raw`\G{\mathbf{i}_t} = \sigma\big( W_i\, \X{\mathbf{x}_t} + U_i\, \H{\mathbf{h}_{t-1}} + \mathbf{b}_i \big)`,
  gate_forget: String.raw`\G{\mathbf{f}_t} = \sigma\big( W_f\, \X{\mathbf{x}_t} + U_f\, \H{\mathbf{h}_{t-1}} + \mathbf{b}_f \big)`,
  gate_cell: String.raw`\G{\mathbf{g}_t} = \tanh\!\big( W_g\, \X{\mathbf{x}_t} + U_g\, \H{\mathbf{h}_{t-1}} + \mathbf{b}_g \big)`,
  gate_output: String.raw`\G{\mathbf{o}_t} = \sigma\big( W_o\, \X{\mathbf{x}_t} + U_o\, \H{\mathbf{h}_{t-1}} + \mathbf{b}_o \big)`,
  logits: String.raw`\boldsymbol{\ell}_i = W_o\, \D{\mathbf{h}_i} + \mathbf{b}_o`,
  probabilities: String.raw`\P{p_{iw}} = \frac{\exp \ell_{iw}}{\sum_{u} \exp \ell_{iu}}`,
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
