namespace Cocoon.Admin.Cluster;

/// <summary>All activations of one grain type.</summary>
/// <param name="Type">The grain type.</param>
/// <param name="Activations">How many are alive.</param>
/// <param name="Hottest">Key of the one that is called most; null when the runtime does not say.</param>
/// <param name="HottestCalls">Calls of it that the runtime sampled.</param>
public sealed record GrainTypeView(string Type, long Activations, string? Hottest, long? HottestCalls);
