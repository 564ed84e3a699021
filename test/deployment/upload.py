"""Puts an object with some content into a bucket. usage: upload.py URL BUCKET KEY"""

import sys

import boto3

url, bucket, key = sys.argv[1:]
boto3.client(
    "s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
).put_object(Bucket=bucket, Key=key, Body=b"job")
