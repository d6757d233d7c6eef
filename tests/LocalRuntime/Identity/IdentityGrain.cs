namespace Cocoon.LocalRuntime.Tests.Identity;

[GrainType("test-identity")]
public sealed class IdentityGrain : Grain, IIdentityGrain
{
    public Task<string> KeyOf() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<IIdentityGrain> Itself() => Task.FromResult(this.AsReference<IIdentityGrain>());

    public Task<string> ShowItselfTo(IIdentityGrain other) => other.IdOf(this);

    public Task<string> IdOf(IIdentityGrain other) => Task.FromResult($"{other is Grain} {other.GetGrainId()}");

    public Task<string> KeyOfOther(IIdentityGrain other) => other.KeyOf();
}
