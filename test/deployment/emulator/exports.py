"""An export that another stack imports can neither go nor change (ministack looks at it for DeleteStack only), and
a change of nothing but outputs is a change.
"""

from ministack.services.cloudformation import _exports, _stacks, changesets, stacks
from ministack.services.cloudformation.handlers import _imported_export_names

from common import refuse

plain_outputs = stacks._resolve_stack_outputs


def outputs(outputs_defs, conditions, resources, param_values, mappings, stack_name, stack_id):
    result, exports = plain_outputs(outputs_defs, conditions, resources, param_values, mappings, stack_name, stack_id)
    for name, export in list(_exports.items()):
        if export["StackId"] != stack_id:
            if name in exports:
                refuse("ValidationError", f"Export with name {name} is already exported by stack {export['StackId']}")
            continue
        if name in exports and exports[name]["Value"] == export["Value"]:
            continue
        users = [
            n
            for n, other in _stacks.items()
            if n != stack_name
            and not other.get("StackStatus", "").startswith("DELETE")
            and name in _imported_export_names(other, n)
        ]
        if users:
            what = "cannot be updated" if name in exports else "cannot be deleted"
            refuse("ValidationError", f"Export {name} {what} as it is in use by {', '.join(users)}")
        if name not in exports:
            _exports.pop(name)
    return result, exports


stacks._resolve_stack_outputs = outputs


class Changes(list):
    """Changes, although none is of a resource."""

    def __bool__(self):
        return True


plain_resolved, plain_diff = changesets._resolve_props_for_diff, changesets._diff_resources


def resolved(template, *args):
    return {**plain_resolved(template, *args), "Outputs": (template or {}).get("Outputs", {})}


def diff(old, new, *args):
    changes = plain_diff(old, new, *args)
    return Changes(changes) if old.get("Outputs", {}) != new.get("Outputs", {}) else changes


changesets._resolve_props_for_diff, changesets._diff_resources = resolved, diff
