"""Tensor files over numpy alone, written without a look at any other reader or writer of the format."""
import json
import struct
import numpy
import torch

KINDS = {"F32": numpy.dtype("<f4"), "I32": numpy.dtype("<i4")}


def read(path):
    whole = open(path, "rb").read()
    (length,) = struct.unpack_from("<Q", whole)
    tensors = {}
    for name, about in json.loads(whole[8:8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in about["data_offsets"])
            flat = numpy.frombuffer(whole[begin:end], KINDS[about["dtype"]])
            tensors[name] = torch.from_numpy(flat.reshape(about["shape"]).copy())
    return tensors


def write(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        part = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)
