"""What a mistake looks like in Python: the whole message and nothing around it."""

import re
import tempfile
import unittest
from pathlib import Path

from aws_cdk import App, Stack
from aws_cdk.aws_ec2 import IVpc, SubnetConfiguration, SubnetType, Vpc
from cdk_managed_flink import ApplicationCode, FlinkApplication, FlinkRuntime, VpcConfiguration


PAGE = Path(__file__).with_name("troubleshooting.md").read_text(encoding="utf-8")


def in_one_line(text: str) -> str:
    return " ".join(text.split())


SHOWN = [in_one_line(text) for text in re.findall(r"^```text\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)]


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

    def test_messages_of_the_page(self) -> None:
        """The page shows what is printed in Python, too."""
        stack = Stack(App(), "Orders")
        folder = tempfile.mkdtemp()
        public = SubnetConfiguration(name="public", subnet_type=SubnetType.PUBLIC)
        imported = Vpc.from_vpc_attributes(
            stack,
            "Imported",
            vpc_id="vpc-0123456789abcdef0",
            availability_zones=["eu-west-1a", "eu-west-1b"],
            private_subnet_ids=["subnet-1", "subnet-2"],
        )
        python = ApplicationCode.from_python_asset("../job", entry_point="main.py")
        mistakes = [
            (ApplicationCode.from_asset(folder), None),
            (python, Vpc(stack, "Public", subnet_configuration=[public])),
            (python, imported),
        ]
        self.assertEqual(len(SHOWN), len(mistakes))
        for (code, vpc), shown in zip(mistakes, SHOWN):
            with self.assertRaises(RuntimeError) as caught:
                FlinkApplication(
                    Stack(App(), "Orders") if vpc is None else stack,
                    "Job",
                    runtime=FlinkRuntime.FLINK_1_20,
                    code=code,
                    vpc_configuration=None if vpc is None else VpcConfiguration(vpc=vpc),
                )
            self.assertEqual(in_one_line(str(caught.exception)).replace(folder, "job"), shown)
            stack.node.try_remove_child("Job")


if __name__ == "__main__":
    unittest.main()
