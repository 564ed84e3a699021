"""Starts or stops every application and waits until it runs, or is stopped. usage: jobs.py URL start|stop"""

import sys
import time

import boto3

url, verb = sys.argv[1:]
flink = boto3.client(
    "kinesisanalyticsv2",
    endpoint_url=url,
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
)
target = {"start": "RUNNING", "stop": "READY"}[verb]
for application in flink.list_applications()["ApplicationSummaries"]:
    name = application["ApplicationName"]
    if application["ApplicationStatus"] != target:
        (
            flink.start_application(ApplicationName=name)
            if verb == "start"
            else flink.stop_application(ApplicationName=name, Force=True)
        )
    for _ in range(40):
        status = flink.describe_application(ApplicationName=name)["ApplicationDetail"]["ApplicationStatus"]
        if status == target:
            break
        time.sleep(0.2)
    else:
        sys.exit(f"{name} is {status}, not {target}")
    print(name, status)
