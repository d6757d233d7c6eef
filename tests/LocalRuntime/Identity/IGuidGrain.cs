namespace Cocoon.LocalRuntime.Tests.Identity;

[Alias("test.guid")]
public interface IGuidGrain : IGrainWithGuidKey
{
    [Alias("key")]
    Task<Guid> KeyOf();
}
