"""Every indicator of Wijha, in the order in which the board reads them."""

from app.reports.indicators import intake, money, network, support
from app.reports.indicators.model import Registry

REGISTRY = Registry((*intake.INDICATORS, *support.INDICATORS, *network.INDICATORS, *money.INDICATORS))
