"""What the links in messages open: all alerts of an address, and the end of all messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.alerts import Alert, AlertState, Frequency, Subscriber
from frontend.alerts.asking_pages import frequency
from frontend.alerts.drawing import AlertPages
from search_api.alert_desk import AlertDesk
from search_api.forms import SentForm, form_of
from search_api.problems import Problem, found_or_404, request_language
from search_api.rights import Door, public

_MANAGE = "/manage/{subscriber_id}/{signature}"
_STOP = "/stop/{subscriber_id}/{signature}"


@dataclass(frozen=True, slots=True)
class ManagingPages:
    """The pages for whoever has a link: the signature in the address is what lets them in."""

    desk: AlertDesk
    pages: AlertPages

    def router(self) -> APIRouter:
        """The addresses."""
        routes = APIRouter(prefix="/alerts", include_in_schema=False, default_response_class=HTMLResponse)
        page, mail_program = [public(Door.PAGE)], [public(Door.API)]
        routes.add_api_route(_MANAGE, self.manage, methods=["GET", "HEAD"], dependencies=page)
        routes.add_api_route(_MANAGE, self.act, methods=["POST"], response_class=Response, dependencies=page)
        routes.add_api_route(
            f"{_MANAGE}/export.json", self.export, methods=["GET", "HEAD"], response_class=Response, dependencies=page
        )
        routes.add_api_route(_STOP, self.stop_form, methods=["GET", "HEAD"], dependencies=page)
        routes.add_api_route(_STOP, self.stop, methods=["POST"], dependencies=mail_program)
        return routes

    def manage(self, request: Request, subscriber_id: str, signature: str) -> HTMLResponse:
        """All alerts of the address."""
        subscriber = found_or_404(self.desk.opened(subscriber_id, signature, "manage"))
        alerts, wording, language = self.desk.alerts(subscriber), self.desk.wording(), request_language(request)
        values = {
            "subscriber": subscriber,
            "alerts": alerts,
            "logs": {alert.id: self.desk.log(alert) for alert in alerts if alert.channel != "email"},
            "frequencies": tuple(Frequency),
            "address": request.url.path,
            "looked_for": {alert.id: wording.looked_for(alert, language) for alert in alerts},
        }
        return self.pages.page(request, "manage", values)

    def act(self, request: Request, subscriber_id: str, signature: str) -> Response:
        """Do what a form of the page asks for, and show the page again."""
        form, link = form_of(request), (subscriber_id, signature)
        subscriber = found_or_404(self.desk.opened(*link, "manage"))
        action = form.get("action")
        if action == "delete_all":
            self.desk.forget(subscriber)
            return self.pages.said(request, "deleted")
        whole: Mapping[str, Callable[[Subscriber], None]] = {"stop": self.desk.stop, "resume_all": self.desk.resume}
        if action in whole:
            whole[action](subscriber)
        else:
            self._act_on(found_or_404(self.desk.owned(subscriber, form.get("alert"))), form)
        if self.desk.opened(*link, "manage") is None:  # its last alert is gone, and so is the address
            return self.pages.said(request, "deleted")
        back = f"{request.url.path}?lang={request_language(request)}"
        return RedirectResponse(back, 303, {"Cache-Control": "no-store"})

    def export(self, subscriber_id: str, signature: str) -> Response:
        """All that is kept of the address."""
        subscriber = found_or_404(self.desk.opened(subscriber_id, signature, "manage"))
        text = json.dumps(self.desk.export(subscriber), ensure_ascii=False, indent=2)
        headers = {"Content-Disposition": 'attachment; filename="alerts.json"', "Cache-Control": "no-store"}
        return Response(text, headers=headers, media_type="application/json")

    def stop_form(self, request: Request, subscriber_id: str, signature: str) -> HTMLResponse:
        """A button: programs that look into mails follow links, and stop nothing by it."""
        found_or_404(self.desk.opened(subscriber_id, signature, "stop"))
        return self.pages.page(request, "stop", {})

    def stop(self, request: Request, subscriber_id: str, signature: str) -> HTMLResponse:
        """No more messages: asked by people on the page, and by mail programs with one click (RFC 8058), who have neither
        cookies nor the key of a form.
        """
        self.desk.stop(found_or_404(self.desk.opened(subscriber_id, signature, "stop")))
        return self.pages.said(request, "stopped")

    def _act_on(self, alert: Alert, form: SentForm) -> None:
        match form.get("action"):
            case "pause":
                self.desk.set_state(alert, AlertState.PAUSED)
            case "resume":
                self.desk.set_state(alert, AlertState.ACTIVE)
            case "delete":
                self.desk.remove(alert)
            case "trial":
                self.desk.try_out(alert)
            case "change":
                self.desk.change(alert, form.get("name"), frequency(form.get("frequency")), form.get("text"))
            case _:
                raise Problem(400, "bad_request")
