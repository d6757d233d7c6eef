namespace Cocoon.LocalRuntime.Tests.Identity;

[GrainType("test-identity")]
public sealed class IdentityGrain : Grain, IIdentityGrain
{
    public Task<string> KeyOf() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<IIdentityGrain> Itself() => Task.FromResult(this.AsReference<IIdentityGrain>());

    public Task<string> KeyOfOther(IIdentityGrain other) => other.KeyOf();
}
