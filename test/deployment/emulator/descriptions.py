"""What ministack leaves out of the descriptions of endpoints and applications."""

import fnmatch
import json

from ministack.services import cloudcontrol, ec2
from ministack.services import kinesisanalyticsv2 as kda

from common import truth

# --- what describe-vpc-endpoints tells (ministack leaves out DNS, groups and filters) ------------------------------


def endpoint_xml(ep, tag="item"):
    ids = lambda field: "".join(f"<item>{x}</item>" for x in ep.get(field, []))
    plain = lambda field: f"<{field[0].lower()}{field[1:]}>{ep[field]}</{field[0].lower()}{field[1:]}>"
    groups = "".join(f"<item><groupId>{g}</groupId></item>" for g in ep.get("SecurityGroupIds", []))
    policy = ep.get("PolicyDocument")
    policy = (
        json.dumps(policy)
        if isinstance(policy, dict)
        else policy or '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}'
    )
    policy = policy.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f"<{tag}>{plain('VpcEndpointId')}{plain('VpcEndpointType')}{plain('VpcId')}{plain('ServiceName')}"
        f"{plain('State')}{plain('OwnerId')}"
        f"<privateDnsEnabled>{str(truth(ep.get('PrivateDnsEnabled'))).lower()}</privateDnsEnabled>"
        f"<policyDocument>{policy}</policyDocument><routeTableIdSet>{ids('RouteTableIds')}</routeTableIdSet>"
        f"<subnetIdSet>{ids('SubnetIds')}</subnetIdSet><groupSet>{groups}</groupSet>"
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


# --- CloudControl shows the endpoints of the VPC (ministack keeps it apart from EC2) ------------------------------

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
