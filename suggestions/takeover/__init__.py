"""Earlier suggestions coming in (导入以往的司法建议): columns, reading, files, the two works."""
