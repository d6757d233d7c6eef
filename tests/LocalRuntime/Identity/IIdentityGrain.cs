namespace Cocoon.LocalRuntime.Tests.Identity;

[Alias("test.identity")]
public interface IIdentityGrain : IGrainWithStringKey
{
    [Alias("key")]
    Task<string> KeyOf();

    [Alias("itself")]
    Task<IIdentityGrain> Itself();

    [Alias("key-of-other")]
    Task<string> KeyOfOther(IIdentityGrain other);
}
