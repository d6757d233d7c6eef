using Orleans.Concurrency;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Tests.Calls;

[MayInterleave(nameof(MayPass)), GrainType("test-gate-choosy")]
public sealed class ChoosyGateGrain : GateGrainBase, IChoosyGateGrain
{
    public static bool MayPass(IInvokable call) => call.GetArgument(0) is "quick";
}
