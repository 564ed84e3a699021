"""Counts generated rows and prints the count to the standard output of its task manager. It needs nothing but Flink."""

from pyflink.table import EnvironmentSettings, TableEnvironment

table_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
table_env.execute_sql("CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '1')")
table_env.execute_sql("CREATE TABLE log (total BIGINT) WITH ('connector' = 'print')")
table_env.execute_sql("INSERT INTO log SELECT COUNT(*) FROM numbers")
