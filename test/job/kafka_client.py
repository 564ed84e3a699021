"""A Kafka client that does what each line of its input says, and answers with a line. usage: kafka_client.py
BOOTSTRAP_SERVERS
"""

import json
import signal
import sys
import time

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

servers = sys.argv[1]


def wait_until_read(topic, group, seconds):
    """Waits until a group has read and checkpointed all partitions to their ends."""
    consumer = KafkaConsumer(bootstrap_servers=servers)
    partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)]
    ends = consumer.end_offsets(partitions)
    consumer.close()
    admin = KafkaAdminClient(bootstrap_servers=servers)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        read = admin.list_consumer_group_offsets(group, partitions=partitions)
        if all(partition in read and read[partition].offset >= ends[partition] for partition in partitions):
            return
        time.sleep(0.5)
    sys.exit(f"{group} has not read {topic} within {seconds} s")


# it ends with its input, and not before its parent is interrupted
signal.signal(signal.SIGINT, signal.SIG_IGN)
producer = None
for line in sys.stdin:
    command = json.loads(line)
    if "partitions" in command:
        KafkaAdminClient(bootstrap_servers=servers).create_topics(
            [NewTopic(command["topic"], command["partitions"], 1)]
        )
    elif "group" in command:
        wait_until_read(command["topic"], command["group"], command["seconds"])
    else:
        producer = producer or KafkaProducer(bootstrap_servers=servers)
        for partition, value in command["records"]:
            producer.send(command["topic"], value.encode(), partition=partition)
        producer.flush()
    print("done", flush=True)
