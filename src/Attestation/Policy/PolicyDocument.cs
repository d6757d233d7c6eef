using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Azure;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.SevSnp;
using Cocoon.Attestation.Tdx;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Policy;

/// <summary>
/// What machines the market wants: data from the registry contract and the policy file whose hash it names, narrowed by the
/// caller. Whatever is absent is denied. Immutable.
/// </summary>
public sealed record PolicyDocument
{
    // Beside the record, so that a copy with other values does not take the hash along.
    private static readonly ConditionalWeakTable<PolicyDocument, object> Hashes = [];

    /// <summary>A market for development, which takes simulated evidence and open machines and no others; on mainnet, nothing at all.</summary>
    public static PolicyDocument Simulated(int networkId) =>
        new() { NetworkId = networkId, AllowSimulated = true, AllowOpen = networkId != MarketParameters.Mainnet, RequireEpoch = false };

    /// <summary>TON network this policy is for.</summary>
    public required int NetworkId { get; init; }

    /// <summary>Images that may serve. Empty denies all.</summary>
    public ImmutableArray<AllowedImage> Images { get; init; } = [];

    /// <summary>The least tier that a machine must reach. Default: any.</summary>
    public Tier LeastTier { get; init; }

    /// <summary>Whether evidence made by software counts; without effect on mainnet, where it never does.</summary>
    public bool AllowSimulated { get; init; }

    /// <summary>Whether machines without a TEE may serve, as tier "open" and by dialling out only (docs/open-tier.md). Default: no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool AllowOpen { get; init; }

    /// <summary>Whether evidence must be bound to a recent block. Default: yes.</summary>
    public bool RequireEpoch { get; init; } = true;

    /// <summary>Oldest block that evidence may be bound to. Default: 10 minutes.</summary>
    public TimeSpan MaxEvidenceAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest life of an appraisal. Default: an hour.</summary>
    public TimeSpan MaxAppraisalAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether machines of Telegram's COCOON may be talked to: their evidence is bound to a key alone, not to a time. Default: no.</summary>
    public bool AllowCocoonProfile { get; init; }

    /// <summary>Chips, devices and platforms that are refused, as <see cref="EvidenceClaims.HardwareId"/> names them.</summary>
    public ImmutableSortedSet<string> RevokedHardware { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Intel TDX; null denies it.</summary>
    public TdxPolicy? Tdx { get; init; }

    /// <summary>AMD SEV-SNP; null denies it.</summary>
    public SnpPolicy? Snp { get; init; }

    /// <summary>NVIDIA GPUs by local check; null denies it.</summary>
    public GpuPolicy? Gpu { get; init; }

    /// <summary>NVIDIA Remote Attestation Service; null denies it.</summary>
    public NrasPolicy? Nras { get; init; }

    /// <summary>Azure Attestation; null denies it.</summary>
    public AzurePolicy? Azure { get; init; }

    /// <summary>SHA-256 of the canonical JSON. Thread-safe; computed once for each document.</summary>
    public HexBytes Hash() => (HexBytes)Hashes.GetValue(this, static policy => new HexBytes(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(policy, PolicyJson.Options))));

    /// <summary>This policy without what the caller does not want; never more than it.</summary>
    public PolicyDocument Narrow(CallerPolicy caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return PolicyNarrowing.Narrow(this, caller);
    }

    /// <summary>Looks an image up by its launch measurements.</summary>
    public ImageVerdict Judge(EvidenceKind kind, ImmutableSortedDictionary<string, HexBytes> measurements, ImageRole role, DateTimeOffset at)
    {
        var digest = ImageDigest.Of(kind, measurements);
        if (Images.FirstOrDefault(image => image.Digest == digest && image.Role == role) is not { } image)
            return new ImageVerdict(null, AttestationFailure.MeasurementMismatch, Nearest(measurements, role));
        return image.NotAfter <= at
            ? new ImageVerdict(null, AttestationFailure.ImageNotAllowed, $"Image '{image.Name}' was allowed until {image.NotAfter:u}.")
            : new ImageVerdict(image, AttestationFailure.None, image.Name);
    }

    private string Nearest(ImmutableSortedDictionary<string, HexBytes> measurements, ImageRole role)
    {
        var nearest = Images.Where(image => image.Role == role && !image.Measurements.IsEmpty)
            .Select(image => (image.Name, Differs: measurements.Where(own => image.Measurements.GetValueOrDefault(own.Key) != own.Value).Select(own => own.Key).ToArray()))
            .OrderBy(image => image.Differs.Length).FirstOrDefault();
        if (nearest.Differs is null) return Images.IsEmpty ? "The policy lists no image." : "No image of the policy has these measurements.";
        return $"Nearest to image '{nearest.Name}', which differs in {string.Join(", ", nearest.Differs)}.";
    }
}
