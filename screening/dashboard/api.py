"""What programs may read: the queue with the same filters as the page, and one alert. Read only, with a session."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from screening.dashboard.alert_side import read_standing
from screening.dashboard.filters import PAGE_SIZE, Filters
from screening.dashboard.gate import visitor_of
from screening.dashboard.queue_rows import read_queue
from screening.dashboard.services import Services
from screening.errors import NotFoundError
from screening.review import record_viewing


def api(services: Services) -> APIRouter:
    """Return the routes below /api."""
    router = APIRouter(prefix="/api")

    @router.get("/alerts")
    async def alerts(request: Request) -> dict[str, Any]:
        visitor, filters = visitor_of(request), Filters.read(request.query_params)
        page = await run_in_threadpool(read_queue, services.pool, filters, visitor.say.language)
        return {
            "total": page.total,
            "page": filters.page,
            "page_size": PAGE_SIZE,
            "by_severity": page.counts,
            "alerts": page.rows,
        }

    @router.get("/alerts/{alert_id}")
    async def alert(request: Request, alert_id: str) -> dict[str, Any]:
        visitor = visitor_of(request)
        try:
            standing = await run_in_threadpool(read_standing, services, alert_id, visitor.actor)
        except NotFoundError as error:
            raise HTTPException(404, "there is no such alert") from error
        record_viewing(services.writer, visitor.actor, standing.state)
        reasons = await run_in_threadpool(services.pool.rows, "reasons", {"alert_id": alert_id})
        return {"alert": standing.state, "reasons": reasons, "events": standing.events}

    return router
