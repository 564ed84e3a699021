"""CloudFormation asks a custom resource to delete itself when its creation has failed (ministack forgets it)."""

from ministack.services.cloudformation import custom_resource

plain_invoke, plain_deliver = custom_resource.invoke_custom_resource, custom_resource.deliver_response
physical_ids = {}


def deliver(token, response):
    physical_ids[response.get("StackId"), response.get("LogicalResourceId")] = response.get("PhysicalResourceId")
    return plain_deliver(token, response)


def invoke(request_type, logical_id, props, stack_name, stack_id, *rest, **named):
    try:
        return plain_invoke(request_type, logical_id, props, stack_name, stack_id, *rest, **named)
    except RuntimeError:
        physical_id = physical_ids.get((stack_id, logical_id))
        if request_type == "Create" and physical_id:
            named.pop("physical_id", None)
            plain_invoke("Delete", logical_id, props, stack_name, stack_id, *rest, physical_id=physical_id, **named)
        raise


custom_resource.invoke_custom_resource, custom_resource.deliver_response = invoke, deliver
