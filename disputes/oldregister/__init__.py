"""Old registers (历史登记): columns, reading, and the sheets that go out."""
