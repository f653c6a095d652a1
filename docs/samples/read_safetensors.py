"""Reads a .safetensors file with numpy alone; model.load_state_dict(torch_tensors(path), strict=True) takes it."""
import json
import sys

import numpy

TYPES = {"F32": "<f4", "F16": "<f2", "I32": "<i4", "I64": "<i8", "I8": "|i1"}


def tensors(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    found = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        found[name] = numpy.frombuffer(data[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return found


def torch_tensors(path):
    import torch
    return {name: torch.from_numpy(array.copy()) for name, array in tensors(path).items()}


if __name__ == "__main__":
    for name, array in tensors(sys.argv[1]).items():
        print(name, array.dtype, list(array.shape))
