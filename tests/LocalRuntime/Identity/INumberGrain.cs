namespace Cocoon.LocalRuntime.Tests.Identity;

[Alias("test.number")]
public interface INumberGrain : IGrainWithIntegerKey
{
    [Alias("key")]
    ValueTask<long> KeyOf();
}
