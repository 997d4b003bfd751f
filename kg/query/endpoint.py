"""A SPARQL endpoint's address and a query in, its answer out, in chunks as it comes; credentials from the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kg.errors import EndpointError, UsageError

if TYPE_CHECKING:
    import requests

ACCEPTED = {"json": "application/sparql-results+json", "nt": "application/n-triples"}
_SYNTAX = 400


class Output(Protocol):
    """Where an answer is written."""

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        ...

    def flush(self) -> None:
        """Hand over what is left."""
        ...


class Endpoint:
    """A server that speaks the SPARQL 1.1 protocol.

    Raises:
        UsageError: no address of a server.
    """

    def __init__(self, url: str) -> None:
        from kg.web import session

        self._url = url
        self._session = session(url)

    def answer(self, query: str, output: Output, form: str = "json") -> None:
        """Ask by POST and pass on what comes.

        Raises:
            UsageError: the server does not take the query. EndpointError: it cannot be reached, or refuses.
        """
        import requests

        from kg.web import refused, unreachable

        try:
            with self._session.post(
                self._url,
                data=query.encode(),
                headers={"Content-Type": "application/sparql-query", "Accept": ACCEPTED[form]},
                stream=True,
            ) as response:
                if response.status_code == _SYNTAX:
                    raise UsageError(self._url, f"服务器不接受这个查询（{_message(response)}）")
                if not response.ok:
                    raise refused(self._url, response)
                kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
                if kind != ACCEPTED[form] and not (form == "json" and kind == "application/json"):
                    raise EndpointError(
                        self._url,
                        f"服务器给出的是 {kind or '没有类型的东西'}，不是查询结果",
                        "请检查地址：查询的地址多以 /query 或 /sparql 结尾",
                    )
                for chunk in response.iter_content(64 * 1024):
                    output.write(chunk)
                output.flush()
        except requests.RequestException as error:
            raise unreachable(self._url, error) from error


def _message(response: requests.Response) -> str:
    """The first words of what a server says about an error."""
    return " ".join(response.text[:300].split())
