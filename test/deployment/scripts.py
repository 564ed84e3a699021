"""Runs the scripts of this folder, each call in a fork of a process that has loaded the client library of AWS: that
takes longer than most of the scripts do. usage: scripts.py URL

Reads a line of JSON for each call: its id, the script, its arguments, and the file for what it prints. Writes a line
with the id and the exit status when it is done.
"""

import contextlib
import json
import os
import pathlib
import runpy
import signal
import sys
import traceback

import boto3

SERVICES = ("cloudformation", "ec2", "iam", "kinesis", "kinesisanalyticsv2", "logs", "s3")


def run(script, args, output):
    """Runs a script as the main module, and returns its exit status."""
    with open(output, "w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        sys.argv = [script, *args]
        try:
            runpy.run_path(str(pathlib.Path(__file__).with_name(script)), run_name="__main__")
        except SystemExit as end:
            if isinstance(end.code, str):
                print(end.code)
            return 0 if end.code is None else 1
        except BaseException:
            traceback.print_exc(file=file)
            return 1
    return 0


def serve():
    # it ends with its input, and nobody waits for the forks
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        ident, *call = json.loads(line)
        if os.fork() == 0:
            answer = json.dumps([ident, run(*call)])
            os.write(1, f"{answer}\n".encode())
            os._exit(0)


# the forks have a session that knows the operations of these services
boto3.setup_default_session()
for name in SERVICES:
    boto3.client(name, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
serve()
