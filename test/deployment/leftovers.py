"""What is there although every stack but the bootstrap is destroyed, what stays since its template says so, and what
failed on the way: a line for each. usage: leftovers.py URL
"""

import sys

import boto3

client = lambda service: boto3.client(
    service, endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)
ec2, cloudformation, logs, iam = map(client, ("ec2", "cloudformation", "logs", "iam"))
kinesis, s3, secrets, ssm = map(client, ("kinesis", "s3", "secretsmanager", "ssm"))
functions, machines, flink = map(client, ("lambda", "stepfunctions", "kinesisanalyticsv2"))
BOOTSTRAP = "CDKToolkit"


def names(found, key):
    return [item[key] for item in found]


def interfaces():
    """Those that go by themselves are seen for some looks."""
    looks = [ec2.describe_network_interfaces()["NetworkInterfaces"] for _ in range(5)]
    return names(looks[-1], "NetworkInterfaceId")


def left():
    """What exists, by its kind."""
    vpcs = [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc.get("IsDefault")]
    groups = names(ec2.describe_security_groups()["SecurityGroups"], "GroupName")
    subnets = ec2.describe_subnets()["Subnets"]
    exports = names(cloudformation.list_exports()["Exports"], "Name")
    roles = names(iam.list_roles()["Roles"], "RoleName")
    buckets = names(s3.list_buckets()["Buckets"], "Name")
    parameters = names(ssm.describe_parameters()["Parameters"], "Name")
    stacks = cloudformation.list_stacks()["StackSummaries"]
    return {
        "VPC": vpcs,
        "endpoint": names(ec2.describe_vpc_endpoints()["VpcEndpoints"], "VpcEndpointId"),
        "interface": interfaces(),
        "subnet": [subnet["SubnetId"] for subnet in subnets if subnet["VpcId"] in vpcs],
        "group": [name for name in groups if name != "default"],
        "role": [name for name in roles if not name.startswith("cdk-")],
        "application": names(flink.list_applications()["ApplicationSummaries"], "ApplicationName"),
        "log group": names(logs.describe_log_groups()["logGroups"], "logGroupName"),
        "stream": kinesis.list_streams()["StreamNames"],
        "bucket": [name for name in buckets if not name.startswith("cdk-")],
        "secret": names(secrets.list_secrets()["SecretList"], "ARN"),
        "parameter": [name for name in parameters if not name.startswith("/cdk-bootstrap/")],
        "function": names(functions.list_functions()["Functions"], "FunctionName"),
        "state machine": names(machines.list_state_machines()["stateMachines"], "stateMachineArn"),
        "export": [name for name in exports if not name.startswith("Cdk")],
        "stack": [
            stack["StackName"]
            for stack in stacks
            if stack["StackStatus"] != "DELETE_COMPLETE" and stack["StackName"] != BOOTSTRAP
        ],
    }


def events():
    """The events of all stacks, those that are gone too."""
    for stack in cloudformation.list_stacks()["StackSummaries"]:
        for page in cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack["StackId"]):
            for event in page["StackEvents"]:
                yield stack["StackName"], event


kept = {}
for name, event in events():
    where = f"{name}/{event['LogicalResourceId']}"
    if event["ResourceStatus"] == "DELETE_SKIPPED":
        kept[event["PhysicalResourceId"]] = where
    if "FAILED" in event["ResourceStatus"]:
        print(f"EVENT {where} {event['ResourceStatus']} {event.get('ResourceStatusReason', '')}")
for kind, idents in left().items():
    for ident in idents:
        print(f"KEPT {kind} {kept[ident]}" if ident in kept else f"LEFT {kind} {ident}")
