"""Ask a video a question; get the answer, the typed program that computed it, and the evidence."""

__version__ = "0.1.0"
