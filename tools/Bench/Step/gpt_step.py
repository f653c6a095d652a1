# One training step of a small GPT in PyTorch, asked for line by line: "step" runs one and answers its seconds and loss,
# "memory" answers the process's peak in KiB. First line: threads, layers, width, heads, sequence, batch, vocabulary.
import math, sys, time
import torch
from torch import nn
from torch.nn import functional as F

threads, layers, width, heads, sequence, batch, vocabulary = (int(n) for n in sys.stdin.readline().split())
torch.set_num_threads(threads)
torch.manual_seed(1)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.c_attn, self.c_proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.c_fc, self.m_proj = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, mask):
        head = width // heads
        q, k, v = (part.view(batch, sequence, heads, head).transpose(1, 2) for part in self.c_attn(self.ln_1(x)).split(width, 2))
        scores = (q @ k.transpose(2, 3)) * (1 / math.sqrt(head))
        p = F.softmax(scores.masked_fill(mask, float("-inf")), -1)
        x = x + self.c_proj((p @ v).transpose(1, 2).reshape(batch, sequence, width))
        return x + self.m_proj(F.gelu(self.c_fc(self.ln_2(x)), approximate="tanh"))


class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(vocabulary, width), nn.Embedding(sequence, width)
        self.h = nn.ModuleList([Block() for _ in range(layers)])
        self.ln_f, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary, bias=False)
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, std=0.02)

    def forward(self, tokens, labels, mask):
        x = self.wte(tokens) + self.wpe.weight[None]
        for block in self.h:
            x = block(x, mask)
        return F.cross_entropy(self.head(self.ln_f(x)).view(-1, vocabulary), labels.reshape(-1))


model = Gpt()
optimiser = torch.optim.AdamW(model.parameters(), lr=3e-4, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.1, foreach=True)
mask = torch.triu(torch.ones(sequence, sequence, dtype=torch.bool), 1)
records = torch.randint(0, vocabulary, (batch, sequence + 1))


def step():
    begun = time.perf_counter()
    optimiser.zero_grad(set_to_none=True)
    loss = model(records[:, :-1], records[:, 1:], mask)
    loss.backward()
    optimiser.step()
    return f"{time.perf_counter() - begun} {loss.item()}"


def peak():
    with open("/proc/self/status") as status:
        return next(line.split()[1] for line in status if line.startswith("VmHWM"))


for line in sys.stdin:
    print(step() if line.strip() == "step" else peak(), flush=True)
