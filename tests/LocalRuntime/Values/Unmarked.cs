namespace Cocoon.LocalRuntime.Tests.Values;

/// <summary>Has no serializer.</summary>
public sealed class Unmarked
{
    public int Value { get; set; }
}
