namespace Cocoon.LocalRuntime.Tests.Hosting;

/// <summary>Base of the tests that use the shared host. Each test uses its own grain key, so tests do not meet.</summary>
[Collection(SharedHostGroup.Name)]
public abstract class ConformanceTests(SharedHost shared)
{
    protected IGrainFactory Grains => shared.Host.Grains;

    protected string Key { get; } = Guid.NewGuid().ToString("N");

    protected T Grain<T>(string suffix = "") where T : IGrainWithStringKey => Grains.GetGrain<T>(Key + suffix);
}
