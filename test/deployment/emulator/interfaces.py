"""The network interfaces of applications: one in each subnet while a job runs, and for some looks afterwards."""

from ministack.services import ec2

# the number of times that an interface is seen after it was released
LINGER = 2


def attach(record):
    before = set(ec2._network_interfaces)
    for network in record["_Configuration"].get("VpcConfigurations", []):
        groups = {f"SecurityGroupId.{i + 1}": [group] for i, group in enumerate(network["SecurityGroupIds"])}
        for subnet in network["SubnetIds"]:
            ec2._create_network_interface({"SubnetId": [subnet], "Description": ["Flink"], **groups})
    record["_Interfaces"] = sorted(set(ec2._network_interfaces) - before)


def release(record):
    for ident in record.pop("_Interfaces", []):
        ec2._network_interfaces[ident]["_looks"] = LINGER


def describe(p):
    """ministack knows no filters here."""
    wanted = ec2._parse_member_list(p, "NetworkInterfaceId")
    groups = ec2._parse_filters(p).get("group-id")
    found = []
    for ident, interface in list(ec2._network_interfaces.items()):
        carried = {group["GroupId"] for group in interface["Groups"]}
        if (wanted and ident not in wanted) or (groups and not carried & set(groups)):
            continue
        if "_looks" in interface:
            interface["_looks"] -= 1
            if interface["_looks"] < 0:
                del ec2._network_interfaces[ident]
                continue
        found.append(ec2._eni_fields_xml(interface))
    return ec2._xml(
        200, "DescribeNetworkInterfacesResponse", f"<networkInterfaceSet>{''.join(found)}</networkInterfaceSet>"
    )


def holders(kind, ident):
    """Interfaces that are in use in a subnet or carry a group. CloudFormation waits for those that are about to go."""
    holds = {
        "Subnet": lambda interface: interface["SubnetId"] == ident,
        "SecurityGroup": lambda interface: any(group["GroupId"] == ident for group in interface["Groups"]),
    }[kind]
    return [
        name
        for name, interface in ec2._network_interfaces.items()
        if "_looks" not in interface and holds(interface)
    ]


ec2._describe_network_interfaces = describe
for table in [v for v in vars(ec2).values() if isinstance(v, dict) and "DescribeNetworkInterfaces" in v]:
    table["DescribeNetworkInterfaces"] = describe
