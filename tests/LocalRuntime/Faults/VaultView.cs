namespace Cocoon.LocalRuntime.Tests.Faults;

/// <summary>What a grain has in memory, which activation it is, and what the operation before that threw.</summary>
[GenerateSerializer, Immutable, Alias("test.vault-view")]
public sealed record VaultView(
    [property: Id(0)] long Total,
    [property: Id(1)] string? Etag,
    [property: Id(2)] bool Exists,
    [property: Id(3)] string Activation,
    [property: Id(4)] string? Error = null);
