"""`python -m bot campaign work`: a campaign worker by itself, beside the gateway."""

from __future__ import annotations

import asyncio
import signal

from bot.bulk.worker import Bulk
from bot.delivery.rates import Rates
from bot.delivery.tables import Route
from bot.gateway import log
from bot.gateway.log import setup_logging
from bot.gateway.sender import Carrier, carry_letter
from bot.settings import settings


async def _work() -> None:
    carriers: dict[Route, Carrier] = {Route.SMS: carry_letter, Route.EMAIL: carry_letter}
    telegram = None
    if settings().telegram_token:
        from bot.gateway.telegram import TelegramChannel

        telegram = TelegramChannel(lambda: None)
        await telegram.bot.initialize()
        carriers[Route.TELEGRAM] = telegram.carry
    rates = Rates()
    bulk = Bulk(carriers, rates)
    work = asyncio.create_task(bulk.run())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    log.info("campaign.worker_started", worker=bulk.name)
    try:
        await work
    except asyncio.CancelledError:
        log.info("campaign.worker_ended", worker=bulk.name)
    finally:
        await rates.close()
        if telegram:
            await telegram.close()


def run() -> int:
    """Send campaigns until a signal comes."""
    setup_logging()
    if not settings().redis_url:
        log.warn("campaign.rates_alone", hint="without REDIS_URL each process has its own budget")
    asyncio.run(_work())
    return 0
