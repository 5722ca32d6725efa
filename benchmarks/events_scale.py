def told(counts): return 0
