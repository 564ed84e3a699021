"""The filter patterns of CloudWatch Logs that ask for any of several terms: `?one ?"two words"`. ministack knows
none.
"""

import re

from ministack.services import cloudwatch_logs as logs

ANY = re.compile(r'\?(?:"([^"]*)"|(\S+))')
plain = logs._compile_filter_pattern


def compiled(pattern):
    terms = [quoted or word for quoted, word in ANY.findall(pattern or "")]
    if not terms:
        return plain(pattern)
    return lambda message: any(term in message for term in terms)


logs._compile_filter_pattern = compiled
