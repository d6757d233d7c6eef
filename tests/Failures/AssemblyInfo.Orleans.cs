// Each test has a cluster of its own, whose silos watch one another: several at once would starve each other of time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
