"""Traces as files that other programs read: tables, COCO, MOT, WebVTT, annotated films, training data."""

from vprog.report.exports.export import FORMATS, export
from vprog.report.exports.training import LAYOUTS

__all__ = ["FORMATS", "LAYOUTS", "export"]
