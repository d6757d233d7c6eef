namespace Cocoon.LocalRuntime.Tests.Values;

[GenerateSerializer, Alias("test.item")]
public sealed record Item([property: Id(0)] string Name, [property: Id(1)] int Count);
