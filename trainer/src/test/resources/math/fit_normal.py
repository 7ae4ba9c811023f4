"""The constants of NormalKernels. Needs numpy and mpmath; prints them and their errors.

The normal quantile of a probability p <= 1/2 is -t P(t) / Q(t) with t = 2^(-1/16) - p^(1/16), both
of degree 5, Q(0) = 1, for 2^-32 <= p <= 1/2: the sixteenth root, four square roots, takes the
singularity at p = 0 far enough away for a fraction. Minimax by Lawson's method, see fit_sigmoid.py.
"""

import mpmath as mp
import numpy as np

ROOT = 16
CENTRE = 0.5 ** (1 / ROOT)
RANGE = CENTRE - 2.0 ** (-32 / ROOT)
DEGREE = 5
POINTS = 400
ROUNDS = 400


def quantile(p):
    """Of the upper tail, by Newton's method."""
    x = mp.sqrt(-2 * mp.log(2 * p)) if p < 0.49 else (mp.mpf(1) / 2 - p) * mp.sqrt(2 * mp.pi)
    for _ in range(60):
        step = (mp.erfc(x / mp.sqrt(2)) / 2 - p) / mp.npdf(x)
        x += step
        if abs(step) < mp.mpf(10) ** -25:
            break
    return x


def fit():
    """Coefficients of P and Q, lowest first, and the largest error in exact arithmetic."""
    t = RANGE * (np.cos((np.arange(POINTS) + 0.5) * np.pi / POINTS) + 1) / 2
    wanted = np.array([float(quantile((mp.mpf(CENTRE) - mp.mpf(v)) ** ROOT)) for v in t])
    powers = (t / RANGE)[:, None] ** np.arange(DEGREE + 1)
    system = np.hstack([t[:, None] * powers, -wanted[:, None] * powers[:, 1:]])
    weight = np.ones_like(t)
    last_q = np.ones_like(t)
    best = None
    for _ in range(ROUNDS):
        scale = np.sqrt(weight) / last_q
        solution = np.linalg.lstsq(system * scale[:, None], wanted * scale, rcond=None)[0]
        p, q = solution[: DEGREE + 1], np.append(1, solution[DEGREE + 1 :])
        last_q = powers @ q
        error = np.abs(t * (powers @ p) / last_q - wanted)
        if best is None or error.max() < best[2]:
            unscale = RANGE ** np.arange(DEGREE + 1.0)
            best = (p / unscale, q / unscale, error.max())
        weight *= np.sqrt(error / error.max() + 1e-3)
        weight /= weight.sum()
    return best


def single_precision_error(p, q):
    """The largest error for 4,000 probabilities when it is evaluated as the Java code does."""
    probability = (2.0 ** -np.linspace(1, 32, 4_001)).astype(np.float32)
    root = probability
    for _ in range(4):
        root = np.sqrt(root)
    t = np.float32(CENTRE) - root
    numerator = np.full_like(t, p[-1])
    denominator = np.full_like(t, q[-1])
    for a, b in zip(p[-2::-1], q[-2::-1]):
        numerator = numerator * t + np.float32(a)
        denominator = denominator * t + np.float32(b)
    z = t * numerator / denominator
    exact = np.array([float(quantile(mp.mpf(float(v)))) for v in probability])
    return np.abs(z - exact).max()


def main():
    p, q, error = fit()
    print(f"CENTRE = {np.float32(CENTRE)!s}f")
    for name, coefficients in (("P", p), ("Q", q)):
        for i, value in enumerate(coefficients):
            print(f"{name}{i} = {np.float32(value)!s}f")
    print(f"error of the fraction {error:.1e}, in single precision", end=" ")
    print(f"{single_precision_error(p, q):.1e}")


if __name__ == "__main__":
    main()
