using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Azure;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.SevSnp;
using Cocoon.Attestation.Tdx;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Attestation.Tests.Policies;

/// <summary>Policies of the market and of callers over the same few images, chips and statuses.</summary>
internal static class PolicyGenerators
{
    public static ImmutableSortedDictionary<string, HexBytes> Measurements(int image) => ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("mrtd", new HexBytes([(byte)image]))]);

    public static HexBytes Digest(int image) => ImageDigest.Of(EvidenceKind.Tdx, Measurements(image));

    private static Gen<bool> Coin { get; } = Gen.Elements(true, false);

    private static Gen<TimeSpan> Age { get; } = Gen.Choose(1, 120).Select(minutes => TimeSpan.FromMinutes(minutes));

    private static Gen<ImmutableArray<TcbStatus>> Statuses { get; } = Gen.SubListOf(Enum.GetValues<TcbStatus>()).Select(list => list.ToImmutableArray());

    private static Gen<ImmutableSortedSet<string>> Chips { get; } = Gen.SubListOf("a", "b", "c", "d").Select(list => list.ToImmutableSortedSet(StringComparer.Ordinal));

    private static Gen<AllowedImage> Image { get; } =
        from number in Gen.Choose(0, 4)
        from tier in Gen.Elements(Tier.Open, Tier.CpuTee, Tier.CcGpu)
        select new AllowedImage(Digest(number), ImageRole.Provider, tier, null, $"image {number}", Measurements(number));

    private static Gen<TdxPolicy> Tdx { get; } =
        from statuses in Statuses
        from grace in Coin
        select new TdxPolicy { AcceptedStatuses = statuses, GraceDays = grace ? ImmutableSortedDictionary<string, int>.Empty.Add("INTEL-SA-1", 30) : ImmutableSortedDictionary<string, int>.Empty };

    public static Gen<PolicyDocument> Market { get; } =
        from images in Image.ListOf(4)
        from tdx in Maybe(Tdx)
        from snp in Maybe(Gen.Constant(new SnpPolicy()))
        from age in Age
        from life in Age
        from flags in Coin.ListOf(2)
        from chips in Chips
        from statuses in Statuses
        select new PolicyDocument
        {
            NetworkId = -3, Images = [.. images.DistinctBy(image => image.Digest)], Tdx = tdx, Snp = snp, MaxEvidenceAge = age, MaxAppraisalAge = life,
            AllowSimulated = flags[0], RequireEpoch = flags[1], RevokedHardware = chips, Nras = new NrasPolicy { MaxTokenAge = age },
            Azure = new AzurePolicy { MaxTokenAge = life, Tdx = new AzureTdxFloor(statuses, default) },
        };

    public static Gen<CallerPolicy> Caller { get; } =
        from images in Maybe(Gen.SubListOf(0, 1, 2, 3, 4, 5))
        from kinds in Maybe(Gen.SubListOf(Enum.GetValues<EvidenceKind>()))
        from tier in Gen.Elements<Tier?>(null, Tier.Simulated, Tier.Open, Tier.CpuTee, Tier.CcGpu)
        from statuses in Statuses
        from isAny in Coin
        from age in Age
        from life in Age
        from epoch in Coin
        from chips in Chips
        select new CallerPolicy
        {
            Images = images is null ? null : [.. images.Select(Digest)], Kinds = kinds is null ? null : [.. kinds], LeastTier = tier, AcceptedStatuses = isAny ? null : statuses,
            MaxEvidenceAge = age, MaxAppraisalAge = life, RequireEpoch = epoch, RevokedHardware = chips,
        };

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(value => (T?)value));
}
