using System.Collections.Immutable;

namespace Cocoon.Attestation.SevSnp;

/// <summary>
/// What is wanted of AMD SEV-SNP. Whatever is absent is denied: no product without a floor, no privilege level and no kind of
/// signing key that is not listed, no simultaneous multithreading. What a guest may run is in the policy's list of images.
/// </summary>
public sealed record SnpPolicy
{
    /// <summary>Least security versions by product, for the reported TCB and for the one the guest was launched with.</summary>
    public ImmutableSortedDictionary<SnpProduct, SnpTcb> Floors { get; init; } = ImmutableSortedDictionary<SnpProduct, SnpTcb>.Empty;

    /// <summary>Keys whose signature counts.</summary>
    public ImmutableSortedSet<SnpSigningKey> SigningKeys { get; init; } = [];

    /// <summary>Privilege levels (0 to 3) that may have asked for the report: they say which software of the guest did.</summary>
    public ImmutableSortedSet<int> Vmpls { get; init; } = [];

    /// <summary>Whether the guest may run where two threads share a core.</summary>
    public bool AllowSmt { get; init; }

    /// <summary>Whether the guest may use CXL memory and devices.</summary>
    public bool AllowCxl { get; init; }

    /// <summary>Whether the guest must be bound to one socket. Default: no.</summary>
    public bool RequireSingleSocket { get; init; }

    /// <summary>Least firmware ABI that the guest's policy must ask for, "major.minor". Default: any.</summary>
    public Version MinAbi { get; init; } = new(0, 0);

    /// <summary>Least security version of the guest's own image. Default: 0, which is any.</summary>
    public uint MinGuestSvn { get; init; }

    /// <summary>Whether AMD's revocation list must be at hand. Default: yes. A list that is there is obeyed in any case.</summary>
    public bool RequireCrl { get; init; } = true;

    /// <summary>
    /// Whether machines count where a paravisor (Azure) owns the report and a virtual TPM answers the challenge. Their launch
    /// measurement covers the paravisor only, the PCRs the rest. Default: no.
    /// </summary>
    public bool AllowParavisor { get; init; }
}
