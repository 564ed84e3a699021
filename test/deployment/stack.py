"""Creates a stack and prints why it failed, if it did, or deletes it. usage: stack.py URL create NAME FILE,
stack.py URL delete NAME
"""

import sys
import time

import boto3

url, verb, name, *file = sys.argv[1:]
formation = boto3.client(
    "cloudformation", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)
ident = name
if verb == "create":
    with open(file[0], encoding="utf-8") as template:
        ident = formation.create_stack(
            StackName=name,
            TemplateBody=template.read(),
            Capabilities=["CAPABILITY_NAMED_IAM"],
            OnFailure="DO_NOTHING",
        )["StackId"]
else:
    ident = formation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    formation.delete_stack(StackName=name)
for _ in range(600):
    status = formation.describe_stacks(StackName=ident)["Stacks"][0]["StackStatus"]
    if not status.endswith("IN_PROGRESS"):
        break
    time.sleep(0.1)
if status not in ("CREATE_COMPLETE", "DELETE_COMPLETE"):
    for event in formation.describe_stack_events(StackName=ident)["StackEvents"]:
        if event["ResourceStatus"].endswith("FAILED"):
            print(event["LogicalResourceId"], event["ResourceStatus"], event.get("ResourceStatusReason", ""))
    if verb == "delete":
        sys.exit(1)
