"""Training as PyTorch people write it: the reference that curves, gradients and weights are held against."""
import math

import torch
from torch.nn import functional as F

import models
import tensor_file


def batch_loss(model, task, tensors, records):
    if task == "language":
        tokens = tensors["data.tokens"][records].long()
        logits = model(tokens[:, :-1])
        return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), tokens[:, 1:].reshape(-1))
    outputs = model(tensors["data.features"][records])
    if task == "regression":
        return F.mse_loss(outputs, tensors["data.labels"][records])
    return F.cross_entropy(outputs, tensors["data.labels"][records].view(-1).long())


def optimizer_of(parameters, about, rate):
    kind = about["kind"]
    if kind == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=about["momentum"])
    betas, epsilon = (about["beta1"], about["beta2"]), about["epsilon"]
    if kind == "adam":
        return torch.optim.Adam(parameters, lr=rate, betas=betas, eps=epsilon)
    return torch.optim.AdamW(parameters, lr=rate, betas=betas, eps=epsilon, weight_decay=about["weight_decay"])


def rate_of(about, t, updates):
    """The learning rate of update t, counted from 0."""
    if t < about["warm_up"]:
        return about["rate"] * (t + 1) / about["warm_up"]
    x = (t - about["warm_up"]) / max(1, updates - about["warm_up"])
    end = about["end"]
    return {
        "constant": about["rate"],
        "linear": about["rate"] + (end - about["rate"]) * x,
        "cosine": end + (about["rate"] - end) * (1 + math.cos(math.pi * x)) / 2,
    }[about["form"]]


def write_files(files, model, result):
    """A file of weights as everybody writes it, and one of moments with the names that a job's optimiser has."""
    tensor_file.write(files["weights"], model.state_dict())
    moments = {f"optimizer.{n}": t for n, t in result.items() if n.startswith(("first.", "second."))}
    powers = {f"optimizer.power{i + 1}": torch.tensor([p]) for i, p in enumerate(files["powers"])}
    tensor_file.write(files["moments"], {**moments, **powers})


def train(request, tensors):
    """Runs the steps of a plan; losses of all steps, rates and norms of all updates, gradients of the first update,
    the weights at the end and the optimiser's moments."""
    model = models.load(request["family"], request["config"], tensors)
    names, parameters = zip(*model.named_parameters())
    optimizer = optimizer_of(parameters, request["optimizer"], request["schedule"]["rate"])
    order = tensors["data.order"].view(request["steps"], -1).long()
    accumulate = request["accumulate"]
    updates = len(order) // accumulate
    losses, rates, norms, result = [], [], [], {}
    for step, records in enumerate(order):
        loss = batch_loss(model, request["task"], tensors, records)
        losses.append(loss.item())
        (loss / accumulate).backward()
        if (step + 1) % accumulate:
            continue
        rates.append(rate_of(request["schedule"], step // accumulate, updates))
        if request["clip"] is not None:
            norms.append(torch.nn.utils.clip_grad_norm_(parameters, request["clip"]).item())
        if not result:
            result = {"gradient." + name: p.grad.clone() for name, p in zip(names, parameters)}
        optimizer.param_groups[0]["lr"] = rates[-1]
        optimizer.step()
        optimizer.zero_grad()
    for name, p in zip(names, parameters):
        result["weight." + name] = p
        state = optimizer.state[p]
        if "exp_avg" in state:
            result["first." + name], result["second." + name] = state["exp_avg"], state["exp_avg_sq"]
    if request.get("files"):
        write_files(request["files"], model, result)
    for name, values in (("losses", losses), ("rates", rates), ("norms", norms or [0.0])):
        result[name] = torch.tensor(values)
    return result


def forward(request, tensors):
    """The outputs of the first records of the data."""
    model = models.load(request["family"], request["config"], tensors)
    if request["task"] == "language":
        outputs = model(tensors["data.tokens"][:request["batch"], :-1].long())
    else:
        outputs = model(tensors["data.features"][:request["batch"]])
    return {"outputs": outputs.reshape(-1, outputs.shape[-1])}


def update(request, tensors):
    """Updates by given gradients: weights w.N, gradients g.N of [steps, ...] rows."""
    weights = {name[2:]: torch.nn.Parameter(t) for name, t in tensors.items() if name.startswith("w.")}
    optimizer = optimizer_of(weights.values(), request["optimizer"], request["rate"])
    for step in range(request["steps"]):
        for name, weight in weights.items():
            weight.grad = tensors["g." + name][step].reshape(weight.shape)
        optimizer.step()
    return weights
