"""How the service starts, stops and settles an application."""

import os
import time

from ministack.services import cloudwatch_logs as logs
from ministack.services import kinesisanalyticsv2 as kda

from common import allowed
from refusals import interface_problem

plain_start = kda._start_application


def start(data):
    record = kda._get(data.get("ApplicationName"))
    problem = record is not None and interface_problem(record)
    if problem:
        return kda._error("InvalidArgumentException", f"Please check the role provided: it lacks {problem}")
    answer = plain_start(data)
    if answer[0] < 400:
        for option in record["_LoggingOptions"]:  # the first message of the job, where the role may write it
            group, _, stream = option["LogStreamARN"].split(":log-group:", 1)[-1].partition(":log-stream:")
            if allowed(record["ServiceExecutionRole"], "logs:PutLogEvents", option["LogStreamARN"]):
                logs._put_log_events(
                    {
                        "logGroupName": group,
                        "logStreamName": stream,
                        "logEvents": [
                            {
                                "timestamp": int(time.time() * 1000),
                                "message": '{"messageType":"INFO","message":"the job starts"}',
                            }
                        ],
                    }
                )
    return answer


kda._HANDLERS["StartApplication"] = start

# A transition takes SETTLE reads (ministack: one), and the property group `Emulator` of an application can make it fail:
# {"start": "fail"} goes back to READY, {"snapshot": "fail"} leaves a FAILED snapshot, {"stop": "hang"} never stops.
SETTLE = int(os.environ.get("SETTLE", "3"))


def wish(record, what):
    groups = ((record.get("_Configuration") or {}).get("EnvironmentProperties") or {}).get("PropertyGroups") or []
    return next((g["PropertyMap"].get(what) for g in groups if g.get("PropertyGroupId") == "Emulator"), None)


def settle(record):
    status = record["ApplicationStatus"]
    if status not in kda._SETTLES_TO or (status == "STOPPING" and wish(record, "stop") == "hang"):
        return
    record["_reads"] = record.get("_reads", 0) + 1
    if record["_reads"] > SETTLE:
        record["_reads"] = 0
        record["ApplicationStatus"] = (
            "READY" if status == "STARTING" and wish(record, "start") == "fail" else kda._SETTLES_TO[status]
        )


kda._settle = settle

plain_add_snapshot = kda._add_snapshot


def add_snapshot(record, name, path, status="READY"):
    return plain_add_snapshot(record, name, path, "FAILED" if wish(record, "snapshot") == "fail" else status)


kda._add_snapshot = add_snapshot
