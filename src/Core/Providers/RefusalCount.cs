namespace Cocoon.Core.Providers;

/// <summary>How often something was refused for one reason.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.refusal-count")]
public sealed record RefusalCount([property: Id(0)] RefusalCode Code, [property: Id(1)] long Count);
