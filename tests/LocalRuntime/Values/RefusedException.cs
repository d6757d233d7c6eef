namespace Cocoon.LocalRuntime.Tests.Values;

[GenerateSerializer, Alias("test.refused")]
public sealed class RefusedException(string message) : Exception(message);
