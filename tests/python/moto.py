"""A moto server for one test, and boto3 as a second client of it.

The first line of standard output is the server's address. Then every line of
standard input is a call by boto3, ["ecs", "create_cluster", {"clusterName": "default"}],
and is answered by a line with what it returns, {"result": ...}, or why it
failed, {"error": "..."}.

The server ends with standard input, so that it outlives no test.
"""

import json
import sys

import boto3
from moto.server import ThreadedMotoServer


def main():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    print(url, flush=True)

    clients = {}
    for line in sys.stdin:
        service, operation, arguments = json.loads(line)
        if service not in clients:
            clients[service] = boto3.client(
                service,
                region_name="us-east-1",
                endpoint_url=url,
                aws_access_key_id="test",
                aws_secret_access_key="test",
            )
        try:
            answer = {"result": getattr(clients[service], operation)(**arguments)}
        except Exception as error:
            answer = {"error": str(error)}
        print(json.dumps(answer, default=str), flush=True)


main()
