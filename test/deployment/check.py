"""Looks at what was deployed as the network and IAM would. usage: check.py URL SPECIFICATION

The specification is JSON: `stacks`, and `peers`, ports by the beginnings of the logical ids of groups that every
application must reach. Prints JSON: the applications with their statuses, the services that their VPCs have
endpoints for, the resources of the stacks, and the faults.
"""

import fnmatch
import ipaddress
import json
import sys

import boto3

REGION = "us-east-1"
APPLICATION = "AWS::KinesisAnalyticsV2::Application"
DESCRIBED = ("Vpcs", "Subnets", "SecurityGroups", "DhcpOptions", "NetworkInterfaces")
client = lambda service: boto3.client(
    service, endpoint_url=sys.argv[1], region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
)
flink, ec2, iam, logs, formation = map(client, ("kinesisanalyticsv2", "ec2", "iam", "logs", "cloudformation"))
as_list = lambda value: value if isinstance(value, list) else [value]
like = lambda value, pattern: fnmatch.fnmatchcase(value, pattern.replace("[", "[[]"))


def opens(groups, direction, peers, cidrs, port=443):
    """Whether one of the groups allows the port to or from one of the peers, or all of their ranges."""
    for group in groups:
        for rule in group["IpPermissionsEgress" if direction == "out" else "IpPermissions"]:
            if rule["IpProtocol"] != "-1" and not rule.get("FromPort", 0) <= port <= rule.get("ToPort", 65535):
                continue
            if any(pair["GroupId"] in peers for pair in rule["UserIdGroupPairs"]):
                return True
            for allowed in rule["IpRanges"]:
                network = ipaddress.ip_network(allowed["CidrIp"])
                if cidrs and all(ipaddress.ip_network(cidr).subnet_of(network) for cidr in cidrs):
                    return True
    return False


def condition_holds(condition, context):
    """Every operator that the library uses compares with patterns."""
    for operator, keys in condition.items():
        for key, patterns in keys.items():
            value = context.get(key)
            if value is None and operator.endswith("IfExists"):
                continue
            if value is None or not any(like(value, pattern) for pattern in as_list(patterns)):
                return False
    return True


def allows(documents, action, resource, context):
    for statement in (statement for document in documents for statement in as_list(document["Statement"])):
        named = any(like(action.lower(), pattern.lower()) for pattern in as_list(statement["Action"]))
        on = any(like(resource, pattern) for pattern in as_list(statement["Resource"]))
        if named and on and statement["Effect"] == "Allow" and condition_holds(statement.get("Condition", {}), context):
            return True
    return False


def peer_faults(groups, subnets, peers):
    """Peers that an application does not reach: rules on both sides are needed."""
    clients = {group["GroupId"] for group in groups}
    for name, (peer, port) in peers.items():
        there = ec2.describe_security_groups(GroupIds=[peer])["SecurityGroups"]
        if not opens(groups, "out", [peer], ["0.0.0.0/0"], port):
            yield f"no group of the application lets it out to port {port} of {name}"
        if not opens(there, "in", clients, [subnet["CidrBlock"] for subnet in subnets], port):
            yield f"{name} does not admit the application to port {port}"


def network_faults(network, peers):
    subnets = ec2.describe_subnets(SubnetIds=network["SubnetIds"])["Subnets"]
    groups = ec2.describe_security_groups(GroupIds=network["SecurityGroupIds"])["SecurityGroups"]
    (vpc,) = {subnet["VpcId"] for subnet in subnets}
    in_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    endpoints = ec2.describe_vpc_endpoints(Filters=in_vpc)["VpcEndpoints"]
    tables = ec2.describe_route_tables(Filters=in_vpc)["RouteTables"]
    for attribute in ("EnableDnsSupport", "EnableDnsHostnames"):
        if not ec2.describe_vpc_attribute(VpcId=vpc, Attribute=attribute[0].lower() + attribute[1:])[attribute][
            "Value"
        ]:
            yield f"{vpc} has no {attribute}"
    tables_of = [
        (subnet["SubnetId"], table)
        for subnet in subnets
        for table in tables
        if any(association.get("SubnetId") == subnet["SubnetId"] for association in table["Associations"])
    ]
    to_internet = all(
        any(route.get("DestinationCidrBlock") == "0.0.0.0/0" for route in table["Routes"]) for _, table in tables_of
    )
    for needed in ("logs", "monitoring", "s3"):
        if not to_internet and not any(endpoint["ServiceName"].endswith(f".{needed}") for endpoint in endpoints):
            yield f"{vpc} has neither an endpoint for {needed} nor a way to the internet"
    private = [
        e["ServiceName"] for e in endpoints if e["VpcEndpointType"] == "Interface" and e.get("PrivateDnsEnabled")
    ]
    for service in {name for name in private if private.count(name) > 1}:
        yield f"{vpc} has several endpoints with private DNS for {service}"
    for endpoint in endpoints:
        yield from endpoint_faults(endpoint, subnets, groups, tables_of)
    yield from peer_faults(groups, subnets, peers)


def endpoint_faults(endpoint, subnets, groups, tables_of):
    service = endpoint["ServiceName"]
    if endpoint["VpcEndpointType"] == "Gateway":
        for subnet, table in tables_of:
            if table["RouteTableId"] not in endpoint["RouteTableIds"]:
                yield f"{service} has no route in {subnet}"
        return
    if not endpoint.get("PrivateDnsEnabled"):
        yield f"{service} has no private DNS"
    own = [group["GroupId"] for group in endpoint["Groups"]]
    there = ec2.describe_subnets(SubnetIds=endpoint["SubnetIds"])["Subnets"]
    admitting = ec2.describe_security_groups(GroupIds=own)["SecurityGroups"]
    clients = {group["GroupId"] for group in groups}
    if not opens(groups, "out", own, [subnet["CidrBlock"] for subnet in there]):
        yield f"no group of the application lets it out to {service}"
    if not opens(admitting, "in", clients, [subnet["CidrBlock"] for subnet in subnets]):
        yield f"no group of {service} admits the application"


def interface_keys(ec2_arn, subnet, vpc):
    """The condition keys of a network interface that exists."""
    return {"ec2:Subnet": f"{ec2_arn}subnet/{subnet}", "ec2:Vpc": f"{ec2_arn}vpc/{vpc}"}


def questions(application, network):
    """What the service and the job ask IAM: action, resource, context."""
    configuration = application["ApplicationConfigurationDescription"]
    ec2_arn = f"arn:aws:ec2:{REGION}:{application['ApplicationARN'].split(':')[4]}:"
    if network is not None:
        yield from ((f"ec2:Describe{what}", "*", {}) for what in DESCRIBED)
        yield from (("ec2:CreateNetworkInterface", f"{ec2_arn}subnet/{subnet}", {}) for subnet in network["SubnetIds"])
        for group in network["SecurityGroupIds"]:
            yield "ec2:CreateNetworkInterface", f"{ec2_arn}security-group/{group}", {}
        yield "ec2:CreateNetworkInterface", f"{ec2_arn}network-interface/eni-1", {}
        for subnet in network["SubnetIds"]:
            for action in ("ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"):
                yield action, f"{ec2_arn}network-interface/eni-1", interface_keys(ec2_arn, subnet, network["VpcId"])
    code = configuration["ApplicationCodeConfigurationDescription"]["CodeContentDescription"][
        "S3ApplicationCodeLocationDescription"
    ]
    yield "s3:GetObject", f"{code['BucketARN']}/{code['FileKey']}", {}
    for option in application["CloudWatchLoggingOptionDescriptions"]:
        yield "logs:PutLogEvents", option["LogStreamARN"], {}


def forbidden(application):
    """What no role of an application may do."""
    account = application["ApplicationARN"].split(":")[4]
    ec2_arn = f"arn:aws:ec2:{REGION}:{account}:"
    yield "ec2:CreateNetworkInterface", f"{ec2_arn}subnet/subnet-other", {}
    for action in ("ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"):
        yield action, f"{ec2_arn}network-interface/eni-1", interface_keys(ec2_arn, "subnet-other", "vpc-other")
    yield "s3:GetObject", "arn:aws:s3:::other/key", {}
    yield "logs:PutLogEvents", f"arn:aws:logs:{REGION}:{account}:log-group:other:log-stream:other", {}


def application_faults(application, peers):
    configuration = application["ApplicationConfigurationDescription"]
    network = next(iter(configuration.get("VpcConfigurationDescriptions") or []), None)
    if network is not None:
        yield from network_faults(network, peers)
    role = application["ServiceExecutionRole"].rsplit("/", 1)[-1]
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    documents = [iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names]
    yield from (
        f"the role may not {question}"
        for question in questions(application, network)
        if not allows(documents, *question)
    )
    yield from (f"the role may {question}" for question in forbidden(application) if allows(documents, *question))
    if not application["CloudWatchLoggingOptionDescriptions"]:
        yield "no log stream is connected"
    for option in application["CloudWatchLoggingOptionDescriptions"]:
        group, _, stream = option["LogStreamARN"].split(":log-group:")[1].partition(":log-stream:")
        streams = logs.describe_log_streams(logGroupName=group)["logStreams"]
        if not any(found["logStreamName"] == stream for found in streams):
            yield f"there is no log stream {stream} in {group}"
    for text in (json.dumps(configuration) + json.dumps(documents)).split('"'):
        if "Token[" in text or "${" in text:
            yield f"{text} is not resolved"


def resources_of(stack):
    """Type and physical id by logical id."""
    pages = formation.get_paginator("list_stack_resources").paginate(StackName=stack)
    return {
        found["LogicalResourceId"]: (found["ResourceType"], found["PhysicalResourceId"])
        for page in pages
        for found in page["StackResourceSummaries"]
    }


def endpoints_of(vpcs):
    """The services that some VPCs have endpoints for."""
    in_vpcs = [{"Name": "vpc-id", "Values": sorted(vpcs)}]
    found = ec2.describe_vpc_endpoints(Filters=in_vpcs)["VpcEndpoints"] if vpcs else []
    return sorted({endpoint["ServiceName"].rsplit(".", 1)[-1] for endpoint in found})


def main(specification):
    resources = {stack: resources_of(stack) for stack in specification["stacks"]}
    flat = {f"{stack}/{name}": found for stack, those in resources.items() for name, found in those.items()}
    peers = {
        name: (physical, port)
        for prefix, port in specification["peers"].items()
        for name, (kind, physical) in flat.items()
        if kind == "AWS::EC2::SecurityGroup" and name.split("/")[1].startswith(prefix)
    }
    # those of the stacks too: a network may be there without an application
    vpcs = {physical for kind, physical in flat.values() if kind == "AWS::EC2::VPC"}
    report = {"applications": {}, "resources": flat, "faults": []}
    for name in [physical for kind, physical in flat.values() if kind == APPLICATION]:
        application = flink.describe_application(ApplicationName=name)["ApplicationDetail"]
        report["applications"][name] = application["ApplicationStatus"]
        networks = application["ApplicationConfigurationDescription"].get("VpcConfigurationDescriptions") or []
        vpcs |= {network["VpcId"] for network in networks}
        report["faults"] += [f"{name}: {fault}" for fault in application_faults(application, peers)]
    if len(peers) < len(specification["peers"]):
        report["faults"].append(f"there are only these peers: {', '.join(peers) or 'none'}")
    print(json.dumps({**report, "endpoints": endpoints_of(vpcs)}))


main(json.loads(sys.argv[2]))
