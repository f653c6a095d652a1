"""The four families as PyTorch people write them; the names and shapes of state_dict() are those of weight files."""
import math

import torch
from torch import nn
from torch.nn import functional as F

ACTIVATIONS = {"relu": F.relu, "gelu": lambda x: F.gelu(x, approximate="tanh"), "silu": F.silu, "tanh": torch.tanh}


class Mlp(nn.Module):
    def __init__(self, layers, activation):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(layers, layers[1:]))
        self.activation = ACTIVATIONS[activation]

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.activation(layer(x))
        return self.layers[-1](x)


class Cnn(nn.Module):
    def __init__(self, channels, height, width, convolutions, hidden, classes):
        super().__init__()
        self.image = (channels, height, width)
        self.pools = [c["pool"] for c in convolutions]
        self.convolutions = nn.ModuleList()
        for c in convolutions:
            self.convolutions.append(nn.Conv2d(channels, c["channels"], c["kernel"], padding=c["padding"]))
            channels = c["channels"]
            height, width = ((side + 2 * c["padding"] - c["kernel"] + 1) // c["pool"] for side in (height, width))
        widths = [channels * height * width, *hidden, classes]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, x):
        x = x.view(-1, *self.image)
        for convolution, pool in zip(self.convolutions, self.pools):
            x = F.max_pool2d(F.relu(convolution(x)), pool)
        x = torch.flatten(x, 1)
        for layer in self.layers[:-1]:
            x = F.relu(layer(x))
        return self.layers[-1](x)


def causal(length):
    return torch.ones(length, length, dtype=torch.bool).triu(1)


def attend(q, k, v):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    return F.softmax(scores.masked_fill(causal(q.shape[-2]), -math.inf), -1) @ v


class Columns(nn.Module):
    """A projection whose weights lie as [inputs, outputs]."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.empty(inputs, outputs)), nn.Parameter(torch.empty(outputs))

    def forward(self, x):
        return x @ self.weight + self.bias


class Gpt2Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.c_attn, self.c_proj = Columns(width, 3 * width), Columns(width, width)

    def forward(self, x):
        batch, length, width = x.shape
        parts = (p.view(batch, length, self.heads, -1).transpose(1, 2) for p in self.c_attn(x).chunk(3, -1))
        return self.c_proj(attend(*parts).transpose(1, 2).reshape(x.shape))


class Gpt2Feed(nn.Module):
    def __init__(self, width, inner, activation):
        super().__init__()
        self.c_fc, self.c_proj = Columns(width, inner), Columns(inner, width)
        self.activation = ACTIVATIONS[activation]

    def forward(self, x):
        return self.c_proj(self.activation(self.c_fc(x)))


class Gpt2Block(nn.Module):
    def __init__(self, width, heads, inner, activation, epsilon):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)
        self.attn, self.mlp = Gpt2Attention(width, heads), Gpt2Feed(width, inner, activation)

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Gpt2(nn.Module):
    """Without dropout. With tied words the output layer is the table itself and has no name of its own in files."""

    def __init__(self, vocab_size, n_positions, n_embd, n_layer, n_head, n_inner, activation_function,
                 layer_norm_epsilon, tie_word_embeddings, **dropouts):
        super().__init__()
        assert not any(dropouts.values())
        self.transformer = nn.Module()
        self.transformer.wte, self.transformer.wpe = nn.Embedding(vocab_size, n_embd), nn.Embedding(n_positions, n_embd)
        self.transformer.h = nn.ModuleList(
            Gpt2Block(n_embd, n_head, n_inner, activation_function, layer_norm_epsilon) for _ in range(n_layer))
        self.transformer.ln_f = nn.LayerNorm(n_embd, layer_norm_epsilon)
        if not tie_word_embeddings:
            self.lm_head = nn.Linear(n_embd, vocab_size, bias=False)

    def forward(self, tokens):
        x = self.transformer.wte(tokens) + self.transformer.wpe(torch.arange(tokens.shape[1]))
        for block in self.transformer.h:
            x = block(x)
        x = self.transformer.ln_f(x)
        return self.lm_head(x) if hasattr(self, "lm_head") else F.linear(x, self.transformer.wte.weight)


class RmsNorm(nn.Module):
    def __init__(self, width, epsilon):
        super().__init__()
        self.weight, self.epsilon = nn.Parameter(torch.empty(width)), epsilon

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon))


def rotary(x, theta):
    """Half-split form: the two halves of a head are the parts of complex numbers. x: [batch, heads, length, width]."""
    length, width = x.shape[-2:]
    frequencies = 1.0 / theta ** (torch.arange(0, width, 2).float() / width)
    angles = torch.cat([torch.outer(torch.arange(length).float(), frequencies)] * 2, -1)
    first, second = x.chunk(2, -1)
    return x * angles.cos() + torch.cat([-second, first], -1) * angles.sin()


class LlamaAttention(nn.Module):
    def __init__(self, width, heads, kv_heads, theta):
        super().__init__()
        head = width // heads
        self.heads, self.kv_heads, self.theta = heads, kv_heads, theta
        self.q_proj, self.o_proj = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)
        self.k_proj, self.v_proj = (nn.Linear(width, kv_heads * head, bias=False) for _ in range(2))

    def forward(self, x):
        batch, length, _ = x.shape
        q = self.q_proj(x).view(batch, length, self.heads, -1).transpose(1, 2)
        k, v = (p(x).view(batch, length, self.kv_heads, -1).transpose(1, 2) for p in (self.k_proj, self.v_proj))
        q, k = rotary(q, self.theta), rotary(k, self.theta)
        k, v = (t.repeat_interleave(self.heads // self.kv_heads, 1) for t in (k, v))
        return self.o_proj(attend(q, k, v).transpose(1, 2).reshape(x.shape))


class LlamaFeed(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.gate_proj, self.up_proj = nn.Linear(width, inner, bias=False), nn.Linear(width, inner, bias=False)
        self.down_proj = nn.Linear(inner, width, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class LlamaLayer(nn.Module):
    def __init__(self, width, inner, heads, kv_heads, theta, epsilon):
        super().__init__()
        self.input_layernorm, self.post_attention_layernorm = RmsNorm(width, epsilon), RmsNorm(width, epsilon)
        self.self_attn, self.mlp = LlamaAttention(width, heads, kv_heads, theta), LlamaFeed(width, inner)

    def forward(self, x):
        x = x + self.self_attn(self.input_layernorm(x))
        return x + self.mlp(self.post_attention_layernorm(x))


class Llama(nn.Module):
    def __init__(self, vocab_size, hidden_size, intermediate_size, num_hidden_layers, num_attention_heads,
                 num_key_value_heads, rms_norm_eps, rope_theta, tie_word_embeddings, max_position_embeddings):
        super().__init__()
        self.model = nn.Module()
        self.model.embed_tokens = nn.Embedding(vocab_size, hidden_size)
        self.model.layers = nn.ModuleList(
            LlamaLayer(hidden_size, intermediate_size, num_attention_heads, num_key_value_heads, rope_theta,
                       rms_norm_eps)
            for _ in range(num_hidden_layers))
        self.model.norm = RmsNorm(hidden_size, rms_norm_eps)
        if not tie_word_embeddings:
            self.lm_head = nn.Linear(hidden_size, vocab_size, bias=False)

    def forward(self, tokens):
        x = self.model.embed_tokens(tokens)
        for layer in self.model.layers:
            x = layer(x)
        x = self.model.norm(x)
        return self.lm_head(x) if hasattr(self, "lm_head") else F.linear(x, self.model.embed_tokens.weight)


FAMILIES = {"mlp": Mlp, "cnn": Cnn, "gpt2": Gpt2, "llama": Llama}


def load(family, config, tensors):
    """The model with its weights from a file: every name and every shape has to be there, and no other."""
    model = FAMILIES[family](**config)
    model.load_state_dict({name: t for name, t in tensors.items() if "data." not in name}, strict=True)
    return model
