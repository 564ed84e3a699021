"""A Kafka client that does what each line of its input says, and answers with a line. usage: kafka_client.py
BOOTSTRAP_SERVERS
"""

import json
import signal
import sys

from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic

servers = sys.argv[1]


# it ends with its input, and not before its parent is interrupted
signal.signal(signal.SIGINT, signal.SIG_IGN)
producer = None
for line in sys.stdin:
    command = json.loads(line)
    if "partitions" in command:
        KafkaAdminClient(bootstrap_servers=servers).create_topics(
            [NewTopic(command["topic"], command["partitions"], 1)]
        )
    else:
        producer = producer or KafkaProducer(bootstrap_servers=servers)
        for partition, value in command["records"]:
            producer.send(command["topic"], value.encode(), partition=partition)
        producer.flush()
    print("done", flush=True)
