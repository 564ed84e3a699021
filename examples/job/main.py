"""Counts orders by product in windows of one minute.

A job without connectors of its own: Flink generates the orders and prints the counts to the log of the application, so that it
runs as it is. The rate of the orders comes from the property group ``Orders`` of the application.
"""

import json
import os

from pyflink.table import EnvironmentSettings, TableEnvironment

# where the service puts the property groups of the application
PROPERTIES_FILE = "/etc/flink/application_properties.json"


def property_groups(path: str = PROPERTIES_FILE) -> dict:
    """The property groups by id; none when the job runs on a developer's machine."""
    if not os.path.isfile(path):
        return {}
    with open(path, encoding="utf-8") as file:
        return {group["PropertyGroupId"]: group["PropertyMap"] for group in json.load(file)}


def main() -> None:
    rate = int(property_groups().get("Orders", {}).get("rows.per.second", "10"))
    table_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())

    table_env.execute_sql(f"""
        CREATE TABLE orders (
            product INT,
            amount  INT,
            at_time AS LOCALTIMESTAMP,
            WATERMARK FOR at_time AS at_time
        ) WITH (
            'connector' = 'datagen',
            'rows-per-second' = '{rate}',
            'fields.product.min' = '1', 'fields.product.max' = '9',
            'fields.amount.min' = '1', 'fields.amount.max' = '100'
        )
    """)
    table_env.execute_sql("""
        CREATE TABLE counts (
            window_end TIMESTAMP(3),
            product    INT,
            orders     BIGINT,
            amount     BIGINT
        ) WITH ('connector' = 'print')
    """)
    table_env.execute_sql("""
        INSERT INTO counts
        SELECT window_end, product, COUNT(*), SUM(CAST(amount AS BIGINT))
        FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(at_time), INTERVAL '1' MINUTE))
        GROUP BY window_start, window_end, product
    """)


if __name__ == "__main__":
    main()
