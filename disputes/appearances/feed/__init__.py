"""The court's feed (法院案件数据): columns, words, reading, taking in, and the way back out."""
