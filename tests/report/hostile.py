"""Text that a careless page would obey."""

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&</style></title>"
