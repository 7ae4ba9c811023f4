"""The parameters of the Spark provider's SparkSubmitOperator, by their names; keeps what it is given."""

made = []


class SparkSubmitOperator:
    def __init__(
        self,
        *,
        task_id,
        application="",
        conf=None,
        conn_id="spark_default",
        files=None,
        jars=None,
        java_class=None,
        total_executor_cores=None,
        executor_cores=None,
        executor_memory=None,
        driver_memory=None,
        name="arrow-spark",
        num_executors=None,
        application_args=None,
        env_vars=None,
        verbose=False,
        spark_binary=None,
        properties_file=None,
        yarn_queue=None,
        deploy_mode=None,
    ):
        self.arguments = {k: v for k, v in locals().items() if k != "self"}
        made.append(self)
