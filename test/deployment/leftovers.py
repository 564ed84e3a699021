"""What is there although every stack but the bootstrap is destroyed, and what failed on the way: a line for each.
usage: leftovers.py URL
"""

import sys

import boto3

client = lambda service: boto3.client(
    service, endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)
ec2, cloudformation = client("ec2"), client("cloudformation")
vpcs = [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc.get("IsDefault")]
summaries = cloudformation.list_stacks()["StackSummaries"]
left = {
    "VPC": vpcs,
    "endpoint": [endpoint["VpcEndpointId"] for endpoint in ec2.describe_vpc_endpoints()["VpcEndpoints"]],
    "subnet": [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"] if subnet["VpcId"] in vpcs],
    "group": [
        group["GroupName"]
        for group in ec2.describe_security_groups()["SecurityGroups"]
        if group["GroupName"] != "default"
    ],
    "role": [
        role["RoleName"] for role in client("iam").list_roles()["Roles"] if not role["RoleName"].startswith("cdk-")
    ],
    "application": [
        application["ApplicationName"]
        for application in client("kinesisanalyticsv2").list_applications()["ApplicationSummaries"]
    ],
    "export": [
        export["Name"] for export in cloudformation.list_exports()["Exports"] if not export["Name"].startswith("Cdk")
    ],
    "stack": [
        stack["StackName"]
        for stack in summaries
        if stack["StackStatus"] != "DELETE_COMPLETE" and stack["StackName"] != "CDKToolkit"
    ],
}
for kind, names in left.items():
    for name in names:
        print(f"LEFT {kind} {name}")
for stack in summaries:
    for page in cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack["StackId"]):
        for event in page["StackEvents"]:
            if "FAILED" in event["ResourceStatus"]:
                reason = event.get("ResourceStatusReason", "")
                print(f"EVENT {stack['StackName']}/{event['LogicalResourceId']} {event['ResourceStatus']} {reason}")
