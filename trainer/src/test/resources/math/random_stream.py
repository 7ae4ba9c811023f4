"""Writes random_stream.golden.txt: what RandomStream documents, in Python's unbounded integers.

Run it as `python3 random_stream.py > random_stream.golden.txt`. One key a block, and below it what
one stream of this key gives in this order: uniforms (as multiples of 2^-24), a long, a whole number
below 1000, more uniforms, a permutation, a normal number, a row of normal numbers. A row of uniforms
or normals, a long and a whole number take one row of the stream each, a permutation one for each
element, a normal number two. Needs numpy, for arithmetic in single precision.
"""

import math

import numpy as np

GOLDEN = 0x9E3779B97F4A7C15  # SplitMix64: the odd number nearest to 2^64 / golden ratio
PURPOSES = ["WEIGHTS", "CHAIN_START", "CHAINS", "ROW_ORDER", "RESAMPLING", "MONITOR", "SAMPLING"]
KEYS = [
    (0, "WEIGHTS", 0, 0),
    (1, "CHAINS", 0, 0),
    (1, "CHAINS", 1, 0),
    (1, "CHAINS", 0, 1),
    (-1, "ROW_ORDER", 123456789012, 63),
    (2**63 - 1, "RESAMPLING", 7, 2),
    (-(2**63), "CHAIN_START", 0, 5),
    (42, "MONITOR", 2**40, 1),
    (42, "SAMPLING", 3, 1023),
]


# The quantile's fraction: see fit_normal.py.
CENTRE = 0.9576033
P = [20.94046, 398.56424, 1169.287, -1502.827, -815.0338, 746.92194]
Q = [1, 26.860079, 155.40189, -19.278286, -402.75662, 238.21445]

def horner(coefficients, t):
    value = np.full_like(t, coefficients[-1])
    for c in coefficients[-2::-1]:
        value = value * t + np.float32(c)
    return value


def mix64(z):
    """SplitMix64's finaliser, Stafford's variant 13."""
    z &= 2**64 - 1
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
    return z ^ z >> 31


class Stream:
    def __init__(self, seed, purpose, step, lane):
        k = mix64(seed + GOLDEN)
        k = mix64(k ^ (PURPOSES.index(purpose) + 1) * GOLDEN % 2**64)
        k = mix64(k + (step + 1) * GOLDEN)
        self.key = mix64(k ^ (lane + 1) * GOLDEN % 2**64)
        self.row = 0

    def word(self):
        self.row += 1
        return mix64(self.key + self.row * GOLDEN)

    def bits(self, count):
        word = self.word()
        a, b = word % 2**32, word >> 32
        row = []
        for i in range(count):
            h = (i * 0x9E3779B9 + a) % 2**32
            h ^= h >> 16
            h = h * 0x21F0AAAD % 2**32
            h ^= h >> 15
            h = (h + b) % 2**32
            h = h * 0x735A2D97 % 2**32
            h ^= h >> 15
            h = h * 0x21F0AAAD % 2**32
            h ^= h >> 16
            row.append(h)
        return row

    def uniforms(self, count):
        """Numerators over 2^24."""
        return [2 * (h >> 9) + 1 for h in self.bits(count)]

    def normals(self, count):
        """Every operation rounds to single precision, as those of NormalKernels do."""
        odd = (np.array(self.bits(count), np.uint32) | np.uint32(1)).view(np.int32)
        odd = odd.astype(np.float32)
        root = np.abs(odd) * np.float32(2.0**-32)
        for _ in range(4):
            root = np.sqrt(root)
        t = np.float32(CENTRE) - root
        z = np.clip(odd, np.float32(-1), np.float32(1)) * t
        return z * horner(P, t) / horner(Q, t)

    def below(self, bound):
        return (self.word() >> 11) * bound >> 53

    def permutation(self, count):
        order = []
        for i in range(count):
            j = self.below(i + 1)
            order.append(i)
            order[i], order[j] = order[j], order[i]
        return order

    def normal(self):
        radius = math.sqrt(-2 * math.log(((self.word() >> 11) + 1) / 2**53))
        return radius * math.cos(2 * math.pi * (self.word() >> 11) / 2**53)


def main():
    for key in KEYS:
        stream = Stream(*key)
        print("key", *key)
        print("uniforms", *stream.uniforms(9))
        print("long", f"{stream.word():016x}")
        print("below-1000", stream.below(1000))
        print("uniforms", *stream.uniforms(3))
        print("permutation", *stream.permutation(7))
        print("normal", repr(stream.normal()))
        print("normals", *(str(z) for z in stream.normals(9)))


if __name__ == "__main__":
    main()
