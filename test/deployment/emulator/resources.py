"""Resource types that ministack lacks, and mends of those that it has."""

import fnmatch
import json
import random
import string

import ministack.app as app_module
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudcontrol, ec2
from ministack.services import kinesisanalyticsv2 as kda
from ministack.services.cloudformation import provisioners

from common import H, hexid, refuse, truth

# With AUTH=true, CDK's staging bucket refuses what does not come over TLS; on the loopback nothing does.
plain_key = iam_evaluator._resolve_condition_key
iam_evaluator._resolve_condition_key = lambda key, ctx: (
    "true" if key.lower() == "aws:securetransport" else plain_key(key, ctx)
)

iam_actions.SERVICE_TO_IAM_NAMESPACE["kinesisanalyticsv2"] = "kinesisanalytics"
plain_arn = iam_actions.extract_resource_arn


def resource_arn(service, method, path, headers, body, query_params, region, account_id):
    if service == "kinesisanalyticsv2":
        name = json.loads(body or "{}").get("ApplicationName")
        return f"arn:aws:kinesisanalytics:{region}:{account_id}:application/{name}" if name else "*"
    return plain_arn(service, method, path, headers, body, query_params, region, account_id)


for module in (iam_actions, app_module):
    if hasattr(module, "extract_resource_arn"):
        module.extract_resource_arn = resource_arn


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


# --- Ref of a secret is its ARN, and a generated name is the logical id and twelve characters (ministack: the name) -------

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


# --- what describe-vpc-endpoints tells (ministack leaves out DNS, groups and filters) ------------------------------


def endpoint_xml(ep, tag="item"):
    ids = lambda field: "".join(f"<item>{x}</item>" for x in ep.get(field, []))
    groups = "".join(f"<item><groupId>{g}</groupId></item>" for g in ep.get("SecurityGroupIds", []))
    policy = ep.get("PolicyDocument")
    policy = (
        json.dumps(policy)
        if isinstance(policy, dict)
        else policy or '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}'
    )
    policy = policy.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f"<{tag}><vpcEndpointId>{ep['VpcEndpointId']}</vpcEndpointId><vpcEndpointType>{ep['VpcEndpointType']}</vpcEndpointType>"
        f"<vpcId>{ep['VpcId']}</vpcId><serviceName>{ep['ServiceName']}</serviceName><state>{ep['State']}</state><ownerId>{ep['OwnerId']}</ownerId>"
        f"<privateDnsEnabled>{str(truth(ep.get('PrivateDnsEnabled'))).lower()}</privateDnsEnabled><policyDocument>{policy}</policyDocument>"
        f"<routeTableIdSet>{ids('RouteTableIds')}</routeTableIdSet><subnetIdSet>{ids('SubnetIds')}</subnetIdSet><groupSet>{groups}</groupSet>"
        f"{ec2._tag_set_xml(ep['VpcEndpointId'])}</{tag}>"
    )


def describe_endpoints(p):
    wanted = ec2._parse_member_list(p, "VpcEndpointId")
    filters = ec2._parse_filters(p)
    fields = {
        "vpc-id": "VpcId",
        "service-name": "ServiceName",
        "vpc-endpoint-type": "VpcEndpointType",
        "vpc-endpoint-state": "State",
        "vpc-endpoint-id": "VpcEndpointId",
    }

    def matches(ep):
        for name, values in filters.items():
            if name in fields:
                if not any(fnmatch_any(str(ep[fields[name]]), v) for v in values):
                    return False
            elif name.startswith("tag:"):
                tags = {t["Key"]: t["Value"] for t in ec2._tags.get(ep["VpcEndpointId"], [])}
                if tags.get(name[4:]) not in values:
                    return False
        return True

    items = "".join(
        endpoint_xml(ep)
        for ep in ec2._vpc_endpoints.values()
        if (not wanted or ep["VpcEndpointId"] in wanted) and matches(ep)
    )
    return ec2._xml(200, "DescribeVpcEndpointsResponse", f"<vpcEndpointSet>{items}</vpcEndpointSet>")


def fnmatch_any(value, pattern):
    return fnmatch.fnmatchcase(value.lower(), pattern.lower())


ec2._vpce_fields_xml = endpoint_xml
ec2._describe_vpc_endpoints = describe_endpoints
for table in [v for v in vars(ec2).values() if isinstance(v, dict) and "DescribeVpcEndpoints" in v]:
    table["DescribeVpcEndpoints"] = describe_endpoints


# --- what describe-application leaves out (the VPC), and list-applications -------------------------------------------

plain_description = kda._configuration_description


def description(record):
    described = plain_description(record)
    networks = (record.get("_Configuration") or {}).get("VpcConfigurations") or []
    if networks:
        described["VpcConfigurationDescriptions"] = [
            {"VpcConfigurationId": f"{i + 1}.1", "VpcId": ec2._subnets.get(n["SubnetIds"][0], {}).get("VpcId", ""), **n}
            for i, n in enumerate(networks)
        ]
    return described


kda._configuration_description = description
kda._HANDLERS["ListApplications"] = lambda data: kda.json_response(
    {
        "ApplicationSummaries": [
            {
                k: r[k]
                for k in (
                    "ApplicationName",
                    "ApplicationARN",
                    "ApplicationStatus",
                    "ApplicationVersionId",
                    "RuntimeEnvironment",
                    "ApplicationMode",
                )
            }
            for r in kda._applications.values()
        ]
    }
)


# --- CloudControl: ListResources/GetResource of endpoints shows those of the VPC (ministack keeps it apart from EC2) ------

plain_list, plain_get = cloudcontrol._list_resources, cloudcontrol._get_resource


def endpoint_model(ep):
    return {
        "Identifier": ep["VpcEndpointId"],
        "Properties": json.dumps(
            {
                "Id": ep["VpcEndpointId"],
                "VpcId": ep["VpcId"],
                "ServiceName": ep["ServiceName"],
                "VpcEndpointType": ep["VpcEndpointType"],
                "PrivateDnsEnabled": truth(ep.get("PrivateDnsEnabled")),
                "SecurityGroupIds": ep.get("SecurityGroupIds", []),
                "SubnetIds": ep.get("SubnetIds", []),
                "RouteTableIds": ep.get("RouteTableIds", []),
            }
        ),
    }


def cc_list(data):
    if data.get("TypeName") != "AWS::EC2::VPCEndpoint":
        return plain_list(data)
    return cloudcontrol.json_response(
        {
            "TypeName": data["TypeName"],
            "ResourceDescriptions": [endpoint_model(ep) for ep in ec2._vpc_endpoints.values()],
        }
    )


def cc_get(data):
    ep = ec2._vpc_endpoints.get(data.get("Identifier"))
    if data.get("TypeName") != "AWS::EC2::VPCEndpoint" or not ep:
        return plain_get(data)
    return cloudcontrol.json_response({"TypeName": data["TypeName"], "ResourceDescription": endpoint_model(ep)})


cloudcontrol._list_resources, cloudcontrol._get_resource = cc_list, cc_get
