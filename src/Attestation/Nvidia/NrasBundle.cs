using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tokens;

namespace Cocoon.Attestation.Nvidia;

/// <summary>
/// NVIDIA's detached EAT bundle (RFC 9711, section 5): [["JWT", overall token], {name: token of that GPU, …}]. Nothing is
/// verified yet. Immutable.
/// </summary>
internal sealed record NrasBundle(byte[] Overall, ImmutableSortedDictionary<string, byte[]> Submodules)
{
    /// <summary>Longest bundle that is read, in bytes. One GPU has 3 KB.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Reads a bundle. Never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out NrasBundle bundle, out AttestationFailure failure)
    {
        bundle = null!;
        failure = AttestationFailure.TokenMalformed;
        if (utf8.Length > MaxBytes || !StrictJson.TryParse(utf8, out var root, out failure)) return false;
        failure = AttestationFailure.TokenMalformed;
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != 2) return false;
        var (head, detached) = (root[0], root[1]);
        if (head.ValueKind != JsonValueKind.Array || head.GetArrayLength() != 2 || TextOf(head[0]) != "JWT" || TextOf(head[1]) is not { } overall) return false;
        if (detached.ValueKind != JsonValueKind.Object) return false;
        var submodules = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in detached.EnumerateObject())
        {
            if (submodules.Count == EvidenceBundle.MaxGpus || TextOf(entry.Value) is not { } token) return false;
            submodules.Add(entry.Name, Encoding.UTF8.GetBytes(token));
        }
        failure = AttestationFailure.None;
        bundle = new NrasBundle(Encoding.UTF8.GetBytes(overall), submodules.ToImmutable());
        return true;
    }

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
