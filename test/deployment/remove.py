"""Removes security groups that stay when their stack is destroyed; AWS refuses it while somebody carries them.
usage: remove.py URL ID...
"""

import sys

import boto3

url, *groups = sys.argv[1:]
ec2 = boto3.client(
    "ec2", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)
for group in groups:
    ec2.delete_security_group(GroupId=group)
