"""The constants of RowKernels.softplusSum. Needs numpy; prints them and their errors.

log(1 + exp(-t)) = P(t) / Q(t) with P of degree 5, Q of degree 6 and Q(0) = 1, for 0 <= t <= 16,
beyond which it is below 1.2e-7. Minimax by Lawson's method, see fit_sigmoid.py.
"""

import numpy as np

RANGE = 16.0
P_DEGREE = 5
Q_DEGREE = 6
ROUNDS = 400


def wanted(t):
    return np.log1p(np.exp(-t))


def fit():
    """Coefficients of P and Q, lowest first, and the largest error in exact arithmetic."""
    t = RANGE * (np.cos(np.linspace(0, np.pi, 4001)) + 1) / 2  # Chebyshev points on [0, RANGE]
    powers = (t / RANGE)[:, None] ** np.arange(Q_DEGREE + 1)
    y = wanted(t)
    # P - y (Q - 1) = y, unknowns P0 .. P5, Q1 .. Q6
    system = np.hstack([powers[:, : P_DEGREE + 1], -y[:, None] * powers[:, 1:]])
    weight = np.ones_like(t)
    last_q = np.ones_like(t)
    best = None
    for _ in range(ROUNDS):
        scale = np.sqrt(weight) / last_q
        solution = np.linalg.lstsq(system * scale[:, None], y * scale, rcond=None)[0]
        p, q = solution[: P_DEGREE + 1], np.append(1, solution[P_DEGREE + 1 :])
        last_q = powers @ q
        error = np.abs(powers[:, : P_DEGREE + 1] @ p / last_q - y)
        if best is None or error.max() < best[2]:
            unscale = RANGE ** np.arange(Q_DEGREE + 1.0)
            best = (p / unscale[: P_DEGREE + 1], q / unscale, error.max())
        weight *= np.sqrt(error / error.max() + 1e-3)
        weight /= weight.sum()
    return best


def single_precision_error(p, q):
    """The largest error on [0, 40] when it is evaluated as the Java code does."""
    exact = np.linspace(0, 40, 2_000_001).astype(np.float32)
    t = np.minimum(exact, np.float32(RANGE))
    numerator = np.full_like(t, p[-1])
    denominator = np.full_like(t, q[-1])
    for a in p[-2::-1]:
        numerator = numerator * t + np.float32(a)
    for b in q[-2::-1]:
        denominator = denominator * t + np.float32(b)
    return np.abs(numerator / denominator - wanted(exact.astype(np.float64))).max()


def main():
    p, q, error = fit()
    for name, coefficients in (("SP", p), ("SQ", q)):
        for i, value in enumerate(coefficients):
            print(f"{name}{i} = {np.float32(value)!s}f")
    print(f"error of the fraction {error:.1e}, in single precision", end=" ")
    print(f"{single_precision_error(p, q):.1e}")


if __name__ == "__main__":
    main()
