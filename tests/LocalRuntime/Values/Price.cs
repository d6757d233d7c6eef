namespace Cocoon.LocalRuntime.Tests.Values;

[GenerateSerializer, Immutable, Alias("test.price")]
public sealed record Price([property: Id(0)] long Nano);
