from pathlib import Path

from aws_cdk import App, CfnParameter, Duration, RemovalPolicy, Stack
from aws_cdk.aws_ec2 import IpAddresses, SecurityGroup, SubnetConfiguration, SubnetSelection, SubnetType, Vpc
from aws_cdk.aws_kinesis import Stream
from aws_cdk.aws_msk import CfnServerlessCluster
from aws_cdk.aws_rds import AuroraPostgresEngineVersion, ClusterInstance, DatabaseCluster, DatabaseClusterEngine
from aws_cdk.aws_s3 import BlockPublicAccess, Bucket
from cdk_managed_flink import (
    ApplicationCode,
    ApplicationLifecycle,
    FlinkApplication,
    FlinkConnector,
    FlinkRuntime,
    LogLevel,
    MskAuthentication,
    RestoreFrom,
    VpcConfiguration,
)
from constructs import Construct

JOB = Path("../job")


def built(path: str) -> str | None:
    """A file or folder of the job that its build makes, or nothing where it was not built: the application can be synthesised without."""
    return path if (JOB / path).exists() else None


class OrdersStack(Stack):
    """A Flink job in a VPC that has no way to the internet: from Kafka and Kinesis to Amazon S3 and a database."""

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

        # what the job reads and writes
        brokers = SecurityGroup(self, "Brokers", vpc=vpc, allow_all_outbound=False)
        kafka = CfnServerlessCluster(
            self,
            "Kafka",
            cluster_name="orders",
            client_authentication=CfnServerlessCluster.ClientAuthenticationProperty(
                sasl=CfnServerlessCluster.SaslProperty(iam=CfnServerlessCluster.IamProperty(enabled=True)),
            ),
            vpc_configs=[
                CfnServerlessCluster.VpcConfigProperty(
                    subnet_ids=[subnet.subnet_id for subnet in vpc.isolated_subnets],
                    security_groups=[brokers.security_group_id],
                ),
            ],
        )
        clicks = Stream(self, "Clicks")
        lake = Bucket(
            self,
            "Lake",
            block_public_access=BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        database = DatabaseCluster(
            self,
            "Database",
            engine=DatabaseClusterEngine.aurora_postgres(version=AuroraPostgresEngineVersion.VER_17_7),
            writer=ClusterInstance.serverless_v2("Writer"),
            vpc=vpc,
            vpc_subnets=SubnetSelection(subnet_type=SubnetType.PRIVATE_ISOLATED),
            default_database_name="orders",
            storage_encrypted=True,
        )

        # CloudFormation does not tell the brokers' addresses: deploy once, ask for them, and deploy again with them and with `-c start=true`
        bootstrap_servers = CfnParameter(
            self,
            "BootstrapServers",
            description='What "aws kafka get-bootstrap-brokers" shows for the cluster',
            default="unknown.invalid:9098",
        )

        if self.node.try_get_context("start") is None:
            lifecycle = ApplicationLifecycle.manual()
        else:
            lifecycle = ApplicationLifecycle.start_on_deploy(
                restore=RestoreFrom.latest_snapshot(),
                timeout=Duration.minutes(20),
            )

        FlinkApplication(
            self,
            "Job",
            runtime=FlinkRuntime.FLINK_1_20,
            code=ApplicationCode.from_python_asset(
                str(JOB),
                entry_point="main.py",
                jar_file=built("lib/connectors.jar"),
                py_files=[path for path in [built("vendor")] if path],
            ),
            description="Orders from Kafka and clicks from Kinesis, to Amazon S3 and a database",
            vpc_configuration=VpcConfiguration(vpc=vpc),
            parallelism=2,
            log_level=LogLevel.INFO,
            lifecycle=lifecycle,
            sources=[
                FlinkConnector.msk_cluster(
                    cluster_arn=kafka.attr_arn,
                    security_groups=[brokers],
                    authentication=MskAuthentication.iam(),
                    topics=["orders"],
                    consumer_group="orders-job",
                    bootstrap_servers=bootstrap_servers.value_as_string,
                    property_group="Orders",
                ),
                FlinkConnector.kinesis_stream(clicks, property_group="Clicks"),
            ],
            sinks=[
                FlinkConnector.s3_bucket(lake, prefix="clicks/", property_group="Lake"),
                FlinkConnector.database(database, secret=database.secret, database_name="orders", property_group="Database"),
            ],
        )


app = App()
OrdersStack(app, "Orders")
app.synth()
