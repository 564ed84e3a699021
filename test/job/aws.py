"""S3 and Secrets Manager on loopback, and a line for each call that the job makes. usage: aws.py PORT CALLS
ACCESS_KEY_OF_THE_JOB
"""

import io
import json
import re
import sys

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

port, calls, job_key = int(sys.argv[1]), sys.argv[2], sys.argv[3]
backend = DomainDispatcherApplication(create_backend_app)
CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/[^/]+/([^/]+)/")


def recording(environ, start_response):
    signed = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    if signed is None or signed[1] != job_key:
        return backend(environ, start_response)

    body = ""
    # other bodies are data
    if signed[2] != "s3" or environ["QUERY_STRING"] == "delete":
        data = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(data)
        body = data.decode()

    def record(status, headers, *rest):
        call = {
            "service": signed[2],
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"],
            "query": environ["QUERY_STRING"],
            "target": environ.get("HTTP_X_AMZ_TARGET", ""),
            "copySource": environ.get("HTTP_X_AMZ_COPY_SOURCE", ""),
            "body": body,
            "status": int(status.split()[0]),
        }
        with open(calls, "a", encoding="utf-8") as file:
            file.write(json.dumps(call) + "\n")
        return start_response(status, headers, *rest)

    return backend(environ, record)


run_simple("127.0.0.1", port, recording, threaded=True)
