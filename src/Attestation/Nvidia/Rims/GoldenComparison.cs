using System.Collections.Immutable;
using System.Globalization;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia.Rims;

/// <summary>
/// Compares measured digests with the reference values of driver and VBIOS. Each says for every index whether it is active; an
/// index that both claim, one that is not measured, and one that neither knows are as bad as a wrong digest.
/// </summary>
internal static class GoldenComparison
{
    /// <summary>Holds something only while the video decoder is on, as NVIDIA's verifiers have it.</summary>
    private const int VideoDecoderIndex = 35;

    /// <returns>What is wrong, by index; empty when all is well.</returns>
    public static ImmutableSortedDictionary<int, string> Mismatches(GpuClaims claims, Rim driver, Rim vbios)
    {
        var wrong = ImmutableSortedDictionary.CreateBuilder<int, string>();
        foreach (var index in driver.Values.Keys.Union(vbios.Values.Keys))
        {
            var (fromDriver, fromVbios) = (Active(driver, index), Active(vbios, index));
            if (fromDriver is null && fromVbios is null) continue;
            if (fromDriver is not null && fromVbios is not null) wrong[index] = "both driver and VBIOS give a value";
            else if (index == VideoDecoderIndex && claims.IsVideoDecoderOff) continue;
            else if (!claims.Measurements.TryGetValue(index, out var measured)) wrong[index] = "not measured";
            else if (!(fromDriver ?? fromVbios)!.Allowed.Contains(measured)) wrong[index] = $"{Short(measured)} is none of the {(fromDriver is not null ? "driver's" : "VBIOS's")} values";
        }
        foreach (var index in claims.Measurements.Keys)
            if (!driver.Values.ContainsKey(index) && !vbios.Values.ContainsKey(index)) wrong[index] = "measured, but in no reference values";
        return wrong.ToImmutable();
    }

    public static string Text(ImmutableSortedDictionary<int, string> mismatches) =>
        string.Join("; ", mismatches.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key}: {one.Value}")));

    private static GoldenValue? Active(Rim rim, int index) => rim.Values.GetValueOrDefault(index) is { IsActive: true } value ? value : null;

    private static string Short(HexBytes digest) => digest.ToString() is { Length: > 16 } hex ? hex[..16] + "…" : digest.ToString();
}
