namespace Cocoon.LocalRuntime.Tests.Calls;

[GrainType("test-gate")]
public sealed class GateGrain : GateGrainBase, IGateGrain;
