"""The door of founding."""

from zhifa.founding.services import found_district
from zhifa.founding.services.workbooks import ugly_workbooks

__all__ = ["found_district", "ugly_workbooks"]
