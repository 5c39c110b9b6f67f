"""For staff: which messages of alerts were sent, which failed and why, and another try. No address is shown."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from archive.alerts.outbox import Outbox
from domain.accounts import Right
from domain.alerts import DeliveryState
from frontend.staff.desk import READ, Desk
from search_api.forms import form_of
from search_api.problems import Problem, not_found
from search_api.rights import Door, needs

_MESSAGES = "/staff/alerts"
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class AlertStaffPages:
    """The pages at /staff/alerts, for administrators."""

    desk: Desk
    outbox: Outbox

    def router(self) -> APIRouter:
        """Their addresses."""
        routes = APIRouter(
            include_in_schema=False,
            default_response_class=HTMLResponse,
            dependencies=[needs(Door.PAGE, Right.ADMINISTER)],
        )
        routes.add_api_route(_MESSAGES, self.show, methods=READ)
        routes.add_api_route(_MESSAGES, self.send_again, methods=["POST"])
        return routes

    def show(self, request: Request) -> Response:
        """The newest messages, of one state or of all, and how many there are of each."""
        state = _state(request.query_params.get("state", ""))
        context = {
            "state": state,
            "states": tuple(DeliveryState),
            "counts": self.outbox.counts(),
            "messages": self.outbox.newest(state, _SHOWN),
        }
        return self.desk.page(request, "alerts", context)

    def send_again(self, request: Request) -> Response:
        """Try a message that failed once more."""
        if not self.outbox.send_again(form_of(request).get("message")):
            raise not_found()
        return self.desk.onward(request, _MESSAGES, state=DeliveryState.FAILED)


def _state(text: str) -> DeliveryState | None:
    try:
        return DeliveryState(text) if text else None
    except ValueError:
        raise Problem(400, "bad_request") from None
