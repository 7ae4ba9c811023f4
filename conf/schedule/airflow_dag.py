"""Retrains every night with Apache Airflow, on YARN.

Needs the provider package apache-airflow-providers-apache-spark, a connection "spark_default" whose host is
"yarn" (with "spark-home" among its extras, or spark-submit on the path), and BoltzSpark in BOLTZ_HOME on the
workers. Written for Airflow 3; with Airflow 2, import DAG from "airflow".

Safe to retry: the run is named after its day. Whether Airflow or a person starts it again, a run that died is
resumed, and one that has ended is not repeated.
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
    # A run takes in whatever is new, so missed nights need no catching up.
    catchup=False,
    # A second run would only wait for the registry's lock.
    max_active_runs=1,
    default_args={
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        # Longer than any night. SIGTERM ends training at its next step, with a checkpoint.
        "execution_timeout": timedelta(hours=20),
    },
) as dag:
    retrain = SparkSubmitOperator(
        task_id="retrain",
        conn_id="spark_default",
        name="boltz retrain",
        application=f"{BOLTZ_HOME}/jobs/target/boltz.jar",
        java_class="io.boltzspark.jobs.Main",
        # The settings of the cluster, each with its reason.
        properties_file=f"{BOLTZ_HOME}/conf/spark/yarn.conf",
        # The driver is the task's own process, so it ends and stops with the task.
        deploy_mode="client",
        # One BLAS thread in the driver; for executors the profile sets it.
        env_vars={"OPENBLAS_NUM_THREADS": "1"},
        application_args=[
            "retrain",
            "--spec",
            # A path without a scheme would be read from HDFS.
            f"file://{BOLTZ_HOME}/conf/retrain/mnist.conf",
            "--run-id",
            "nightly-{{ ds }}",
        ],
    )
