#!/usr/bin/env bash
# scikit-learn's BernoulliRBM, with one random_state and one data set, learns another model with two BLAS threads than
# with one. OpenBLAS divides a product among its threads and adds up in another order, so the probability of a unit
# differs in its last bits; sooner or later it passes the uniform number that it is compared with, one state flips, and
# from there the chains are others. In float32 that takes some ten million draws, in float64 it stays a rounding error
# for longer. The number of threads is by default that of the machine's cores.
#
# Seen with scikit-learn 1.2.1, numpy 1.24.2 and OpenBLAS 0.3.21 (Debian 12), 2 cores, 1,000 rows of 784 random bits,
# 500 hidden units, float32, 2026-12-01:
#   one thread twice: the same bytes
#   1 epoch, one and two threads: largest difference below 1e-7, of weights up to 0.06
#   40 epochs, one and two threads: largest difference above 1e-4, of weights up to 0.07
# Fails if that changes. Needs Debian 12 on amd64 with its python3 (3.11) and two cores; takes two minutes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

apt-get -qq download python3-sklearn=1.2.1+dfsg-1 python3-sklearn-lib=1.2.1+dfsg-1 python3-numpy=1:1.24.2-1+deb12u1 \
  python3-scipy=1.10.1-2 python3-joblib=1.2.0-4+deb12u1 python3-threadpoolctl=3.1.0-1 python3-decorator=5.1.1-3 \
  libopenblas0-pthread=0.3.21+ds-4 libgfortran5=12.2.0-14+deb12u1 libgomp1=12.2.0-14+deb12u1 \
  libquadmath0=12.2.0-14+deb12u1 liblbfgsb0=3.0+dfsg.4-1 >/dev/null
for package in *.deb; do dpkg-deb -x "$package" root; done
export PYTHONPATH=$work/root/usr/lib/python3/dist-packages
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu/openblas-pthread:$work/root/usr/lib/x86_64-linux-gnu

cat >train.py <<'PY'
import sys
import numpy as np
import sklearn
from sklearn.neural_network import BernoulliRBM

assert sklearn.__version__ == "1.2.1" and sys.path[1] in sklearn.__file__, sklearn.__file__
rows = (np.random.RandomState(0).rand(1000, 784) < 0.15).astype(np.float32)
model = BernoulliRBM(n_components=500, batch_size=100, n_iter=int(sys.argv[2]), learning_rate=0.05, random_state=1)
np.save(sys.argv[1], model.fit(rows).components_)
PY
for run in "one 1 1" "again 1 1" "two 2 1" "one-long 1 40" "two-long 2 40"; do
  read -r name threads epochs <<<"$run"
  OPENBLAS_NUM_THREADS=$threads python3 train.py "$name.npy" "$epochs"
done

python3 - <<'PY'
import numpy as np

one, again, two, one_long, two_long = (
    np.load(name + ".npy") for name in ("one", "again", "two", "one-long", "two-long"))
short = abs(one - two).max()
long = abs(one_long - two_long).max()
print("one thread twice:", "the same bytes" if (one == again).all() else "other bytes")
print("1 epoch: largest difference %.1e, largest weight %.3f" % (short, abs(one).max()))
print("40 epochs: largest difference %.1e, largest weight %.3f" % (long, abs(one_long).max()))
assert (one == again).all() and 0 < short < 1e-7 and long > 1e-4
PY
