"""Copies clicks to a data lake and keeps the totals of orders in a database.

Orders come from Kafka and clicks from Kinesis; clicks go to Amazon S3 as they are, and the totals of orders by
product and minute go to PostgreSQL. Where all of these are, the job reads from its property groups, which the
construct writes.
"""

import json
import os

import boto3
from pyflink.table import EnvironmentSettings, TableEnvironment

# where the service puts the property groups of the application; the variable is for a run on your own machine
PROPERTIES_FILE = os.environ.get("APPLICATION_PROPERTIES_FILE", "/etc/flink/application_properties.json")

# The time of an order whose own time cannot be read: a row without a time would stop the job.
UNKNOWN_TIME = "TIMESTAMP '1970-01-01 00:00:00'"

# The time of an order is in UTC: `2026-11-26T03:22:00Z`, with or without the `T`, the `Z` and fractions of a second.
EVENT_TIME = f"COALESCE(TRY_CAST(TRIM(REGEXP_REPLACE(at_time, '[TZ]', ' ')) AS TIMESTAMP(3)), {UNKNOWN_TIME})"


def property_groups(path: str = PROPERTIES_FILE) -> dict:
    """The property groups by id."""
    with open(path, encoding="utf-8") as file:
        return {group["PropertyGroupId"]: group["PropertyMap"] for group in json.load(file)}


def credentials(secret_name: str, region: str) -> dict:
    """User name and password of the database."""
    client = boto3.client("secretsmanager", region_name=region)
    return json.loads(client.get_secret_value(SecretId=secret_name)["SecretString"])


def statements(groups: dict, login: dict) -> list:
    """The tables that the job reads and writes."""
    orders, clicks, lake, database = (groups[name] for name in ("Orders", "Clicks", "Lake", "Database"))
    return [
        # a subtask without a partition, or without records, holds back the watermark of the others until it counts
        # as idle
        f"""
        CREATE TABLE orders (
            product    STRING,
            amount     DECIMAL(12, 2),
            at_time    STRING,
            event_time AS {EVENT_TIME},
            WATERMARK FOR event_time AS event_time - INTERVAL '10' SECOND
        ) WITH (
            'connector' = 'kafka',
            'topic' = '{orders["topic"]}',
            'properties.bootstrap.servers' = '{orders["bootstrap.servers"]}',
            'properties.group.id' = '{orders["group.id"]}',
            'properties.security.protocol' = 'SASL_SSL',
            'properties.sasl.mechanism' = 'AWS_MSK_IAM',
            'properties.sasl.jaas.config' = 'software.amazon.msk.auth.iam.IAMLoginModule required;',
            'properties.sasl.client.callback.handler.class' = 'software.amazon.msk.auth.iam.IAMClientCallbackHandler',
            'scan.startup.mode' = 'earliest-offset',
            'scan.watermark.idle-timeout' = '{orders.get("idle.timeout", "30 s")}',
            'format' = 'json',
            'json.ignore-parse-errors' = 'true'
        )
        """,
        f"""
        CREATE TABLE clicks (
            page    STRING,
            visitor STRING,
            at_time STRING
        ) WITH (
            'connector' = 'kinesis',
            'stream.arn' = '{clicks["stream.arn"]}',
            'aws.region' = '{clicks["aws.region"]}',
            'source.init.position' = 'TRIM_HORIZON',
            'format' = 'json',
            'json.ignore-parse-errors' = 'true'
        )
        """,
        # an object appears with the first checkpoint after its file is rolled
        f"""
        CREATE TABLE lake (
            page    STRING,
            visitor STRING,
            at_time STRING
        ) WITH (
            'connector' = 'filesystem',
            'path' = 's3a://{lake["bucket.name"]}/{lake["bucket.path"]}/',
            'sink.rolling-policy.rollover-interval' = '20 s',
            'sink.rolling-policy.check-interval' = '5 s',
            'format' = 'json'
        )
        """,
        f"""
        CREATE TABLE totals (
            window_end TIMESTAMP(3),
            product    STRING,
            orders     BIGINT,
            amount     DECIMAL(38, 2),
            PRIMARY KEY (window_end, product) NOT ENFORCED
        ) WITH (
            'connector' = 'jdbc',
            'url' = 'jdbc:postgresql://{database["hostname"]}:{database["port"]}/{database["database.name"]}',
            'table-name' = 'totals',
            'username' = '{login["username"]}',
            'password' = '{login["password"]}'
        )
        """,
    ]


# orders that cannot be read are left out; the database would refuse some of them, and a refused row stops the job
INSERTS = [
    "INSERT INTO lake SELECT page, visitor, at_time FROM clicks",
    f"""
    INSERT INTO totals
    SELECT window_end, product, COUNT(*), SUM(amount)
    FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
    WHERE product IS NOT NULL AND amount IS NOT NULL AND event_time > {UNKNOWN_TIME}
    GROUP BY window_start, window_end, product
    """,
]


def main() -> None:
    groups = property_groups()
    login = credentials(groups["Database"]["secret.name"], groups["Clicks"]["aws.region"])
    table_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    for statement in statements(groups, login):
        table_env.execute_sql(statement)

    inserts = table_env.create_statement_set()
    for insert in INSERTS:
        inserts.add_insert_sql(insert)
    inserts.execute()


if __name__ == "__main__":
    main()
