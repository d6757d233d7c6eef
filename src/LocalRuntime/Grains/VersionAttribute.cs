namespace Orleans.CodeGeneration;

/// <summary>
/// The version of a grain interface, by which a cluster of Orleans finds the silos that understand a caller. One process has
/// one version of everything, so here it is only told. Same name and meaning as in Orleans.
/// </summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class VersionAttribute(ushort version) : Attribute
{
    public ushort Version { get; } = version;
}
