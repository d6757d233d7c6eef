namespace Cocoon.LocalRuntime.Tests.Identity;

public sealed class GuidGrain : Grain, IGuidGrain
{
    public Task<Guid> KeyOf() => Task.FromResult(this.GetPrimaryKey());
}
