#!/usr/bin/env python3
"""Where the golden numbers of GoldenLikelihoodTest come from: numpy alone, in double precision.

Writes model.safetensors, a 12-10 machine with weights and biases on a grid (so that they need no
random numbers, and are exact in single precision), reads it back as any program would, and prints
log Z and the log-likelihoods of five rows. The visible side is enumerated here; the project
enumerates the hidden one.

    python3 exact_log_likelihood.py
"""
import json
import os
import struct

import numpy as np

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "model.safetensors")
VISIBLE, HIDDEN = 12, 10


def write():
    i, j = np.arange(VISIBLE)[:, None], np.arange(HIDDEN)[None, :]
    tensors = {
        "weights.0": ((i * 37 + j * 53 + i * j * 11) % 65 - 32) / 16.0,
        "bias.0": (np.arange(VISIBLE) * 29 % 33 - 16) / 16.0,
        "bias.1": (np.arange(HIDDEN) * 23 % 33 - 20) / 16.0,
    }
    header, body = {}, b""
    for name, values in tensors.items():
        data = values.astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(values.shape),
            "data_offsets": [len(body), len(body) + len(data)],
        }
        body += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(FILE, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + body)


def read():
    with open(FILE, "rb") as file:
        data = file.read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + o for o in entry["data_offsets"])
        values = np.frombuffer(data[start:end], "<f4").astype(np.float64)
        tensors[name] = values.reshape(entry["shape"])
    return tensors["weights.0"], tensors["bias.0"], tensors["bias.1"]


def unnormalised(v, w, b, c):
    """log sum over h of exp(b.v + c.h + v.W.h)"""
    return v @ b + np.logaddexp(0, v @ w + c).sum(1)


def rows(numbers):
    """Row n has bit i of n as unit i."""
    return (np.asarray(numbers)[:, None] >> np.arange(VISIBLE) & 1).astype(np.float64)


write()
w, b, c = read()
logs = unnormalised(rows(np.arange(2**VISIBLE)), w, b, c)
log_z = logs.max() + np.log(np.exp(logs - logs.max()).sum())
print("log Z", repr(float(log_z)))
for n in (0, 1, 1365, 2730, 4095):
    print(n, repr(float(unnormalised(rows([n]), w, b, c)[0] - log_z)))
