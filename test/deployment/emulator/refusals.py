"""What AWS refuses and ministack does not."""

import json

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch_logs as logs
from ministack.services import ec2, iam, s3
from ministack.services import kinesisanalyticsv2 as kda
from ministack.services.cloudformation import provisioners

import interfaces
from common import APP, H, allowed, refuse, truth


def wrap(type_name, verb, before=None, after=None):
    original = H[type_name][verb]

    def wrapped(*args):
        if before:
            before(*args)
        result = original(*args)
        if after:
            after(result, *args)
        return result

    H[type_name][verb] = wrapped


def check_endpoint(props, own=None):
    vpc = ec2._vpcs.get(props.get("VpcId"))
    if not vpc:
        refuse("InvalidVpcId.NotFound", f"The Vpc Id {props.get('VpcId')} does not exist")
    others = [e for e in ec2._vpc_endpoints.values() if e["VpcId"] == vpc["VpcId"] and e["VpcEndpointId"] != own]
    if props.get("VpcEndpointType", "Gateway") == "Gateway":
        for table in props.get("RouteTableIds", []):
            if ec2._route_tables.get(table, {}).get("VpcId") != vpc["VpcId"]:
                refuse("InvalidRouteTableId.NotFound", f"The routeTable ID '{table}' does not exist in {vpc['VpcId']}")
            for other in others:
                if other["ServiceName"] == props["ServiceName"] and table in other.get("RouteTableIds", []):
                    refuse(
                        "RouteAlreadyExists",
                        f"route table {table} already has a route with destination-prefix-list-id of "
                        + props["ServiceName"],
                    )
        return
    if truth(props.get("PrivateDnsEnabled", False)):
        if not (truth(vpc.get("EnableDnsSupport", True)) and truth(vpc.get("EnableDnsHostnames", False))):
            refuse(
                "InvalidParameter",
                "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true "
                "for " + vpc["VpcId"],
            )
        for other in others:
            if other["ServiceName"] == props["ServiceName"] and truth(other.get("PrivateDnsEnabled")):
                refuse(
                    "InvalidParameter",
                    "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
                    f"{props['ServiceName']} in the VPC {vpc['VpcId']}",
                )
    zones = []
    for subnet in props.get("SubnetIds", []):
        record = ec2._subnets.get(subnet)
        if not record or record["VpcId"] != vpc["VpcId"]:
            refuse("InvalidSubnetID.NotFound", f"The subnet ID '{subnet}' does not exist in {vpc['VpcId']}")
        zones.append(record["AvailabilityZone"])
    if len(set(zones)) != len(zones):
        refuse("DuplicateSubnetsInSameZone", f"Found another VPC endpoint subnet in the availability zone of {zones}")
    for group in props.get("SecurityGroupIds", []):
        if ec2._security_groups.get(group, {}).get("VpcId") != vpc["VpcId"]:
            refuse("InvalidGroup.NotFound", f"The security group '{group}' does not exist in {vpc['VpcId']}")


def endpoint_update(physical_id, old, new, stack_name, logical_id=None):
    if any(old.get(k) != new.get(k) for k in ("VpcId", "ServiceName", "VpcEndpointType")):
        check_endpoint(new)  # create before delete, as CloudFormation does
        created = plain_endpoint_create(logical_id or physical_id, new, stack_name)
        provisioners._delete_predecessor(H["AWS::EC2::VPCEndpoint"]["delete"], physical_id, old)
        return created
    check_endpoint(new, physical_id)
    return plain_endpoint_update(physical_id, old, new, stack_name)


def users_of(kind, ident):
    """Endpoints and interfaces that hold a subnet or a group."""
    endpoints = [e["VpcEndpointId"] for e in ec2._vpc_endpoints.values() if ident in e.get(f"{kind}Ids", [])]
    return endpoints + interfaces.holders(kind, ident)


def check_group_delete(physical_id, props):
    users = users_of("SecurityGroup", physical_id)
    for other in ec2._security_groups.values():
        if other["GroupId"] != physical_id:
            for perm in other["IpPermissions"] + other["IpPermissionsEgress"]:
                users += [
                    other["GroupId"] for pair in perm.get("UserIdGroupPairs", []) if pair.get("GroupId") == physical_id
                ]
    if users:
        refuse("DependencyViolation", f"resource {physical_id} has a dependent object: {', '.join(sorted(set(users)))}")


def check_subnet_delete(physical_id, props):
    users = users_of("Subnet", physical_id)
    if users:
        refuse(
            "DependencyViolation",
            f"The subnet '{physical_id}' has dependencies and cannot be deleted: {', '.join(users)}",
        )


def check_vpc_delete(physical_id, props):
    left = [e["VpcEndpointId"] for e in ec2._vpc_endpoints.values() if e["VpcId"] == physical_id]
    left += [s["SubnetId"] for s in ec2._subnets.values() if s["VpcId"] == physical_id]
    left += [
        group["GroupId"]
        for group in ec2._security_groups.values()
        if group["VpcId"] == physical_id and group["GroupName"] != "default"
    ]
    if left:
        refuse(
            "DependencyViolation", f"The vpc '{physical_id}' has dependencies and cannot be deleted: {', '.join(left)}"
        )


def check_trust(role_arn, application_arn):
    role = iam._roles.get(role_arn.rsplit("/", 1)[-1])
    if not role:
        refuse("InvalidArgumentException", f"Role {role_arn} does not exist")
    ctx = iam_evaluator.EvalContext(
        principal_arn="kinesisanalytics.amazonaws.com",
        principal_type="Service",
        principal_account=get_account_id(),
        action="sts:AssumeRole",
        resource_arn=role_arn,
        region=get_region(),
        source_ip="127.0.0.1",
        secure_transport=True,
        service_context={"aws:sourceaccount": get_account_id(), "aws:sourcearn": application_arn},
    )
    document = (
        json.loads(role["AssumeRolePolicyDocument"])
        if isinstance(role["AssumeRolePolicyDocument"], str)
        else role["AssumeRolePolicyDocument"]
    )
    statements = [dict(s, Resource="*") for s in document["Statement"]]
    if (
        iam_evaluator.evaluate_resource_policy(
            dict(document, Statement=statements), ctx, "kinesisanalytics.amazonaws.com"
        ).decision
        != "Allow"
    ):
        refuse(
            "UnableToAssumeRole",
            f"Kinesis Analytics service doesn't have sufficient privileges to assume the role {role_arn}",
        )


def check_application(props, name):
    role = props["ServiceExecutionRole"]
    check_trust(role, f"arn:aws:kinesisanalytics:{get_region()}:{get_account_id()}:application/{name}")
    configuration = props.get("ApplicationConfiguration") or {}
    where = ((configuration.get("ApplicationCodeConfiguration") or {}).get("CodeContent") or {}).get(
        "S3ContentLocation"
    )
    if where:
        bucket = where["BucketARN"].split(":::", 1)[-1]
        there = s3._get_object_data(bucket, where["FileKey"], where.get("ObjectVersion"))
        if there is None or not allowed(role, "s3:GetObject", f"{where['BucketARN']}/{where['FileKey']}"):
            why = "the object does not exist" if there is None else f"{role} may not s3:GetObject"
            refuse(
                "InvalidArgumentException",
                "Please check the role provided or validity of S3 location you provided. "
                f"We are unable to get the specified fileKey: {where['FileKey']} "
                f"in the specified bucket: {bucket} [{why}]",
            )
    networks = configuration.get("VpcConfigurations") or []
    if len(networks) > 1:
        refuse("InvalidArgumentException", "at most 1 VPC configuration")
    for network in networks:
        vpcs = set()
        for kind, store, most in (("Subnet", ec2._subnets, 16), ("SecurityGroup", ec2._security_groups, 5)):
            idents = network.get(f"{kind}Ids") or []
            if not 1 <= len(idents) <= most:
                refuse("InvalidArgumentException", f"{len(idents)} {kind}Ids; 1 to {most}")
            for ident in idents:
                if ident not in store:
                    refuse("InvalidArgumentException", f"{kind} {ident} does not exist")
                vpcs.add(store[ident]["VpcId"])
        if len(vpcs) != 1:
            refuse("InvalidArgumentException", f"subnets and groups of several VPCs: {sorted(vpcs)}")
        for action in (
            "ec2:DescribeVpcs",
            "ec2:DescribeSubnets",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeDhcpOptions",
        ):
            if not allowed(role, action, "*"):
                refuse("InvalidArgumentException", f"Please check the role provided: {role} may not {action}")


def interface_keys(arn, subnet):
    """The condition keys of a network interface in a subnet."""
    vpc = ec2._subnets.get(subnet, {}).get("VpcId")
    return {"ec2:Subnet": f"{arn}subnet/{subnet}", "ec2:Vpc": f"{arn}vpc/{vpc}"}


def interface_problem(record):
    """What would keep the service from making its network interfaces, with the role as it is now."""
    role = record["ServiceExecutionRole"]
    arn = f"arn:aws:ec2:{get_region()}:{get_account_id()}:"
    for network in record["_Configuration"].get("VpcConfigurations", []):
        targets = (
            [f"{arn}subnet/{s}" for s in network["SubnetIds"]]
            + [f"{arn}security-group/{g}" for g in network["SecurityGroupIds"]]
            + [f"{arn}network-interface/*"]
        )
        for target in targets:
            if not allowed(role, "ec2:CreateNetworkInterface", target.replace("interface/*", "interface/eni-1")):
                return f"ec2:CreateNetworkInterface on {target}"
        for subnet in network["SubnetIds"]:
            for action in ("ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"):
                if not allowed(
                    role,
                    action,
                    f"{arn}network-interface/eni-1",
                    interface_keys(arn, subnet),
                ):
                    return f"{action} in {subnet}"
    return None


def on_application_create(logical_id, props, stack_name):
    check_application(props, props.get("ApplicationName") or provisioners._physical_name(stack_name, logical_id))


def on_application_update(physical_id, old, new, stack_name, logical_id=None):
    check_application(new, physical_id)
    record = kda._applications.get(physical_id)
    if record and record["ApplicationStatus"] != "READY":
        arn = f"arn:aws:ec2:{get_region()}:{get_account_id()}:"
        before = {s for n in record["_Configuration"].get("VpcConfigurations", []) for s in n["SubnetIds"]}
        after = {
            s for n in (new.get("ApplicationConfiguration") or {}).get("VpcConfigurations", []) for s in n["SubnetIds"]
        }
        for subnet in sorted(before - after):
            if not allowed(
                new["ServiceExecutionRole"],
                "ec2:DeleteNetworkInterface",
                f"{arn}network-interface/eni-1",
                interface_keys(arn, subnet),
            ):
                refuse(
                    "InvalidArgumentException",
                    f"{physical_id} runs, and its role may no longer delete the network interfaces in {subnet}, "
                    "which it leaves",
                )


def on_application_delete(physical_id, props):
    record = kda._applications.get(physical_id)
    if record and record["ApplicationStatus"] != "READY":
        problem = interface_problem(record)
        if problem:
            refuse(
                "InvalidRequestException",
                f"the network interfaces of {physical_id} cannot be deleted, its role lacks {problem}",
            )


def on_logging_option_create(logical_id, props, stack_name):
    arn = (props.get("CloudWatchLoggingOption") or {}).get("LogStreamARN", "")
    group, _, stream = arn.split(":log-group:", 1)[-1].partition(":log-stream:")
    if stream not in (logs._log_groups.get(group) or {}).get("streams", {}):
        refuse("InvalidArgumentException", f"the log stream {arn} does not exist")


plain_endpoint_create = H["AWS::EC2::VPCEndpoint"]["create"]
plain_endpoint_update = H["AWS::EC2::VPCEndpoint"]["update"]
wrap("AWS::EC2::VPCEndpoint", "create", lambda l, p, s: check_endpoint(p))
H["AWS::EC2::VPCEndpoint"].update(update=endpoint_update, update_with_logical_id=True)
wrap("AWS::EC2::SecurityGroup", "delete", check_group_delete)
wrap("AWS::EC2::Subnet", "delete", check_subnet_delete)
wrap("AWS::EC2::VPC", "delete", check_vpc_delete)
wrap(APP, "create", on_application_create)
wrap(APP, "update", on_application_update)
wrap(APP, "delete", on_application_delete)
wrap("AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption", "create", on_logging_option_create)
