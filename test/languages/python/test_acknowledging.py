"""Warnings of constructs and findings of rules are acknowledged in Python as the documentation shows it."""

import json
import tempfile
import unittest
from pathlib import Path

from aws_cdk import Acknowledgment, Annotations, App, CfnResource, Stack, Validations
from aws_cdk.assertions import Annotations as Printed, Match
from aws_cdk.aws_ec2 import SubnetConfiguration, SubnetType, Vpc
from cdk_managed_flink import ApplicationCode, FlinkApplication, FlinkRuntime, FlinkVpcRules, VpcConfiguration

WARNING = "cdk-managed-flink:single-availability-zone"


class WarningsTest(unittest.TestCase):
    """An application in one availability zone."""

    def printed(self, acknowledge) -> int:
        stack = Stack(App(), "Stack")
        isolated = SubnetConfiguration(name="flink", subnet_type=SubnetType.PRIVATE_ISOLATED, cidr_mask=24)
        vpc = Vpc(stack, "Vpc", max_azs=1, subnet_configuration=[isolated])
        application = FlinkApplication(
            stack,
            "Job",
            runtime=FlinkRuntime.FLINK_1_20,
            code=ApplicationCode.from_python_asset("../job", entry_point="main.py"),
            vpc_configuration=VpcConfiguration(vpc=vpc),
        )
        acknowledge(application)
        return len(Printed.from_stack(stack).find_warning("*", Match.string_like_regexp(WARNING)))

    def test_by_validations(self) -> None:
        self.assertEqual(self.printed(lambda application: None), 1)
        self.assertEqual(
            self.printed(
                lambda application: Validations.of(application).acknowledge(
                    Acknowledgment(id=WARNING, reason="one zone is enough here")
                )
            ),
            0,
        )

    def test_by_annotations(self) -> None:
        self.assertEqual(
            self.printed(lambda application: Annotations.of(application).acknowledge_warning(WARNING)), 0
        )


class RulesTest(unittest.TestCase):
    """An application that a rule finds something in."""

    def found(self, *acknowledged: str) -> list:
        folder = Path(tempfile.mkdtemp())
        app = App(outdir=str(folder))
        Validations.of(app).add_plugins(FlinkVpcRules())
        stack = Stack(app, "Stack")
        job = CfnResource(
            stack,
            "Job",
            type="AWS::KinesisAnalyticsV2::Application",
            properties={
                "RuntimeEnvironment": "FLINK-1_13",
                "ServiceExecutionRole": "arn:aws:iam::111111111111:role/job",
                "ApplicationConfiguration": {"ApplicationCodeConfiguration": {"CodeContentType": "ZIPFILE"}},
            },
        )
        for name in acknowledged:
            Validations.of(job).acknowledge(Acknowledgment(id=name, reason="it is moved next month"))
        app.synth()
        reports = list(folder.glob("*validation-report.json"))
        plugins = json.loads(reports[0].read_text(encoding="utf-8"))["pluginReports"] if reports else []
        return [
            violation["ruleName"]
            for plugin in plugins
            if "FlinkVpcRules" in json.dumps(plugin)
            for violation in plugin["violations"]
        ]

    def test_a_rule(self) -> None:
        self.assertEqual(self.found(), ["ended-runtime"])
        self.assertEqual(self.found("single-availability-zone"), ["ended-runtime"])
        for name in ["ended-runtime", "cdk-managed-flink:ended-runtime"]:
            self.assertEqual(self.found(name), [])


if __name__ == "__main__":
    unittest.main()
