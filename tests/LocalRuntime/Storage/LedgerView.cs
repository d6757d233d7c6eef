namespace Cocoon.LocalRuntime.Tests.Storage;

[GenerateSerializer, Immutable, Alias("test.ledger-view")]
public sealed record LedgerView([property: Id(0)] long Total, [property: Id(1)] string? Etag, [property: Id(2)] bool Exists);
