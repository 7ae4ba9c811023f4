#!/usr/bin/env python3
"""Where the golden numbers of GoldenStepTest come from: numpy alone, in double precision.

Reads inputs.safetensors (parameters, images and noise, written by GoldenInputs) and writes
golden.safetensors: what a step of a small DCGAN, with and without labels, computes from minibatches
of several sizes. Written from TensorFlow's definitions of its layers and losses (those of its DCGAN
tutorial); passes forward only, since every gradient is a central difference.

    python3 dcgan.py
"""
import json
import pathlib
import struct

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
STEP = 1e-7  # small, so that hardly any leaky ReLU changes its side
LANES = 2
LABELS = 3
SLOPE = 0.3
EPSILON = 1e-3


def read(path):
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        start, end = (8 + length + o for o in entry["data_offsets"])
        values = np.frombuffer(data[start:end], "<f4").astype(np.float64)
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def write(path, tensors):
    header, body = {}, b""
    for name in sorted(tensors):
        data = np.asarray(tensors[name]).astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(np.shape(tensors[name])),
            "data_offsets": [len(body), len(body) + len(data)],
        }
        body += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def padding(size, kernel, stride):
    """Output size, and zeros before and after, of padding="same"."""
    out = -(-size // stride)
    total = max((out - 1) * stride + kernel - size, 0)
    return out, total // 2, total - total // 2


def convolution(x, kernel, stride):
    """x: image, row, column, channel; kernel: row, column, channel in, channel out."""
    size = kernel.shape[0]
    height, top, bottom = padding(x.shape[1], size, stride)
    width, left, right = padding(x.shape[2], size, stride)
    padded = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    patches = np.stack(
        [
            padded[:, u : u + height * stride : stride, v : v + width * stride : stride]
            [:, :height, :width]
            for u in range(size)
            for v in range(size)
        ],
        axis=3,
    )
    return np.tensordot(patches, kernel.reshape(-1, *kernel.shape[2:]), ((3, 4), (0, 1)))


def transposed_convolution(y, kernel, stride):
    """The adjoint of convolution, with kernel: row, column, channel out, channel in."""
    size = kernel.shape[0]
    images, height, width, _ = y.shape
    rows, columns = height * stride, width * stride
    _, top, bottom = padding(rows, size, stride)
    _, left, right = padding(columns, size, stride)
    tall = max(top + rows + bottom, (height - 1) * stride + size)
    wide = max(left + columns + right, (width - 1) * stride + size)
    padded = np.zeros((images, tall, wide, kernel.shape[2]))
    spread = np.tensordot(y, kernel, ((3,), (3,)))  # image, y, x, u, v, channel
    for u in range(size):
        for v in range(size):
            padded[:, u : u + (height - 1) * stride + 1 : stride,
                   v : v + (width - 1) * stride + 1 : stride] += spread[:, :, :, u, v]
    return padded[:, top : top + rows, left : left + columns]


def batch_norm(p, name, x, statistics, training):
    if training:
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axes), x.var(axes)
        statistics.append((name, mean, variance))
    else:
        mean, variance = p[name + ".moving_mean"], p[name + ".moving_variance"]
    normal = (x - mean) / np.sqrt(variance + EPSILON)
    return p[name + ".gamma"] * normal + p[name + ".beta"]


def leaky(x):
    return np.where(x > 0, x, SLOPE * x)


def generator(p, z, statistics, training=True):
    x = z @ p["generator.0.kernel"]
    x = leaky(batch_norm(p, "generator.1", x, statistics, training))
    x = x.reshape(len(z), 3, 2, 4)
    x = transposed_convolution(x, p["generator.4.kernel"], 1)
    x = leaky(batch_norm(p, "generator.5", x, statistics, training))
    x = transposed_convolution(x, p["generator.7.kernel"], 2)
    x = leaky(batch_norm(p, "generator.8", x, statistics, training))
    return np.tanh(transposed_convolution(x, p["generator.10.kernel"], 2))


def discriminator(p, x):
    x = leaky(convolution(x, p["discriminator.0.kernel"], 2) + p["discriminator.0.bias"])
    x = leaky(convolution(x, p["discriminator.2.kernel"], 2) + p["discriminator.2.bias"])
    x = x.reshape(len(x), -1)
    return (x @ p["discriminator.4.kernel"] + p["discriminator.4.bias"])[:, 0]


def cross_entropy(logits, target):
    """-target log sigmoid(d) - (1 - target) log(1 - sigmoid(d))"""
    return np.logaddexp(0, -logits) if target else np.logaddexp(0, logits)


def one_hot(labels):
    return np.eye(LABELS)[labels.astype(int)]


def with_labels(images, labels):
    if labels is None:
        return images
    maps = np.broadcast_to(
        one_hot(labels)[:, None, None, :], images.shape[:3] + (LABELS,)
    )
    return np.concatenate((images, maps), 3)


class Case:
    """Parameters and inputs; lanes normalise their own images."""

    def __init__(self, tensors, name):
        prefix = name + "."
        own = {n[len(prefix) :]: t for n, t in tensors.items() if n.startswith(prefix)}
        self.real, self.noise = own.pop("images"), own.pop("noise")
        self.real_labels, self.labels = own.pop("real_labels", None), own.pop("labels", None)
        self.p = own
        self.z = self.noise
        if self.labels is not None:
            self.z = np.concatenate((self.noise, one_hot(self.labels)), 1)

    def generated(self, statistics):
        lanes = np.split(self.z, LANES)
        return np.concatenate([generator(self.p, z, statistics) for z in lanes])

    def judged(self, images):
        return discriminator(self.p, with_labels(images, self.labels))

    def generator_loss(self):
        return cross_entropy(self.judged(self.generated([])), 1).mean()

    def discriminator_loss(self, generated, rows):
        labels = None if self.real_labels is None else self.real_labels[:rows]
        real = discriminator(self.p, with_labels(self.real[:rows], labels))
        return cross_entropy(real, 1).mean() + cross_entropy(self.judged(generated), 0).mean()

    def gradient(self, name, loss):
        values = self.p[name].reshape(-1)
        gradient = np.zeros_like(values)
        for i, value in enumerate(values.copy()):
            values[i] = value + STEP
            above = loss()
            values[i] = value - STEP
            gradient[i] = (above - loss()) / (2 * STEP)
            values[i] = value
        return gradient.reshape(self.p[name].shape)


def golden(case, sizes):
    result = {}
    statistics = []
    images = case.generated(statistics)
    result["generated"] = images.reshape(len(images), -1)
    inferred = generator(case.p, case.z, None, training=False)
    result["inferred"] = ((inferred + 1) / 2).reshape(len(images), -1)
    result["generator_loss"] = case.generator_loss()
    trained = [n for n in case.p if "moving" not in n]
    for name in (n for n in trained if n.startswith("generator")):
        result["gradient." + name] = case.gradient(name, case.generator_loss)
    # Moving averages move towards the mean of the lanes' statistics, lanes being of one size.
    for name in {s[0] for s in statistics}:
        for at, kind in ((1, ".moving_mean"), (2, ".moving_variance")):
            mean = np.mean([s[at] for s in statistics if s[0] == name], 0)
            result["towards." + name + kind] = mean - case.p[name + kind]
    for rows in sizes:
        prefix = "rows-%d." % rows
        result[prefix + "discriminator_loss"] = case.discriminator_loss(images, rows)
        for name in (n for n in trained if n.startswith("discriminator")):
            result[prefix + "gradient." + name] = case.gradient(
                name, lambda: case.discriminator_loss(images, rows)
            )
    return result


def main():
    tensors = read(HERE / "inputs.safetensors")
    result = {}
    for name in ("plain", "labelled"):
        for key, value in golden(Case(tensors, name), (10, 3, 1)).items():
            result[name + "." + key] = value
    write(HERE / "golden.safetensors", result)


main()
