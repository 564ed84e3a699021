"""How the service starts, updates and stops an application, and what it tells of it.

The property group `Emulator` of an application says what goes wrong: start = slow | fail, tasks = restart, snapshot
= fail, stop = hang.
"""

import os
import time

from ministack.core.responses import json_response
from ministack.services import cloudwatch_logs as logs
from ministack.services import kinesisanalyticsv2 as kda

import dashboard
import interfaces
from common import allowed, hexid
from refusals import interface_problem

# the number of looks at a transition before it ends (ministack: one), and at one that is slow
SETTLE = int(os.environ.get("SETTLE", "2"))
SLOW = 8
BEGINNINGS = ("STARTING", "UPDATING", "STOPPING", "FORCE_STOPPING")
FAILURE = "The job could not be started"
EXCEPTION = (
    '{"messageType":"ERROR","applicationARN":"%s","applicationVersionId":"%s","throwableInformation":'
    '"org.apache.flink.client.program.ProgramInvocationException: The main method caused an error\\n'
    'Caused by: java.lang.IllegalStateException: the emulator was told to let the start fail"}'
)


def wish(record, what):
    groups = ((record.get("_Configuration") or {}).get("EnvironmentProperties") or {}).get("PropertyGroups") or []
    return next((g["PropertyMap"].get(what) for g in groups if g.get("PropertyGroupId") == "Emulator"), None)


def write(record, message):
    """Writes a message of the job, where the role may."""
    for option in record["_LoggingOptions"]:
        arn = option["LogStreamARN"]
        group, _, stream = arn.split(":log-group:", 1)[-1].partition(":log-stream:")
        if allowed(record["ServiceExecutionRole"], "logs:PutLogEvents", arn):
            event = {"timestamp": int(time.time() * 1000), "message": message}
            logs._put_log_events({"logGroupName": group, "logStreamName": stream, "logEvents": [event]})


# --- operations ------------------------------------------------------------------------------------------------


def begin(record, name):
    operation = {
        "Operation": name,
        "OperationId": hexid(""),
        "OperationStatus": "IN_PROGRESS",
        "StartTime": round(time.time(), 3),
    }
    for other in record.setdefault("_Operations", []):
        if other["OperationStatus"] == "IN_PROGRESS":
            other["OperationStatus"] = "CANCELLED"
    record["_Operations"].append(operation)
    record["_reads"] = 0


def end(record, error=None):
    for operation in record.get("_Operations", []):
        if operation["OperationStatus"] == "IN_PROGRESS":
            operation["OperationStatus"] = "FAILED" if error else "SUCCESSFUL"
            operation["EndTime"] = round(time.time(), 3)
            operation["_Error"] = error


def visible(operation):
    return {key: value for key, value in operation.items() if not key.startswith("_")}


def list_operations(data):
    record = kda._get(data.get("ApplicationName"))
    if record is None:
        return kda._not_found(data.get("ApplicationName"))
    return json_response({"ApplicationOperationInfoList": [visible(o) for o in record.get("_Operations", [])]})


def describe_operation(data):
    record = kda._get(data.get("ApplicationName"))
    found = [o for o in (record or {}).get("_Operations", []) if o["OperationId"] == data.get("OperationId")]
    if not found:
        return kda._error("ResourceNotFoundException", f"there is no operation {data.get('OperationId')}")
    details = visible(found[0])
    if found[0].get("_Error"):
        details["OperationFailureDetails"] = {"ErrorInfo": {"ErrorString": found[0]["_Error"]}}
    return json_response({"ApplicationOperationInfoDetails": details})


# --- transitions -----------------------------------------------------------------------------------------------


def settle(record):
    status = record["ApplicationStatus"]
    if status not in kda._SETTLES_TO or (status == "STOPPING" and wish(record, "stop") == "hang"):
        return
    record["_reads"] = record.get("_reads", 0) + 1
    if record["_reads"] <= (SLOW if status == "STARTING" and wish(record, "start") == "slow" else SETTLE):
        return
    if status == "STARTING" and wish(record, "start") == "fail":
        record["ApplicationStatus"] = "READY"
        write(record, EXCEPTION % (record["ApplicationARN"], record["ApplicationVersionId"]))
        end(record, FAILURE)
    else:
        record["ApplicationStatus"] = kda._SETTLES_TO[status]
        end(record)
    if record["ApplicationStatus"] == "READY":
        interfaces.release(record)


def accepted(record, name):
    """Notes what was asked for, if the application has gone over to another status by it."""
    if record is not None and record["ApplicationStatus"] in BEGINNINGS:
        begin(record, name)


plain_start, plain_stop, plain_update = kda._start_application, kda._stop_application, kda.replace_from_template


def start(data):
    record = kda._get(data.get("ApplicationName"))
    problem = record is not None and interface_problem(record)
    if problem:
        return kda._error("InvalidArgumentException", f"Please check the role provided: it lacks {problem}")
    answer = plain_start(data)
    if answer[0] < 400:
        accepted(record, "StartApplication")
        interfaces.attach(record)
        write(record, '{"messageType":"INFO","message":"the job starts"}')
    return answer


def stop(data):
    record = kda._get(data.get("ApplicationName"))
    # the service stops by force what does not end (ministack: refuses)
    if record is not None and record["ApplicationStatus"] == "STOPPING" and data.get("Force"):
        record["ApplicationStatus"] = "RUNNING"
    answer = plain_stop(data)
    if answer[0] < 400:
        accepted(record, "StopApplication")
    return answer


def update(name, props):
    plain_update(name, props)
    record = kda._applications[name]
    if record["ApplicationStatus"] == "UPDATING":
        accepted(record, "UpdateApplication")
        interfaces.release(record)
        interfaces.attach(record)


plain_delete = kda.delete_application


def delete(data, check_timestamp=True):
    record = kda._applications.get(data.get("ApplicationName"))
    answer = plain_delete(data, check_timestamp)
    if record is not None and answer[0] < 400:
        interfaces.release(record)
    return answer


plain_add_snapshot = kda._add_snapshot


def add_snapshot(record, name, path, status="READY"):
    return plain_add_snapshot(record, name, path, "FAILED" if wish(record, "snapshot") == "fail" else status)


kda._settle = settle
kda._add_snapshot = add_snapshot
kda.replace_from_template = update
kda.delete_application = delete
kda._HANDLERS.update(
    StartApplication=start,
    StopApplication=stop,
    DeleteApplication=delete,
    ListApplicationOperations=list_operations,
    DescribeApplicationOperation=describe_operation,
    CreateApplicationPresignedUrl=lambda data: json_response(
        {"AuthorizedUrl": dashboard.url(data["ApplicationName"])}
    ),
)
dashboard.serve(lambda name: kda._applications.get(name), lambda record: wish(record, "tasks") != "restart")
