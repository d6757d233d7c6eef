namespace Cocoon.LocalRuntime.Tests.Lifecycle;

[GenerateSerializer, Alias("test.life-state")]
public sealed class LifeState
{
    [Id(0)]
    public int Lives { get; set; }
}
