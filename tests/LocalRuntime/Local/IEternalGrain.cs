namespace Cocoon.LocalRuntime.Tests.Local;

[Alias("test.eternal")]
public interface IEternalGrain : IGrainWithStringKey
{
    [Alias("touch")]
    Task<string> Touch();
}
