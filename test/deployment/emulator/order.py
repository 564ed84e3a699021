"""Creates resources in the most adverse order that their dependencies allow: applications as early as possible, and
everything that they do not wait for after them.
"""

import heapq

from ministack.services.cloudformation import engine, stacks

from common import APP

plain_order = engine._topological_sort


def ordered(resources, conditions):
    active = {n for n, d in resources.items() if not d.get("Condition") or conditions.get(d["Condition"], True)}
    deps = {n: {d for d in engine._extract_deps(resources[n], active) if d != n} for n in active}
    plain_order(resources, conditions)  # for its refusal of cycles
    needed = set()  # what an application waits for, however indirectly

    def visit(n):
        for d in deps[n]:
            if d not in needed:
                needed.add(d)
                visit(d)

    apps = [
        n
        for n in active
        if resources[n]["Type"] in (APP, "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption")
    ]
    for n in apps:
        visit(n)
    priority = {n: (0 if n in apps else 1 if n in needed else 2, n) for n in active}
    queue = [(priority[n], n) for n in active if not deps[n]]
    heapq.heapify(queue)
    result, done = [], set()
    while queue:
        _, node = heapq.heappop(queue)
        result.append(node)
        done.add(node)
        for n in active - done:
            if node in deps[n] and deps[n] <= done and all(q[1] != n for q in queue):
                heapq.heappush(queue, (priority[n], n))
    return result


for module in (engine, stacks):
    module._topological_sort = ordered
