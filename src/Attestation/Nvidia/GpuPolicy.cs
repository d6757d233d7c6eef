using System.Collections.Immutable;

namespace Cocoon.Attestation.Nvidia;

/// <summary>What is wanted of NVIDIA GPUs. Whatever is absent is denied. Immutable.</summary>
public sealed record GpuPolicy
{
    /// <summary>Accepted architectures, each with its least driver and VBIOS. Empty denies all.</summary>
    public ImmutableArray<GpuModel> Models { get; init; } = [];

    /// <summary>Accepted modes. Empty denies all.</summary>
    public ImmutableArray<GpuMode> Modes { get; init; } = [];

    /// <summary>
    /// Whether driver and VBIOS must be proven by NVIDIA's reference values. Without them nothing tells a debug or developer
    /// build from a released one. Default: yes.
    /// </summary>
    public bool RequireRims { get; init; } = true;

    /// <summary>
    /// Whether each certificate below the roots needs an OCSP answer. An answer that holds counts in any case; one that does not is
    /// as good as none. Default: yes.
    /// </summary>
    public bool RequireOcsp { get; init; } = true;

    /// <summary>Whether "certificateHold", which NVIDIA may lift again, is good enough. Default: no.</summary>
    public bool AllowCertificateHold { get; init; }

    /// <summary>Oldest OCSP answer, by its "thisUpdate"; the answer's own end counts too. Default: 7 days.</summary>
    public TimeSpan MaxOcspAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Whether a report of older firmware, which does not name the firmware that signs it, will do. Default: no.</summary>
    public bool AllowMissingFirmwareId { get; init; }

    /// <summary>How many GPUs a machine must show, if any; null for any number. Default: any.</summary>
    public int? GpuCount { get; init; }
}
