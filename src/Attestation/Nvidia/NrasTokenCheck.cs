using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tokens;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia;

/// <summary>Whether NVIDIA signed this bundle, and every token in it belongs to it. Made for one appraisal; not thread-safe.</summary>
internal sealed class NrasTokenCheck(AppraisalContext context, KeySetCache keys, CheckLog log)
{
    private const int NonceBytes = 32;

    private string _issuer = "";
    private string _nonce = "";
    private JsonWebKeySet _keys = null!;

    /// <returns>Null when the bundle is not valid; the log says why.</returns>
    public NrasClaims? Read(ReadOnlySpan<byte> raw)
    {
        var isRead = NrasBundle.TryParse(raw, out var bundle, out var failure);
        if (!Add("NR1", "form of the bundle", failure, isRead ? "" : "A bundle is [[\"JWT\", token], {name: token, …}], strict JSON.")) return null;
        if (!FindKeys(bundle.Overall, out var overall)) return null;
        if (ReadToken("overall token", overall) is not { } window) return null;
        var nonce = overall.Claims.Hex("eat_nonce", NonceBytes);
        // The text, not the bytes: one nonce has one spelling.
        var isNonce = nonce is not null && nonce.ToString() == overall.Claims.Text("eat_nonce");
        if (!Add("NR6", "nonce", isNonce ? AttestationFailure.None : AttestationFailure.NrasNonce, isNonce ? "" : "eat_nonce is not 64 lower-case hex digits.")) return null;
        _nonce = nonce!.Value.ToString();
        if (!CheckDigests(bundle, overall)) return null;
        var gpus = ImmutableArray.CreateBuilder<NrasGpu>();
        foreach (var (name, token) in bundle.Submodules)
        {
            if (ReadGpu(name, token) is not { } gpu) return null;
            gpus.Add(gpu);
        }
        return new NrasClaims(nonce.Value, SignedHash(overall), _issuer, window.IssuedAt, window.Expires, overall.Claims.Flag("x-nvidia-overall-att-result") == true, gpus.ToImmutable());
    }

    private bool FindKeys(byte[] text, out CompactJws overall)
    {
        _ = CompactJws.TryParse(text, out overall, out var failure);
        if (!Add("NR1", "form of the overall token", failure, "")) return false;
        var issuer = overall.Claims.Text("iss");
        if (context.Policy.Nras is not { } policy)
            return Add("NR2", "issuer", AttestationFailure.PolicyMissing, $"The policy has no section \"nras\", so no issuer is trusted. The token is of {Shown.Text(issuer)}.");
        var isAllowed = issuer is not null && policy.Issuers.Contains(issuer);
        if (!Add("NR2", "issuer", isAllowed ? AttestationFailure.None : AttestationFailure.NrasIssuer, $"{Shown.Text(issuer)}{(isAllowed ? "" : " is not an issuer that the policy lists.")}")) return false;
        _issuer = issuer!;
        failure = keys.Find(context.Collateral, _issuer, out _keys);
        return Add("NR3", "keys of the issuer", failure, failure == AttestationFailure.None ? "" : $"The keys are not at hand (JsonWebKeys {_issuer}). Fetch the issuer's JWKS.");
    }

    /// <summary>Algorithm, key, signature and dates of the overall token or one of the others.</summary>
    private TokenWindow? ReadToken(string title, CompactJws token)
    {
        if (!Add("NR2", $"{title}: algorithm", token.Algorithm == nameof(JwsAlgorithm.ES384) ? AttestationFailure.None : AttestationFailure.NrasAlg, $"{Shown.Text(token.Algorithm)}; NVIDIA signs with ES384.")) return null;
        var key = _keys.Find(token.KeyId);
        if (!Add("NR3", $"{title}: key", key is null ? AttestationFailure.NrasUnknownKey : AttestationFailure.None, Shown.Text(token.KeyId))) return null;
        if (!Add("NR4", $"{title}: signature", token.IsSignedBy(key!, JwsAlgorithm.ES384) ? AttestationFailure.None : AttestationFailure.NrasSignature, "")) return null;
        var window = TokenWindow.TryRead(token.Claims);
        var failure = window?.At(context.At) ?? AttestationFailure.TokenMalformed;
        if (failure == AttestationFailure.TokenExpired) failure = AttestationFailure.NrasExpired;
        return Add("NR5", $"{title}: dates", failure, window?.ToString() ?? "exp, nbf and iat must be there, as whole seconds.") ? window : null;
    }

    private bool CheckDigests(NrasBundle bundle, CompactJws overall)
    {
        var named = overall.Claims.Object("submods")?.Properties().ToArray() ?? [];
        var isComplete = named.Length > 0 && named.Length == bundle.Submodules.Count && named.All(entry => bundle.Submodules.ContainsKey(entry.Name));
        if (!Add("NR7", "submodules", isComplete ? AttestationFailure.None : AttestationFailure.NrasSubmoduleMissing, $"{named.Length} named, {bundle.Submodules.Count} shown")) return false;
        var wrong = named.FirstOrDefault(entry => DigestOf(entry.Value) != Convert.ToHexStringLower(SHA256.HashData(bundle.Submodules[entry.Name])));
        return Add("NR7", "digests of the submodules", wrong.Value.ValueKind == JsonValueKind.Undefined ? AttestationFailure.None : AttestationFailure.NrasSubmoduleDigest, wrong.Value.ValueKind == JsonValueKind.Undefined ? "" : $"{Shown.Text(wrong.Name)} is not the token that was signed for.");
    }

    // RFC 9711, section 4.2.18.2: ["DIGEST", ["SHA-256", hex]].
    private static string? DigestOf(JsonElement submodule)
    {
        if (submodule.ValueKind != JsonValueKind.Array || submodule.GetArrayLength() != 2 || submodule[0].ValueKind != JsonValueKind.String || submodule[0].GetString() != "DIGEST") return null;
        var digest = submodule[1];
        if (digest.ValueKind != JsonValueKind.Array || digest.GetArrayLength() != 2 || digest.EnumerateArray().Any(part => part.ValueKind != JsonValueKind.String)) return null;
        return digest[0].GetString() == "SHA-256" ? digest[1].GetString() : null;
    }

    private NrasGpu? ReadGpu(string name, byte[] text)
    {
        var title = Shown.Text(name);
        _ = CompactJws.TryParse(text, out var token, out var failure);
        if (!Add("NR8", $"{title}: form", failure, "") || ReadToken(title, token) is null) return null;
        if (!Add("NR8", $"{title}: issuer", token.Claims.Text("iss") == _issuer ? AttestationFailure.None : AttestationFailure.NrasIssuer, Shown.Text(token.Claims.Text("iss")))) return null;
        if (!Add("NR8", $"{title}: nonce", token.Claims.Text("eat_nonce") == _nonce ? AttestationFailure.None : AttestationFailure.NrasNonce, "")) return null;
        var gpu = NrasGpuReader.TryRead(name, token.Claims);
        return Add("NR8", $"{title}: device", gpu is null ? AttestationFailure.TokenMalformed : AttestationFailure.None, gpu is null ? "ueid, hwmodel and both versions must be there." : Shown.Text(gpu.Model)) ? gpu : null;
    }

    private HexBytes SignedHash(CompactJws overall)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(overall.Signed.Span);
        hash.AppendData(_keys.Find(overall.KeyId)!.Hash.ToArray());
        return new HexBytes(hash.GetHashAndReset());
    }

    private bool Add(string id, string title, AttestationFailure failure, string detail) => log.Add(id, CheckStage.Validity, title, failure, detail);
}
