"""Counts for ever: it needs nothing beside Flink, so that nothing but the network decides whether it runs."""

from pyflink.table import EnvironmentSettings, TableEnvironment


def main() -> None:
    table_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    table_env.execute_sql("CREATE TABLE numbers (number BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '1')")
    table_env.execute_sql("CREATE TABLE nowhere (number BIGINT) WITH ('connector' = 'blackhole')")
    table_env.execute_sql("INSERT INTO nowhere SELECT number FROM numbers")


if __name__ == "__main__":
    main()
