namespace Cocoon.LocalRuntime.Tests.Clusters;

/// <summary>What a grain counted so far, and who says so.</summary>
[GenerateSerializer, Immutable, Alias("test.wanderer-view")]
public sealed record WandererView([property: Id(0)] long Total, [property: Id(1)] string Silo, [property: Id(2)] string Activation);
