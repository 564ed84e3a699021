"""Plans the statements of PyFlink jobs against the connectors: nothing is connected and nothing runs.

usage: plan.py JARS MAIN.py... where JARS are separated by commas; prints a plan, or why there is none, for each
job. The environment names the property groups, as for a run of the job.
"""

import importlib.util
import pathlib
import sys

from pyflink.table import EnvironmentSettings, TableEnvironment
from pyflink.util.java_utils import add_jars_to_context_class_loader


def load(path):
    spec = importlib.util.spec_from_file_location("job", path)
    job = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(job)
    return job


class Environments:
    """Gives the job an environment that explains what is to be executed."""

    @staticmethod
    def create(settings):
        environment = TableEnvironment.create(settings)
        inserts = environment.create_statement_set()
        inserts.execute = lambda: print(inserts.explain())
        environment.create_statement_set = lambda: inserts
        return environment


# starts the JVM, which the jars are added to
TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
add_jars_to_context_class_loader([pathlib.Path(jar).absolute().as_uri() for jar in sys.argv[1].split(",")])
for main in sys.argv[2:]:
    job = load(main)
    job.TableEnvironment = Environments
    job.credentials = lambda name, region: {"username": "user", "password": "password"}
    try:
        job.main()
        print(f"planned {main}")
    except Exception as error:
        print(f"refused {main}: {error}")
