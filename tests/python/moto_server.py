"""A moto server for one test, and boto3 as a second client of it.

The first line of standard output is the server's address. Then every line of
standard input is a call by boto3, ["ecs", "create_cluster", {"clusterName": "default"}],
and is answered by a line with what it returns, {"result": ...}, or why it
failed, {"error": "..."}. ["moto", "require_signatures", {}] has the server check
signatures and permissions from then on, which it does not do at first.

The server ends with standard input, so that it outlives no test.
"""

import json
import logging
import sys
import urllib.request

import boto3
from moto.server import ThreadedMotoServer


class Settings:
    """What boto3 has no call for."""

    def __init__(self, url):
        self.url = url

    def require_signatures(self):
        request = urllib.request.Request(
            f"{self.url}/moto-api/reset-auth",
            data=b"0",
            headers={"Content-Type": "text/plain"},
        )
        urllib.request.urlopen(request).close()


def main():
    # Errors of the server, but not a line for every request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    print(url, flush=True)

    clients = {"moto": Settings(url)}
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
