namespace Cocoon.LocalRuntime.Tests.Identity;

[Alias("test.identity")]
public interface IIdentityGrain : IGrainWithStringKey
{
    [Alias("key")]
    Task<string> KeyOf();

    [Alias("itself")]
    Task<IIdentityGrain> Itself();

    /// <summary>Passes this, not a reference, to the other grain, which calls back.</summary>
    [Alias("show-itself-to")]
    Task<string> ShowItselfTo(IIdentityGrain other);

    [Alias("class-of")]
    Task<string> IdOf(IIdentityGrain other);

    [Alias("key-of-other")]
    Task<string> KeyOfOther(IIdentityGrain other);
}
