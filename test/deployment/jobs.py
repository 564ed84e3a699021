"""Starts or stops applications and waits until they run, or are stopped. usage: jobs.py URL start|stop NAME..."""

import sys
import time

import boto3

url, verb, *names = sys.argv[1:]
flink = boto3.client(
    "kinesisanalyticsv2",
    endpoint_url=url,
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
)
target = {"start": "RUNNING", "stop": "READY"}[verb]
for name in names:
    status = lambda: flink.describe_application(ApplicationName=name)["ApplicationDetail"]["ApplicationStatus"]
    before = status()
    # a transition ends by itself
    if verb == "start" and before == "READY":
        flink.start_application(ApplicationName=name)
    if verb == "stop" and before != "READY":
        flink.stop_application(ApplicationName=name, Force=True)
    for _ in range(100):
        if status() == target:
            break
        time.sleep(0.1)
    else:
        sys.exit(f"{name} is {status()}, not {target}")
    print(name, target)
