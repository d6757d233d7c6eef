using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Calls;

[Reentrant, GrainType("test-gate-reentrant")]
public sealed class ReentrantGateGrain : GateGrainBase, IReentrantGateGrain;
