using System.Collections.Immutable;
using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tokens.Ear;

/// <summary>Reads verdicts that a verifier of choice signed. Thread-safe.</summary>
public sealed class EarReader
{
    private const int HashBytes = 32;
    private const int MaxFindings = 1_000;

    private readonly JsonWebKeySet _keys;

    /// <param name="keys">Public keys of the verifiers that are trusted, as a JSON web key set.</param>
    /// <exception cref="FormatException">It is no key set, or none of its keys can be used.</exception>
    public EarReader(ReadOnlySpan<byte> keys)
    {
        if (!JsonWebKeySet.TryParse(keys, out _keys, out _) || _keys.Count == 0)
            throw new FormatException("The verifiers' keys cannot be read. They are a JSON web key set with P-256 keys, each with a \"kid\".");
    }

    /// <summary>Checks a token and reads it. Never throws.</summary>
    /// <param name="text">The compact token in ASCII.</param>
    /// <param name="at">Time of reading.</param>
    /// <param name="document">The verdict when the result is true; it may be a refusal of the machine.</param>
    /// <param name="failure">Why the token does not count.</param>
    public bool TryRead(ReadOnlyMemory<byte> text, DateTimeOffset at, out EarDocument document, out AttestationFailure failure)
    {
        document = null!;
        if (!CompactJws.TryParse(text, out var token, out failure)) return false;
        failure = WhyNotSigned(token);
        if (failure != AttestationFailure.None) return false;
        failure = AttestationFailure.TokenMalformed;
        if (Read(token.Claims) is not { } read) return false;
        failure = at >= read.NotAfter ? AttestationFailure.TokenExpired
            : read.IssuedAt - at > TokenWindow.Skew ? AttestationFailure.TokenNotYetValid
            : AttestationFailure.None;
        document = failure == AttestationFailure.None ? read : null!;
        return failure == AttestationFailure.None;
    }

    private AttestationFailure WhyNotSigned(CompactJws token)
    {
        if (token.Algorithm != nameof(JwsAlgorithm.ES256)) return AttestationFailure.AlgorithmNotAllowed;
        if (_keys.Find(token.KeyId) is not { } key) return AttestationFailure.UnknownKey;
        return token.IsSignedBy(key, JwsAlgorithm.ES256) ? AttestationFailure.None : AttestationFailure.TokenSignature;
    }

    private static EarDocument? Read(TokenClaims claims)
    {
        if (claims.Text("eat_profile") != EarNames.Profile || claims.Object(EarNames.VerifierId) is not { } verifier) return null;
        if (verifier.Text("developer") is not { } developer || verifier.Text("build") is not { } build) return null;
        if (claims.Time("iat") is not { } issued || claims.Time("exp") is not { } expires || claims.Integer(EarNames.NotAfter) is not { } notAfter || notAfter / 1_000 != expires.ToUnixTimeSeconds()) return null;
        if (!TryReadName<AttestationFailure>(claims.Text(EarNames.Failure), out var failure) || claims.Text(EarNames.Detail) is not { } detail) return null;
        if (!TierNames.TryParse(claims.Text(EarNames.Tier), out var tier) || ReadKeys(claims) is not { } keys) return null;
        if (claims.Hex(EarNames.PolicyHash, HashBytes) is not { } policy || claims.Hex(EarNames.CollateralHash, HashBytes) is not { } collateral || claims.Hex(EarNames.ClaimsHash, HashBytes) is not { } evidence) return null;
        var appraisal = claims.Hex(EarNames.AppraisalHash, HashBytes);
        if (appraisal is null == (failure == AttestationFailure.None)) return null;
        if (ReadSubmodules(claims) is not { } submodules || ReadFindings(claims) is not { } findings) return null;
        return new EarDocument(developer, build, failure, detail, tier, keys, issued, DateTimeOffset.FromUnixTimeMilliseconds(notAfter), policy, collateral, evidence, appraisal ?? default, submodules, findings);
    }

    private static EnclaveClaims? ReadKeys(TokenClaims claims) =>
        claims.Hex(EarNames.ReceiptKey, 32) is { } receipt && claims.Hex(EarNames.SealingKey, 65) is { } sealing && claims.Hex(EarNames.IdentityKey, 32) is { } identity
            ? new EnclaveClaims(receipt, sealing, identity)
            : null;

    private static ImmutableArray<EarSubmodule>? ReadSubmodules(TokenClaims claims)
    {
        if (claims.Object("submods") is not { } all) return null;
        var read = ImmutableArray.CreateBuilder<EarSubmodule>();
        for (var index = 0; index <= EvidenceBundle.MaxGpus; index++)
        {
            if (all.Object(EarNames.Submodule(index)) is not { } part) break;
            if (part.Object(EarNames.Vector) is not { } values || ReadVector(values) is not { } vector || ReadStatus(part.Text(EarNames.Status)) is not { } status) return null;
            read.Add(new EarSubmodule(EarNames.Submodule(index), status, vector));
        }
        // One that has another name would be a part nobody looked at.
        return read.Count > 0 && read.Count == all.Properties().Count() ? read.ToImmutable() : null;
    }

    private static TrustVector? ReadVector(TokenClaims values)
    {
        string[] names = ["instance-identity", "configuration", "executables", "file-system", "hardware", "runtime-opaque", "storage-opaque", "sourced-data"];
        Span<sbyte> read = stackalloc sbyte[names.Length];
        for (var index = 0; index < names.Length; index++)
        {
            if (values.Integer(names[index]) is not (>= sbyte.MinValue and <= sbyte.MaxValue and var value)) return null;
            read[index] = (sbyte)value;
        }
        return new TrustVector(read[0], read[1], read[2], read[3], read[4], read[5], read[6], read[7]);
    }

    private static sbyte? ReadStatus(string? name)
    {
        foreach (var tier in new[] { TrustTier.None, TrustTier.Affirming, TrustTier.Warning, TrustTier.Contraindicated })
            if (TrustTier.Name(tier) == name) return tier;
        return null;
    }

    private static ImmutableArray<Finding>? ReadFindings(TokenClaims claims)
    {
        if (claims.Array(EarNames.Findings) is not { } list || list.GetArrayLength() > MaxFindings) return null;
        var read = ImmutableArray.CreateBuilder<Finding>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object) return null;
            var finding = new TokenClaims(item);
            if (!TryReadName<AttestationFailure>(finding.Text("failure"), out var failure) || finding.Text("component") is not { } component) return null;
            if (finding.Text("found") is not { } found || finding.Text("needed") is not { } needed || finding.Array("advisories") is not { } advisories) return null;
            if (advisories.EnumerateArray().Any(advisory => advisory.ValueKind != JsonValueKind.String)) return null;
            var failsAt = finding.Time("fails-at");
            if (failsAt is null && finding.Has("fails-at")) return null;
            read.Add(new Finding(failure, component, found, needed, [.. advisories.EnumerateArray().Select(advisory => advisory.GetString()!)], failsAt));
        }
        return read.ToImmutable();
    }

    // Enum.TryParse takes numbers and lists too.
    private static bool TryReadName<T>(string? name, out T value) where T : struct, Enum => Enum.TryParse(name, out value) && value.ToString() == name;
}
