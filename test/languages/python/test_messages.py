"""What a mistake looks like in Python: the whole message and nothing around it."""

import unittest

from aws_cdk import App, Stack
from aws_cdk.aws_ec2 import IVpc, Vpc
from cdk_managed_flink import ApplicationCode, FlinkApplication, FlinkRuntime, VpcConfiguration


class MessagesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.stack = Stack(App(), "Stack")

    def application(self, vpc: IVpc, **props: str) -> None:
        FlinkApplication(
            self.stack,
            "Job",
            runtime=FlinkRuntime.FLINK_1_20,
            code=ApplicationCode.from_python_asset("../job", entry_point="main.py"),
            vpc_configuration=VpcConfiguration(vpc=vpc),
            **props,
        )

    def test_sql_runtime(self) -> None:
        with self.assertRaisesRegex(
            RuntimeError,
            r'^Error: runtime is "SQL-1_0", but SQL applications cannot have a VPC configuration, .*'
            r"write a Flink runtime such as `FlinkRuntime\.FLINK_1_20`[^\n]*$",
        ):
            FlinkRuntime.of("SQL-1_0")

    def test_imported_vpc_without_a_choice(self) -> None:
        vpc = Vpc.from_vpc_attributes(
            self.stack,
            "Imported",
            vpc_id="vpc-0123456789abcdef0",
            availability_zones=["eu-west-1a", "eu-west-1b"],
            private_subnet_ids=["subnet-1", "subnet-2"],
        )
        with self.assertRaisesRegex(
            RuntimeError,
            r"^vpcConfiguration\.endpoints is missing, and the VPC Stack/Imported is imported, [^\n]*"
            r"VpcEndpoints\.create[^\n]*VpcEndpoints\.existing[^\n]*VpcEndpoints\.none[^\n]* \[at Stack/Job\]$",
        ):
            self.application(vpc)

    def test_wrong_name(self) -> None:
        with self.assertRaisesRegex(
            RuntimeError, r'^applicationName is "my orders", but must be 1 to 128 of the characters [^\n]* \[at Stack/Job\]$'
        ):
            self.application(Vpc(self.stack, "Vpc"), application_name="my orders")


if __name__ == "__main__":
    unittest.main()
