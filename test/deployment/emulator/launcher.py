"""ministack with what a Flink application in a VPC needs, and with the refusals of AWS.

It patches private functions of ministack, so that its version is pinned exactly. Settings: those of ministack, and
SETTLE, the number of times that a transition of an application is looked at before it ends.
"""

import ministack.app

import access  # noqa: F401
import resources  # noqa: F401
import descriptions  # noqa: F401
import refusals  # noqa: F401
import exports  # noqa: F401
import failed_creations  # noqa: F401
import messages  # noqa: F401
import service  # noqa: F401
import order  # noqa: F401

if __name__ == "__main__":
    ministack.app.main()
