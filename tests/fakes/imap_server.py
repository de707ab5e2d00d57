"""An IMAP server with one mailbox, as far as a client that empties it needs (RFC 3501)."""

from __future__ import annotations

import re
import socketserver
import threading
from typing import Any


class ImapServer:
    """`with ImapServer([mail, …]) as server:`; `server.mails` maps the UID to mail and flags."""

    user, password = "no-reply", "p w"

    def __init__(self, mails: list[bytes]) -> None:
        self.mails: dict[int, tuple[bytes, set[str]]] = {
            number: (mail, set()) for number, mail in enumerate(mails, start=11)
        }
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self) -> ImapServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        owner = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"* OK ready\r\n")
                for line in self.rfile:
                    tag, _, command = line.decode().strip().partition(" ")
                    good = owner.answer(command, self.wfile)
                    self.wfile.write(f"{tag} {'OK' if good else 'NO'} done\r\n".encode())
                    if command == "LOGOUT":
                        return

        return Handler

    def answer(self, command: str, out: Any) -> bool:
        """Answer one command but for its last line; False: refused."""
        verb = command.upper()
        if verb.startswith("LOGIN"):
            return command.split(" ", 1)[1] == f'{self.user} "{self.password}"'
        if verb.startswith("SELECT"):
            out.write(f"* {len(self.mails)} EXISTS\r\n".encode())
            return '"INBOX"' in command
        if verb.startswith("CAPABILITY"):
            out.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif verb == "UID SEARCH UNSEEN":
            new = [str(n) for n, (_, flags) in self.mails.items() if "\\Seen" not in flags]
            out.write(f"* SEARCH {' '.join(new)}\r\n".encode())
        elif found := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]\)", command):
            mail = self.mails[int(found[1])][0]
            out.write(f"* 1 FETCH (UID {found[1]} BODY[] {{{len(mail)}}}\r\n".encode())
            out.write(mail + b")\r\n")
        elif found := re.fullmatch(r"UID STORE (\d+) \+FLAGS \((\S+)\)", command):
            self.mails[int(found[1])][1].add(found[2])
        elif verb == "EXPUNGE":
            self.mails = {n: one for n, one in self.mails.items() if "\\Deleted" not in one[1]}
        return True
