"""Times training steps of restricted Boltzmann machines by other libraries.

Started by "boltz benchmark --suite peers" with the number of threads as its argument and in the environment of the
libraries. Each line of standard input is a command, a JSON object, and is answered by one line of standard output:

    {"command": "peers"}                what libraries there are: {"python": "3.11.2", "peers": [...]}
    {"command": "rows", "file": "..."}  the rows to train on, an array of bytes in NumPy's format: {"rows": 9, "units": 4}
    {"command": "pass", "peer": "rbms", "hidden": 500, "batch_size": 100, "k": 1, "rows": 5000}
                                        trains on the first of the rows in order: {"microseconds": 31.5}, per row

or by {"error": "..."}. A machine is trained further from pass to pass as long as nothing but the number of rows
changes. The process ends with its standard input, even in the middle of a pass.
"""

import json
import os
import platform
import queue
import re
import signal
import sys
import threading
import time

LEARNING_RATE = 0.01


class ScikitLearn:
    """BernoulliRBM: PCD with one sweep a step and as many chains as a minibatch has rows."""

    name = "scikit-learn"
    install = "apt-get install python3-sklearn"
    most_sweeps = 1

    def __init__(self, threads):
        import sklearn
        from sklearn.neural_network import BernoulliRBM

        self.machine = BernoulliRBM
        self.version = sklearn.__version__
        self.blas, self.slow, pool = blas(pools(), mapped())
        self.threads = pool or threads

    def steps(self, rows, hidden, batch_size, k):
        """A function that makes a training step with the minibatch that begins at a row."""
        import numpy

        machine = self.machine(
            n_components=hidden, learning_rate=LEARNING_RATE, batch_size=batch_size, n_iter=0
        )
        machine.fit(rows[:batch_size])
        random = numpy.random.RandomState(0)
        # What fit() does with every minibatch, in single precision; partial_fit() would convert to double.
        return lambda begin: machine._fit(rows[begin : begin + batch_size], random)


class Rbms:
    """PCD by the machines of the package rbms, step by step as in its fit_batch_pcd, gradients not centred.

    That function's module also holds what not every torch can compile, and reads and writes files.
    """

    name = "rbms"
    install = "pip install rbms, from https://github.com/DsysDML/rbms"
    most_sweeps = None

    def __init__(self, threads):
        import rbms  # first, since torch takes long
        import torch
        from rbms.bernoulli_bernoulli.classes import BBRBM

        torch.set_num_threads(threads)
        self.torch = torch
        self.machine = BBRBM
        self.version = "%s (torch %s)" % (installed(rbms.__name__), torch.__version__)
        self.blas, self.slow = torch_blas(torch.__config__.show(), blas(pools(), mapped()))
        self.threads = torch.get_num_threads()

    def steps(self, rows, hidden, batch_size, k):
        """A function that makes a training step with the minibatch that begins at a row."""
        torch = self.torch
        torch.manual_seed(0)
        data = Data(torch.from_numpy(rows))
        machine = self.machine.init_parameters(hidden, data, torch.device("cpu"), torch.float32)
        for parameter in machine.parameters():
            parameter.grad = torch.zeros_like(parameter)
        optimizer = torch.optim.SGD(machine.parameters(), lr=LEARNING_RATE, maximize=True)
        weights = torch.ones(batch_size)
        chains = machine.init_chains(batch_size)

        def step(begin):
            nonlocal chains
            with torch.no_grad():
                optimizer.zero_grad(set_to_none=False)
                batch = machine.init_chains(batch_size, weights, data.data[begin : begin + batch_size])
                chains = machine.sample_state(chains, k)
                machine.compute_gradient(batch, chains, centered=False)
                optimizer.step()

        return step


class Data:
    """As much of a data set of rbms as a new machine looks at."""

    def __init__(self, data):
        self.data = data


def installed(package):
    """The version of a package; one that is only on the path has none."""
    try:
        from importlib.metadata import version

        return version(package)
    except Exception:
        return "of unknown version"


def pools():
    """What threadpoolctl finds in this process."""
    try:
        from threadpoolctl import threadpool_info

        return threadpool_info()
    except ImportError:
        return []


def mapped():
    """The files that are mapped into this process, where the system tells."""
    try:
        with open("/proc/self/maps") as lines:
            return sorted({line.split(None, 5)[5].strip() for line in lines if "/" in line})
    except OSError:
        return []


def blas(pools, mapped):
    """Name of the BLAS, what makes it slow or None, and its threads or None; of libraries of the process."""
    found = [pool for pool in pools if pool.get("user_api") == "blas"]
    # A package may bring a library of its own beside that of NumPy.
    found = [pool for pool in found if "numpy" in pool.get("filepath", "")] or found
    if found:
        pool = found[0]
        words = [pool.get("internal_api"), pool.get("version"), pool.get("architecture")]
        return " ".join(word for word in words if word), None, pool.get("num_threads")
    names = [path for path in mapped if re.search(r"/lib\w*(blas|mkl|blis)[^/]*[.]so", path)]
    fast = [path for path in names if re.search(r"openblas|mkl|blis|atlas", path)]
    if fast:
        return os.path.basename(fast[0]), None, None
    if names:
        return names[0], "this is the slow reference BLAS: apt-get install libopenblas0", None
    return "unknown", None, None


def torch_blas(configuration, shared):
    """The same for torch, which may contain a BLAS, or be linked with the one that others share."""
    built_with = re.search(r"BLAS_INFO=(\w+)", configuration)
    if built_with and built_with.group(1) not in ("generic", "open"):
        return built_with.group(1), None
    return shared[0], shared[1]


class Session:
    """The answers to commands."""

    def __init__(self, threads):
        self.threads = threads
        self.peers = {}
        self.rows = None
        self.steps = {}

    def answer(self, command):
        kind = command.pop("command")
        if kind == "peers":
            found = [self.look(peer) for peer in (ScikitLearn, Rbms)]
            return {"python": platform.python_version(), "peers": found}
        if kind == "rows":
            return self.open(command["file"])
        return {"microseconds": 1e6 * self.seconds(**command) / command["rows"]}

    def look(self, kind):
        try:
            peer = kind(self.threads)
        except Exception as error:
            return {"name": kind.name, "missing": text(error), "install": kind.install}
        self.peers[peer.name] = peer
        return {
            "name": peer.name,
            "version": peer.version,
            "blas": peer.blas,
            "slow": peer.slow,
            "threads": peer.threads,
            "most_sweeps": peer.most_sweeps,
        }

    def open(self, file):
        import numpy

        self.rows = numpy.load(file).astype("float32")
        rows, units = self.rows.shape
        return {"rows": rows, "units": units}

    def seconds(self, peer, hidden, batch_size, k, rows):
        machine = (hidden, batch_size, k)
        if self.steps.get(peer, (None,))[0] != machine:
            self.steps[peer] = (machine, self.peers[peer].steps(self.rows, *machine))
        step = self.steps[peer][1]
        begin = time.perf_counter()
        for row in range(0, rows, batch_size):
            step(row)
        return time.perf_counter() - begin


def text(error):
    """An exception in a line."""
    kind = "" if isinstance(error, ImportError) else type(error).__name__ + ": "
    return " ".join((kind + str(error)).split())


def read(commands):
    for line in sys.stdin:
        commands.put(line)
    os._exit(0)


def main():
    # Whatever libraries print goes to standard error.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    # Ctrl-C reaches this process, too, but the one that started it decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    commands = queue.Queue()
    threading.Thread(target=read, args=(commands,), daemon=True).start()
    session = Session(int(sys.argv[1]))
    while True:
        line = commands.get()
        try:
            answer = session.answer(json.loads(line))
        except Exception as error:
            answer = {"error": text(error)}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
