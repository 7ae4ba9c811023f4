"""The constants of NormalDistribution.millsRatio. Needs numpy and mpmath; prints them and their error.

Mills' ratio M(t) = (1 - Phi(t)) / phi(t) for t >= 0 is P(y) / Q(y) / (1 + t) with y = (t - 3) / (t + 3)
in [-1, 1), both of degree 8, Q(0) = 1: minimax in the relative error by Lawson's method, see
fit_sigmoid.py.
"""

import mpmath as mp
import numpy as np

CENTRE = 3
DEGREE = 8
POINTS = 600
ROUNDS = 300
mp.mp.dps = 40


def mills(t):
    if t > 100:  # the continued fraction 1 / (t + 1 / (t + 2 / (t + ...)))
        tail = mp.mpf(0)
        for k in range(60, 0, -1):
            tail = k / (t + tail)
        return 1 / (t + tail)
    return mp.sqrt(mp.pi / 2) * mp.exp(t * t / 2) * mp.erfc(t / mp.sqrt(2))


def fit():
    """Coefficients of P and Q, lowest first, and the largest relative error."""
    y = np.cos((np.arange(POINTS) + 0.5) * np.pi / POINTS)
    t = [CENTRE * (1 + mp.mpf(v)) / (1 - mp.mpf(v)) for v in y]
    wanted = np.array([float((1 + v) * mills(v)) for v in t])
    powers = y[:, None] ** np.arange(DEGREE + 1)
    system = np.hstack([powers, -wanted[:, None] * powers[:, 1:]])
    weight = np.ones_like(y)
    last_q = np.ones_like(y)
    best = None
    for _ in range(ROUNDS):
        scale = np.sqrt(weight) / last_q
        solution = np.linalg.lstsq(system * scale[:, None], wanted * scale, rcond=None)[0]
        p, q = solution[: DEGREE + 1], np.append(1, solution[DEGREE + 1 :])
        last_q = powers @ q
        error = np.abs(powers @ p / last_q / wanted - 1)
        if best is None or error.max() < best[2]:
            best = (p, q, error.max())
        weight *= np.sqrt(error / error.max() + 1e-3)
        weight /= weight.sum()
    return best


def main():
    p, q, error = fit()
    print("P", ", ".join(repr(float(v)) for v in p))
    print("Q", ", ".join(repr(float(v)) for v in q))
    print(f"relative error {error:.1e}")


if __name__ == "__main__":
    main()
