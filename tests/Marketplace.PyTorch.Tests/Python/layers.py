"""Single layers, each from tensors x0, x1 … to one output, by PyTorch's own functions wherever it has them."""
import torch
from torch.nn import functional as F

import models


def heads_of(x, batch, heads):
    return x.view(batch, -1, heads, x.shape[-1] // heads).transpose(1, 2)


def rows_of(x):
    batch, heads, length, width = x.shape
    return x.transpose(1, 2).reshape(batch * length, heads * width)


def rotary(x, theta):
    """The rotation of complex numbers, not models.rotary: the same meaning in another way."""
    length, width = x.shape[-2:]
    frequencies = theta ** (-torch.arange(0, width, 2).float() / width)
    turns = torch.polar(torch.ones(length, width // 2), torch.outer(torch.arange(length).float(), frequencies))
    turned = torch.complex(*x.chunk(2, -1)) * turns
    return torch.cat([turned.real, turned.imag], -1)


def causal_attention(batch, heads, x, in_weight, in_bias, out_weight, out_bias):
    width = x.shape[-1]
    sequence = x.view(batch, -1, width).transpose(0, 1)
    y, _ = F.multi_head_attention_forward(
        sequence, sequence, sequence, width, heads, in_weight, in_bias, None, None, False, 0.0, out_weight, out_bias,
        need_weights=False, attn_mask=models.causal(sequence.shape[0]))
    return y.transpose(0, 1).reshape(-1, width)


def grouped_attention(batch, heads, kv_heads, q, k, v):
    q, k, v = heads_of(q, batch, heads), heads_of(k, batch, kv_heads), heads_of(v, batch, kv_heads)
    groups = heads // kv_heads
    return rows_of(torch.cat([models.attend(q[:, h:h + 1], k[:, h // groups, None], v[:, h // groups, None])
                              for h in range(heads)], 1))


def cross_entropy(x, labels):
    return F.cross_entropy(x, labels.view(-1).long()).view(1)


def channels_first(x):
    return x.permute(0, 3, 1, 2)


def channels_last(x):
    return x.permute(0, 2, 3, 1)


LAYERS = {
    "linear": F.linear,
    "linear_of_columns": lambda x, w, b: F.linear(x, w.t(), b),
    "convolution": lambda x, w: channels_last(F.conv2d(channels_first(x), w, padding=1)),
    "max_pool": lambda x: channels_last(F.max_pool2d(channels_first(x), 2)),
    "embedding": lambda tokens, table: F.embedding(tokens.view(-1).long(), table),
    "tied_embedding": lambda tokens, table: F.linear(F.embedding(tokens.view(-1).long(), table), table),
    "layer_norm": lambda x, w, b: F.layer_norm(x, x.shape[-1:], w, b, 1e-5),
    "rms_norm": lambda x, w: x / torch.sqrt(torch.mean(x * x, -1, keepdim=True) + 1e-5) * w,
    "rotary": lambda x: rotary(x, 10000.0),
    "causal_attention": lambda *x: causal_attention(2, 4, *x),
    "grouped_attention": lambda *x: grouped_attention(2, 4, 2, *x),
    "gelu_feed": lambda x, w1, b1, w2, b2: F.linear(F.gelu(F.linear(x, w1, b1), approximate="tanh"), w2, b2),
    "silu_feed": lambda x, gate, up, down: F.linear(F.silu(F.linear(x, gate)) * F.linear(x, up), down),
    "softmax": lambda x: F.softmax(x, -1),
    "cross_entropy": cross_entropy,
    "mean_squared_error": lambda y, target: F.mse_loss(y, target).view(1),
}


def layer(request, tensors):
    """The output y, and the gradients dN of the sum of y times the tensor seed by every xN of floats."""
    inputs = [tensors[f"x{i}"] for i in range(request["inputs"])]
    by = [x.requires_grad_() for x in inputs if x.is_floating_point()]
    y = LAYERS[request["layer"]](*inputs)
    (y.reshape(-1) * tensors["seed"]).sum().backward()
    return {"y": y, **{f"d{i}": x.grad for i, x in enumerate(by)}}
