namespace Cocoon.Admin.Cluster;

/// <summary>A silo as the cluster's membership knows it.</summary>
/// <param name="Address">Its address, which is the key of its watch grain.</param>
/// <param name="Name">For people.</param>
/// <param name="Status">Its status in membership.</param>
/// <param name="IsActive">Whether it takes calls.</param>
/// <param name="Activations">Grains alive on it; null when that is not known.</param>
public sealed record SiloView(string Address, string Name, string Status, bool IsActive, long? Activations);
