"""A mail server for tests, on a free port of this machine. It says the port on its first line, and then each mail that it
takes as one line of JSON. Whom a mail is for says what becomes of it: later@ is refused for now, never@ for good, full@ for
now when its text is there, and with hang@ it falls silent. What it has of lost@ and cut@ it takes, and then falls silent, or
hangs up.

    python3 mail_server.py [--certificate FILE --key FILE [--implicit]] [--user NAME --password WORD]
"""

import argparse
import asyncio
import json
import logging
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Mailbox:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "later":
            return "451 4.3.0 Come again"
        if name == "never":
            return "550 5.1.1 No such mailbox"
        if name == "hang":
            say({"to": [address], "text": None})
            await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        say(
            {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "text": envelope.content.decode(),
                "encrypted": session.ssl is not None,
                "user": session.auth_data.decode() if session.auth_data else None,
            }
        )
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "full":
            return "452 4.2.2 Mailbox full"
        if name == "cut":
            server.transport.abort()
        if name in ("lost", "cut"):
            await asyncio.Event().wait()
        return "250 Taken"


def say(what):
    print(json.dumps(what), flush=True)


async def leave_with_parent():
    """The test that has started us may die without a word."""
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(0.5)
    os._exit(0)


async def main():
    # A client that hangs up is what some tests are about.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)
    arguments = argparse.ArgumentParser()
    for name in ["certificate", "key", "user", "password"]:
        arguments.add_argument(f"--{name}")
    arguments.add_argument("--implicit", action="store_true")
    given = arguments.parse_args()

    tls = None
    if given.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(given.certificate, given.key)

    def authenticate(server, session, envelope, mechanism, data):
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (
            given.user.encode(),
            given.password.encode(),
        )
        return AuthResult(success=right, auth_data=data.login if right else None)

    def connection():
        return SMTP(
            Mailbox(),
            hostname="mail.test",
            tls_context=None if given.implicit else tls,
            require_starttls=bool(tls) and not given.implicit,
            authenticator=authenticate if given.user else None,
            auth_required=bool(given.user),
            # Over TLS from the first byte, aiosmtpd does not see that it is encrypted.
            auth_require_tls=bool(tls) and not given.implicit,
        )

    server = await asyncio.get_running_loop().create_server(
        connection, "127.0.0.1", 0, ssl=tls if given.implicit else None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.gather(server.serve_forever(), leave_with_parent())


sys.exit(asyncio.run(main()))
