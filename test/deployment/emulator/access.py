"""What IAM is asked with: the service of the applications, the tags of a resource, and TLS."""

import json

import ministack.app as app_module
from ministack.core import iam_actions, iam_evaluator
from ministack.services import kinesisanalyticsv2 as kda

# With AUTH=true, CDK's staging bucket refuses what does not come over TLS; on the loopback nothing does.
plain_key = iam_evaluator._resolve_condition_key
iam_evaluator._resolve_condition_key = lambda key, ctx: (
    "true" if key.lower() == "aws:securetransport" else plain_key(key, ctx)
)

iam_actions.SERVICE_TO_IAM_NAMESPACE["kinesisanalyticsv2"] = "kinesisanalytics"
plain_arn = iam_actions.extract_resource_arn


def resource_arn(service, method, path, headers, body, query_params, region, account_id):
    if service == "kinesisanalyticsv2":
        data = json.loads(body or "{}")
        name = data.get("ApplicationName")
        arn = f"arn:aws:kinesisanalytics:{region}:{account_id}:application/{name}"
        return data.get("ResourceARN") or (arn if name else "*")
    return plain_arn(service, method, path, headers, body, query_params, region, account_id)


for module in (iam_actions, app_module):
    if hasattr(module, "extract_resource_arn"):
        module.extract_resource_arn = resource_arn


# --- the tags of applications and stacks, for conditions of policies -------------------------------------------------

plain_tag_context = iam_actions.request_tag_context


def tag_context(service, iam_action, body, params):
    context = plain_tag_context(service, iam_action, body, params)
    if service == "kinesisanalyticsv2":
        record = kda._applications.get(json.loads(body or "{}").get("ApplicationName")) or {}
        for key, value in (kda._tags.get(record.get("ApplicationARN")) or {}).items():
            context[f"aws:ResourceTag/{key}".lower()] = value
    return context


iam_actions.request_tag_context = tag_context
