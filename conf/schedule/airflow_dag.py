"""Retraining every night by Apache Airflow, on YARN.

Needs the provider package apache-airflow-providers-apache-spark, a connection "spark_default" whose host is
"yarn" (with "spark-home" among its extras, or spark-submit on the path), and BoltzSpark in BOLTZ_HOME on the
workers. Written for Airflow 3; with Airflow 2, import DAG from "airflow".

Safe to try again: the run is named after the day that it is for. A task that died goes on with the run where it
died, and one that has ended is not done again, whether Airflow or a person starts it once more.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG

BOLTZ_HOME = os.environ.get("BOLTZ_HOME", "/opt/boltzspark")

with DAG(
    dag_id="boltz_retrain",
    description="Retrain the champion model on new data",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    # A run takes in whatever is new, so there is nothing to make up for.
    catchup=False,
    # The registry's lock would make a second run wait; Airflow need not start it.
    max_active_runs=1,
    default_args={
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        # Longer than any night. SIGTERM ends a training at its next step, with a checkpoint.
        "execution_timeout": timedelta(hours=20),
    },
) as dag:
    retrain = SparkSubmitOperator(
        task_id="retrain",
        conn_id="spark_default",
        name="boltz retrain",
        application=f"{BOLTZ_HOME}/jobs/target/boltz.jar",
        java_class="io.boltzspark.jobs.Main",
        # What the cluster is like, each setting with its reason.
        properties_file=f"{BOLTZ_HOME}/conf/spark/yarn.conf",
        # The driver is the task's own process: its end is the task's, and so is a stop.
        deploy_mode="client",
        # One BLAS thread in the driver too; executors have it from the profile.
        env_vars={"OPENBLAS_NUM_THREADS": "1"},
        application_args=[
            "retrain",
            "--spec",
            # A path without a scheme would be one of HDFS.
            f"file://{BOLTZ_HOME}/conf/retrain/mnist.conf",
            "--run-id",
            "nightly-{{ ds }}",
        ],
    )
