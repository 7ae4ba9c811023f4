"""Executes notebooks with nbclient and writes them with their outputs: execute.py OUT NOTEBOOK..."""

import asyncio
import pathlib
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

KERNEL = "boltzspark-java"
CELL_SECONDS = 3600
START_SECONDS = 60
SETTLE_SECONDS = 3
STARTS = 3


class PatientClient(NotebookClient):
    """Waits until the kernel listens: a message sent while it starts can break it."""

    async def async_start_new_kernel_client(self):
        for _ in range(START_SECONDS):
            try:
                _, writer = await asyncio.open_connection(self.km.ip, self.km.shell_port)
                writer.close()
                break
            except OSError:
                await asyncio.sleep(1)
        await asyncio.sleep(SETTLE_SECONDS)
        return await super().async_start_new_kernel_client()


def run_cells(source):
    """Returns the notebook with its outputs. Restarts a kernel that does not answer, a few times."""
    for start in range(STARTS):
        notebook = nbformat.read(source, as_version=4)
        client = PatientClient(
            notebook,
            timeout=CELL_SECONDS,
            startup_timeout=START_SECONDS,
            kernel_name=KERNEL,
            record_timing=False,
        )
        try:
            client.execute()
            return notebook
        except (DeadKernelError, AssertionError):
            # nbclient 0.7 trips over an assertion of its own when a kernel dies.
            raise ValueError("the kernel died") from None
        except CellExecutionError:
            raise
        except RuntimeError:
            if start + 1 == STARTS:
                raise


def readable(outputs):
    """Joins text that was printed in pieces, and drops the stream that printf returns as its result."""
    whole = []
    for output in outputs:
        if output.output_type == "execute_result" and "java.io.PrintStream@" in str(output.data):
            continue
        if whole and output.output_type == "stream" and whole[-1].get("name") == output.name:
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


def execute(source, out):
    """Raises CellExecutionError if a cell fails, ValueError for outputs that no reader should see."""
    begin = time.monotonic()
    notebook = run_cells(source)
    # What the kernel reports about itself changes with its version and the JDK.
    notebook.metadata = {
        "kernelspec": {"display_name": "Java (BoltzSpark)", "language": "java", "name": KERNEL},
        "language_info": {"file_extension": ".jshell", "mimetype": "text/x-java-source", "name": "java"},
    }
    pictures = 0
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = readable(cell.outputs)
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise ValueError(f"a cell printed to standard error: {output.text}")
            pictures += "image/png" in output.get("data", {})
    if pictures == 0:
        raise ValueError("no cell shows a picture")
    nbformat.write(notebook, out / source.name)
    seconds = time.monotonic() - begin
    print(f"{source.name}: {len(notebook.cells)} cells, {pictures} pictures, {seconds:.0f} s", flush=True)


def main(out, *sources):
    for source in map(pathlib.Path, sources):
        try:
            execute(source, pathlib.Path(out))
        except (CellExecutionError, RuntimeError, ValueError) as error:
            sys.exit(f"{source.name}: {error}; the kernel's own log is {source.parent}/.jupyter/kernel.log")


main(*sys.argv[1:])
