from aws_cdk import App, Stack
from aws_cdk.aws_ec2 import IpAddresses, SubnetConfiguration, SubnetType, Vpc
from cdk_managed_flink import ApplicationCode, FlinkApplication, FlinkRuntime, LogLevel, VpcConfiguration
from constructs import Construct


class OrdersStack(Stack):
    """A Flink job in a VPC that has no way to the internet."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        vpc = Vpc(
            self,
            "Vpc",
            ip_addresses=IpAddresses.cidr("10.0.0.0/16"),
            max_azs=2,
            subnet_configuration=[
                SubnetConfiguration(name="flink", subnet_type=SubnetType.PRIVATE_ISOLATED, cidr_mask=24),
            ],
        )

        FlinkApplication(
            self,
            "Job",
            runtime=FlinkRuntime.FLINK_1_20,
            code=ApplicationCode.from_python_asset("../job", entry_point="main.py"),
            description="Counts orders by product",
            vpc_configuration=VpcConfiguration(vpc=vpc),
            parallelism=2,
            log_level=LogLevel.INFO,
            property_groups={"Orders": {"rows.per.second": "20"}},
        )


app = App()
OrdersStack(app, "Orders")
app.synth()
