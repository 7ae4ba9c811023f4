"""The log-likelihood of values under an exported Gaussian-Bernoulli machine, with numpy alone.

    python3 density.py model.npz rows.txt

Prints for each row, a line of numbers, the logarithm of its density in the data's own units, by the
formulas that the documentation of exported tensors gives (the Javadoc of TrainedModel).
"""
import itertools
import sys

import numpy as np

model, rows = np.load(sys.argv[1]), np.atleast_2d(np.loadtxt(sys.argv[2]))
t = {name: model[name].astype(np.float64) for name in model.files}
w, a, b = t["weights.0"], t["bias.0"], t["bias.1"]
sigma = np.exp(t["log_sigma.0"])

s = (rows - t["offset.0"]) / t["scale.0"]
free = ((s - a) ** 2 / (2 * sigma**2)).sum(1)
free -= np.logaddexp(0, b + (s / sigma**2) @ w).sum(1)

h = np.array(list(itertools.product((0, 1), repeat=len(b))))
u = h @ w.T
logs = h @ b + ((a * u + u**2 / 2) / sigma**2).sum(1)
log_z = np.logaddexp.reduce(logs) + np.log(sigma * np.sqrt(2 * np.pi)).sum()

for value in -free - log_z - np.log(t["scale.0"]).sum():
    print(repr(float(value)))
