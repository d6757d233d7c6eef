using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tokens;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Azure;

/// <summary>Checks A1 to A6 and A8: whether one of the allowed instances signed this token about a confidential virtual machine.</summary>
internal static partial class AzureTokenCheck
{
    /// <returns>Null when the token is not valid; the log says why.</returns>
    public static AzureClaims? Read(ReadOnlyMemory<byte> raw, AppraisalContext context, KeySetCache keys, CheckLog log)
    {
        var isRead = CompactJws.TryParse(raw, out var token, out var failure);
        if (!Add(log, "A1", "form of the token", failure, isRead ? "" : "A token is three base64url parts of strict JSON, 64 KB at most, without anything around.")) return null;
        if (!Add(log, "A2", "algorithm", token.Algorithm == nameof(JwsAlgorithm.RS256) ? AttestationFailure.None : AttestationFailure.AlgorithmNotAllowed, $"{Shown.Text(token.Algorithm)}; Azure signs with RS256.")) return null;
        if (FindInstance(token, context, log) is not { } instance) return null;
        if (FindKey(token, instance, context, keys, log) is not { } key) return null;
        if (!Add(log, "A5", "signature", token.IsSignedBy(key, JwsAlgorithm.RS256) ? AttestationFailure.None : AttestationFailure.TokenSignature, "RS256, 2048 bits at least.")) return null;
        if (TokenWindow.TryRead(token.Claims) is not { } window)
        {
            Add(log, "A6", "dates", AttestationFailure.TokenMalformed, "exp, nbf and iat must be there, as whole seconds.");
            return null;
        }
        if (!Add(log, "A6", "dates", window.At(context.At), window.ToString())) return null;
        var claims = AzureClaimsReader.TryRead(token, window, instance.Issuer, SignedHash(token, key), out failure, out var detail);
        return Add(log, "A8", "kind of machine", failure, detail) ? claims : null;
    }

    private static AzureInstance? FindInstance(CompactJws token, AppraisalContext context, CheckLog log)
    {
        var issuer = token.Claims.Text("iss");
        if (context.Policy.Azure is not { } policy)
        {
            Add(log, "A3", "issuer", AttestationFailure.PolicyMissing, $"The policy has no section \"azure\", so no issuer is trusted. The token is of {Shown.Text(issuer)}.");
            return null;
        }
        var instance = issuer is not null && Origin().IsMatch(issuer) ? policy.Instances.FirstOrDefault(allowed => allowed.Issuer == issuer) : null;
        return Add(log, "A3", "issuer", instance is null ? AttestationFailure.IssuerNotAllowed : AttestationFailure.None, instance is null ? $"{Shown.Text(issuer)} is not an instance that the policy lists." : Shown.Text(issuer))
            ? instance
            : null;
    }

    private static JsonWebKey? FindKey(CompactJws token, AzureInstance instance, AppraisalContext context, KeySetCache keys, CheckLog log)
    {
        var hasJku = token.Header.Has("jku");
        var failure = hasJku && token.Header.Text("jku") != $"{instance.Issuer}/certs" ? AttestationFailure.JkuMismatch : AttestationFailure.None;
        if (!Add(log, "A4", "address of the keys", failure, failure == AttestationFailure.None ? "" : $"The token points to {Shown.Text(token.Header.Text("jku"))}. Keys come from the issuer only.")) return null;
        failure = keys.Find(context.Collateral, instance.Issuer, out var set);
        var key = failure == AttestationFailure.None ? set.Find(token.KeyId) : null;
        if (failure == AttestationFailure.None && key is null) failure = AttestationFailure.UnknownKey;
        return Add(log, "A4", "key", failure, failure switch
        {
            AttestationFailure.None => Shown.Text(token.KeyId),
            AttestationFailure.CollateralMissing => $"The keys of {instance.Issuer} are not at hand (JsonWebKeys {instance.Issuer}). Fetch {instance.Issuer}/certs.",
            AttestationFailure.CollateralMalformed => $"The keys of {instance.Issuer} cannot be read. Fetch {instance.Issuer}/certs again.",
            _ => $"The issuer has not exactly one usable key {Shown.Text(token.KeyId)}. Fetch {instance.Issuer}/certs again; keys change.",
        }) ? key : null;
    }

    private static HexBytes SignedHash(CompactJws token, JsonWebKey key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(token.Signed.Span);
        hash.AppendData(key.Hash.ToArray());
        return new HexBytes(hash.GetHashAndReset());
    }

    private static bool Add(CheckLog log, string id, string title, AttestationFailure failure, string detail) => log.Add(id, CheckStage.Validity, title, failure, detail);

    // No user, port, path or upper case: one instance has one spelling.
    [GeneratedRegex(@"\Ahttps://[a-z0-9-]+(\.[a-z0-9-]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Origin();
}
