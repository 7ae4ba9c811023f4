"""The constants of RowKernels.sigmoidInPlace. Needs numpy; prints them and their errors.

sigmoid(x) = 1/2 + x P(x^2) / Q(x^2) with P and Q of degree 4 and Q(0) = 1, for |x| <= 16, beyond
which the sigmoid is 0 or 1 to 1.2e-7. Minimax by Lawson's method: the rational least-squares
problem is linearised (multiplied by the last Q), and each point's weight grows with its error until
the error has the same size at all its peaks. z = x^2 is scaled to [0, 1], or the system is too badly
conditioned for double precision.
"""

import numpy as np

RANGE = 16.0
DEGREE = 4
ROUNDS = 200


def fit():
    """Coefficients of P and Q, lowest first, and the largest error in exact arithmetic."""
    x = RANGE * (np.cos(np.linspace(0, np.pi, 4001)) + 1) / 2  # Chebyshev points on (0, RANGE]
    x = x[x > 1e-6]
    powers = ((x / RANGE) ** 2)[:, None] ** np.arange(DEGREE + 1)
    wanted = np.tanh(x / 2) / 2  # sigmoid(x) - 1/2
    # x P - wanted (Q - 1) = wanted, unknowns P0 .. P4, Q1 .. Q4
    system = np.hstack([x[:, None] * powers, -wanted[:, None] * powers[:, 1:]])
    weight = np.ones_like(x)
    last_q = np.ones_like(x)
    best = None
    for _ in range(ROUNDS):
        scale = np.sqrt(weight) / last_q
        solution = np.linalg.lstsq(system * scale[:, None], wanted * scale, rcond=None)[0]
        p, q = solution[: DEGREE + 1], np.append(1, solution[DEGREE + 1 :])
        last_q = powers @ q
        error = np.abs(x * (powers @ p) / last_q - wanted)
        if best is None or error.max() < best[2]:
            unscale = RANGE ** (2.0 * np.arange(DEGREE + 1))
            best = (p / unscale, q / unscale, error.max())
        weight *= np.sqrt(error / error.max() + 1e-3)
        weight /= weight.sum()
    return best


def single_precision_error(p, q):
    """The largest error on [-18, 18] when it is evaluated as the Java code does."""
    x = np.linspace(-RANGE - 2, RANGE + 2, 2_000_001).astype(np.float32)
    clamped = np.clip(x, -RANGE, RANGE).astype(np.float32)
    z = clamped * clamped
    numerator = np.full_like(z, p[-1])
    denominator = np.full_like(z, q[-1])
    for a, b in zip(p[-2::-1], q[-2::-1]):
        numerator = numerator * z + np.float32(a)
        denominator = denominator * z + np.float32(b)
    y = np.float32(0.5) + clamped * numerator / denominator
    return np.abs(y - 1 / (1 + np.exp(-x.astype(np.float64)))).max()


def main():
    p, q, error = fit()
    for name, coefficients in (("P", p), ("Q", q)):
        for i, value in enumerate(coefficients):
            print(f"{name}{i} = {np.float32(value)!s}f")
    print(f"error of the fraction {error:.1e}, in single precision", end=" ")
    print(f"{single_precision_error(p, q):.1e}")


if __name__ == "__main__":
    main()
