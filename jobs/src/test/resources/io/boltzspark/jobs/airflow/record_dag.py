"""Executes a DAG's file with the modules beside this one and prints, as JSON, what it made."""

import json
import py_compile
import runpy
import sys
import tempfile

from airflow import sdk
from airflow.providers.apache.spark.operators import spark_submit

with tempfile.TemporaryDirectory() as directory:
    py_compile.compile(sys.argv[1], cfile=directory + "/dag.pyc", doraise=True)
runpy.run_path(sys.argv[1])
(dag,) = sdk.made
(operator,) = spark_submit.made
print(json.dumps({"dag": dag.arguments, "operator": operator.arguments}, default=str))
