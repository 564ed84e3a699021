"""Resource types that ministack lacks, and mends of those that it has."""

import json
import random
import string

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from common import H, hexid, refuse

# --- standalone rules: AWS::EC2::SecurityGroupIngress, ...Egress ------------------------------------------------


def rule_handlers(kind):
    store = "IpPermissions" if kind == "Ingress" else "IpPermissionsEgress"

    def permission(props):
        return provisioners._ec2_sg_permissions([props])[0]

    def key(perm):
        return json.dumps(ec2._strip_descriptions(perm), sort_keys=True)

    def create(logical_id, props, stack_name):
        group = ec2._security_groups.get(props.get("GroupId"))
        if not group:
            refuse("InvalidGroup.NotFound", f"The security group '{props.get('GroupId')}' does not exist")
        peer = props.get("SourceSecurityGroupId") or props.get("DestinationSecurityGroupId")
        if peer and peer not in ec2._security_groups:
            refuse(
                "InvalidGroup.NotFound",
                f"You have specified two resources that belong to different networks or '{peer}' does not exist",
            )
        if peer and ec2._security_groups[peer]["VpcId"] != group["VpcId"]:
            refuse("InvalidGroup.NotFound", f"groups {group['GroupId']} and {peer} are in different VPCs")
        if str(props.get("IpProtocol")) in ("tcp", "udp", "6", "17") and not (
            props.get("FromPort") is not None and props.get("ToPort") is not None
        ):
            refuse(
                "InvalidParameterValue",
                "Invalid value for portRange. Must specify both from and to ports with TCP/UDP.",
            )
        if (
            sum(
                1
                for k in (
                    "CidrIp",
                    "CidrIpv6",
                    "SourcePrefixListId",
                    "DestinationPrefixListId",
                    "SourceSecurityGroupId",
                    "DestinationSecurityGroupId",
                )
                if props.get(k)
            )
            != 1
        ):
            refuse("InvalidParameterCombination", "Exactly one peer must be specified")
        perm = permission(props)
        if any(key(p) == key(perm) for p in group[store]):
            refuse("InvalidPermission.Duplicate", f'the specified rule "{key(perm)}" already exists')
        if kind == "Egress" and group.pop("_defaultEgress", False):
            # CloudFormation takes EC2's allow-all rule away from a group whose egress rules are resources of their own
            group[store][:] = [
                p
                for p in group[store]
                if p["IpProtocol"] != "-1" or "UserIdGroupPairs" not in p or p["IpRanges"] != [{"CidrIp": "0.0.0.0/0"}]
            ]
        group[store].append(perm)
        physical = f"sgr-{hexid('')}"
        return physical, {"Id": physical}

    def delete(physical_id, props):
        group = ec2._security_groups.get(props.get("GroupId"))
        if not group:
            return
        wanted = key(permission(props))
        for index, perm in enumerate(group[store]):
            if key(perm) == wanted:
                del group[store][index]
                return

    def update(physical_id, old, new, stack_name, logical_id=None):
        created = create(logical_id or physical_id, new, stack_name)  # every property but Description replaces
        provisioners._delete_predecessor(delete, physical_id, old)
        return created

    return {"create": create, "delete": delete, "update": update, "update_with_logical_id": True}


plain_group_create = H["AWS::EC2::SecurityGroup"]["create"]


def group_create(logical_id, props, stack_name):
    ident, attributes = plain_group_create(logical_id, props, stack_name)
    if not props.get("SecurityGroupEgress"):
        ec2._security_groups[ident]["_defaultEgress"] = True
    return ident, attributes


H["AWS::EC2::SecurityGroup"]["create"] = group_create
H["AWS::EC2::SecurityGroupIngress"] = rule_handlers("Ingress")
H["AWS::EC2::SecurityGroupEgress"] = rule_handlers("Egress")


# --- NAT gateways --------------------------------------------------------------------------------------------------


def eip_create(logical_id, props, stack_name):
    before = set(ec2._addresses)
    ec2._allocate_address({})
    (ident,) = set(ec2._addresses) - before
    return ec2._addresses[ident]["PublicIp"], {"AllocationId": ident, "PublicIp": ec2._addresses[ident]["PublicIp"]}


def eip_delete(physical_id, props):
    for ident, address in list(ec2._addresses.items()):
        if address["PublicIp"] == physical_id:
            ec2._addresses.pop(ident)


def nat_create(logical_id, props, stack_name):
    before = set(ec2._nat_gateways)
    ec2._create_nat_gateway(
        {k: [str(props[k])] for k in ("SubnetId", "AllocationId", "ConnectivityType") if k in props}
    )
    (ident,) = set(ec2._nat_gateways) - before
    return ident, {"NatGatewayId": ident}


H["AWS::EC2::EIP"] = {"create": eip_create, "delete": eip_delete, "update": lambda p, o, n, s: (p, {})}
H["AWS::EC2::NatGateway"] = {
    "create": nat_create,
    "delete": lambda p, q: ec2._nat_gateways.pop(p, None),
    "update": lambda p, o, n, s: (p, {"NatGatewayId": p}),
}


# --- a Kafka cluster that only has an ARN --------------------------------------------------------------------


def msk_create(logical_id, props, stack_name):
    name = props.get("ClusterName") or f"{stack_name}-{logical_id}"
    arn = f"arn:aws:kafka:{get_region()}:{get_account_id()}:cluster/{name}/{hexid('')}-s1"
    return arn, {"Arn": arn}


for type_name in ("AWS::MSK::ServerlessCluster", "AWS::MSK::Cluster"):
    H[type_name] = {"create": msk_create, "delete": lambda p, q: None, "update": lambda p, o, n, s: (p, {"Arn": p})}


# --- Ref of a secret is its ARN, and a generated name has twelve more characters (ministack: the name) -------------

secret_create, secret_delete, secret_update = (
    H["AWS::SecretsManager::Secret"][v] for v in ("create", "delete", "update")
)


def secret_name(arn):
    return arn.split(":secret:", 1)[-1].rsplit("-", 1)[0] if arn.startswith("arn:") else arn


def new_secret(logical_id, props, stack_name):
    made = dict(props)
    made.setdefault("Name", f"{logical_id}-{''.join(random.choices(string.ascii_letters + string.digits, k=12))}")
    _, attributes = secret_create(logical_id, made, stack_name)
    return attributes["Arn"], attributes


def changed_secret(physical_id, old, new, stack_name, logical_id=None):
    name = secret_name(physical_id)
    _, attributes = secret_update(
        name, dict(old, Name=old.get("Name", name)), dict(new, Name=new.get("Name", name)), stack_name, logical_id
    )
    return attributes.get("Arn", physical_id), attributes


H["AWS::SecretsManager::Secret"].update(
    create=new_secret,
    update=changed_secret,
    delete=lambda physical_id, props: secret_delete(secret_name(physical_id), props),
)


# --- Fn::GetAtt of a VPC: ministack knows no CidrBlock -------------------------------------------------------------

for verb in ("create", "update"):

    def with_cidr(*args, plain=H["AWS::EC2::VPC"][verb]):
        physical_id, attributes = plain(*args)
        vpc = ec2._vpcs[physical_id]
        return physical_id, {
            **attributes,
            "CidrBlock": vpc["CidrBlock"],
            "CidrBlockAssociations": [f"vpc-cidr-assoc-{physical_id[4:]}"],
            "Ipv6CidrBlocks": [],
        }

    H["AWS::EC2::VPC"][verb] = with_cidr
