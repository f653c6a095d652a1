"""Answers requests line by line: a JSON object names what is to be done, the tensor file to read and the one to write.
The answer is one line of JSON: null, or why it failed. The argument is the number of threads."""
import json
import sys
import traceback

import torch

import layers
import tensor_file
import train

torch.set_num_threads(int(sys.argv[1]))
ACTIONS = {"train": train.train, "forward": train.forward, "update": train.update, "layer": layers.layer}

for line in sys.stdin:
    try:
        request = json.loads(line)
        tensor_file.write(request["output"], ACTIONS[request["do"]](request, tensor_file.read(request["input"])))
        answer = None
    except Exception:
        answer = traceback.format_exc()
    print(json.dumps(answer), flush=True)
