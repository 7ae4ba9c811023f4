"""What the example uses of Airflow's DAG, with the names of its parameters; keeps what it is given."""

made = []


class DAG:
    def __init__(
        self,
        *,
        dag_id,
        description=None,
        schedule=None,
        start_date=None,
        catchup=False,
        max_active_runs=16,
        default_args=None,
    ):
        self.arguments = {k: v for k, v in locals().items() if k != "self"}
        made.append(self)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None
