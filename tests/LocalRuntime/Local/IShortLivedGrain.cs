namespace Cocoon.LocalRuntime.Tests.Local;

[Alias("test.short-lived")]
public interface IShortLivedGrain : IGrainWithStringKey
{
    [Alias("touch")]
    Task<string> Touch();
}
