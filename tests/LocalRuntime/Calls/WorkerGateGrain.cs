using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Calls;

[StatelessWorker(3), GrainType("test-gate-worker")]
public sealed class WorkerGateGrain : GateGrainBase, IWorkerGateGrain;
