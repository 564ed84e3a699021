"""What the parts of the launcher share."""

import random
import string

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import provisioners

H = provisioners._RESOURCE_HANDLERS
APP = "AWS::KinesisAnalyticsV2::Application"


def hexid(prefix):
    return prefix + "".join(random.choices(string.hexdigits[:16], k=17))


def refuse(code, message):
    """Fails a resource as AWS does; the sentences are ours, after what AWS is known to say."""
    raise ValueError(f"{message} (Service: Strict, Status Code: 400, Error Code: {code})")


def truth(value):
    return str(value).lower() == "true"


def allowed(role_arn, action, resource, context=None):
    """Whether a role may do something, by its policies as they are now."""
    name = role_arn.rsplit("/", 1)[-1]
    ctx = iam_evaluator.EvalContext(
        principal_arn=role_arn,
        principal_type="AssumedRole",
        principal_account=get_account_id(),
        action=action,
        resource_arn=resource,
        region=get_region(),
        source_ip="127.0.0.1",
        secure_transport=True,
        service_context={k.lower(): v for k, v in (context or {}).items()},
    )
    return iam_evaluator.evaluate(ctx, iam_evaluator._gather_role_policies(name, get_account_id())).decision == "Allow"
