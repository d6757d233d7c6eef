namespace Cocoon.LocalRuntime.Tests.Calls;

[GrainType("test-cycle")]
public sealed class CycleGrain : Grain, ICycleGrain
{
    public async Task<string> ThereAndBack(ICycleGrain other, bool allowReentrancy)
    {
        if (!allowReentrancy) return await other.Back(this.AsReference<ICycleGrain>());
        using var section = RequestContext.AllowCallChainReentrancy();
        return await other.Back(this.AsReference<ICycleGrain>());
    }

    public Task<string> Back(ICycleGrain first) => first.Hello();

    public Task<string> Hello() => Task.FromResult("hello");
}
