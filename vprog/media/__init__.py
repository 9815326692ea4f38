"""Decoding, time to frame maps, views, frame serving."""
