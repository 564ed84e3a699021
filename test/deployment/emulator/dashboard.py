"""The REST interface of Flink behind the dashboard of an application, as far as the states of tasks go."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

server = None


def url(name):
    return f"http://127.0.0.1:{server.server_port}/{name}"


def serve(application, tasks_run):
    """Answers on a port of its own. The functions find an application by its name, and say whether its tasks run."""
    global server

    def answer(path):
        name, _, rest = path.strip("/").partition("/")
        record = application(name)
        if record is None or record["ApplicationStatus"] != "RUNNING":
            return {"jobs": []} if rest == "jobs" else None
        return {
            "jobs": {"jobs": [{"id": "1", "status": "RUNNING" if tasks_run(record) else "RESTARTING"}]},
            "jobs/1": {
                "state": "RUNNING" if tasks_run(record) else "RESTARTING",
                "vertices": [{"name": "Source", "status": "RUNNING" if tasks_run(record) else "FAILED"}],
            },
            "jobs/1/exceptions": {
                "root-exception": None if tasks_run(record) else "java.lang.IllegalStateException: no broker answers"
            },
        }.get(rest)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = answer(self.path)
            self.send_response(200 if found is not None else 404)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
