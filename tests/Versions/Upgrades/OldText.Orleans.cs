namespace Cocoon.Versions.Tests.Upgrades;

/// <summary>How hashes and addresses were kept, and so how they crossed calls, before they were kept as bytes.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.test-old-text")]
public readonly record struct OldText([property: Id(0)] string? Text);
