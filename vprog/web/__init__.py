"""Fetching over http: and https:, for videos and for model files alike."""

from vprog.web.fetch import OFFLINE, FetchError, NoRoomError, Response, TooLargeError, fetching, forbidden

__all__ = ["OFFLINE", "FetchError", "NoRoomError", "Response", "TooLargeError", "fetching", "forbidden"]
