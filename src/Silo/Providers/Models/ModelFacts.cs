namespace Cocoon.Silo.Providers.Models;

/// <summary>What is known of a model before it is loaded.</summary>
/// <param name="WeightBytes">Size of the files that hold its weights.</param>
/// <param name="IsToy">Whether it says of itself that it is for trying out only.</param>
public readonly record struct ModelFacts(long WeightBytes, bool IsToy);
