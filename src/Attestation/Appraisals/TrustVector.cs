namespace Cocoon.Attestation.Appraisals;

/// <summary>
/// The eight trustworthiness claims of AR4SI (draft-ietf-rats-ar4si, section 2.3). Each value is of one of four tiers: 0 none,
/// 2 affirming, 32 warning, 96 contraindicated (<see cref="TrustTier"/>).
/// </summary>
public readonly record struct TrustVector(
    sbyte InstanceIdentity, sbyte Configuration, sbyte Executables, sbyte FileSystem,
    sbyte Hardware, sbyte RuntimeOpaque, sbyte StorageOpaque, sbyte SourcedData)
{
    /// <summary>The worst of two vectors, claim by claim; "none" gives way to anything that was appraised.</summary>
    public static TrustVector Worst(TrustVector a, TrustVector b) => new(
        Math.Max(a.InstanceIdentity, b.InstanceIdentity), Math.Max(a.Configuration, b.Configuration), Math.Max(a.Executables, b.Executables),
        Math.Max(a.FileSystem, b.FileSystem), Math.Max(a.Hardware, b.Hardware), Math.Max(a.RuntimeOpaque, b.RuntimeOpaque),
        Math.Max(a.StorageOpaque, b.StorageOpaque), Math.Max(a.SourcedData, b.SourcedData));

    /// <summary>The overall tier of AR4SI: that of the worst claim.</summary>
    public sbyte Overall => TrustTier.Of(Math.Max(
        Math.Max(Math.Max(InstanceIdentity, Configuration), Math.Max(Executables, FileSystem)),
        Math.Max(Math.Max(Hardware, RuntimeOpaque), Math.Max(StorageOpaque, SourcedData))));
}
