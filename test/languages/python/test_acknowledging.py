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


JOB = {
    "RuntimeEnvironment": "FLINK-1_13",
    "ServiceExecutionRole": "arn:aws:iam::111111111111:role/job",
    "ApplicationConfiguration": {"ApplicationCodeConfiguration": {"CodeContentType": "ZIPFILE"}},
}

# an application that errors and warnings of several rules are about
BAD = {
    "ApplicationName": "my job",
    "RuntimeEnvironment": "FLINK-1_11",
    "ApplicationConfiguration": {
        "VpcConfigurations": [{"SubnetIds": [], "SecurityGroupIds": []}],
        "EnvironmentProperties": {"PropertyGroups": [{"PropertyGroupId": "A", "PropertyMap": {"b": "${C}"}}]},
    },
}
FOUND_IN_BAD = [
    "code-content", "placeholder-value", "property-limits", "retired-runtime", "security-group-count", "subnet-count",
]


class RulesTest(unittest.TestCase):
    """An application that rules find something in."""

    def found(self, properties: dict, *acknowledged: str) -> list:
        folder = Path(tempfile.mkdtemp())
        app = App(outdir=str(folder))
        Validations.of(app).add_plugins(FlinkVpcRules())
        stack = Stack(app, "Stack")
        job = CfnResource(stack, "Job", type="AWS::KinesisAnalyticsV2::Application", properties=properties)
        for name in acknowledged:
            Validations.of(job).acknowledge(Acknowledgment(id=name, reason="it is moved next month"))
        try:
            app.synth()
        except RuntimeError as error:  # newer versions of the CDK throw where there is an error
            self.assertIn("Validation failed", str(error))
        reports = list(folder.glob("*validation-report.json"))
        plugins = json.loads(reports[0].read_text(encoding="utf-8"))["pluginReports"] if reports else []
        found = {
            violation["ruleName"]
            for plugin in plugins
            if "FlinkVpcRules" in json.dumps(plugin)
            for violation in plugin["violations"]
        }
        return sorted(found)

    def test_a_rule(self) -> None:
        self.assertEqual(self.found(JOB), ["ended-runtime"])
        self.assertEqual(self.found(JOB, "single-availability-zone"), ["ended-runtime"])
        for name in ["ended-runtime", "cdk-managed-flink:ended-runtime"]:
            self.assertEqual(self.found(JOB, name), [])

    def test_every_rule(self) -> None:
        rules = FlinkVpcRules().rule_ids
        self.assertTrue(set(FOUND_IN_BAD) <= set(self.found(BAD)), self.found(BAD))
        self.assertEqual(self.found(BAD, *[f"cdk-managed-flink:{name}" for name in rules]), [])
        for name in FOUND_IN_BAD:
            others = [other for other in rules if other != name]
            self.assertEqual(self.found(BAD, *others), [name])


if __name__ == "__main__":
    unittest.main()
