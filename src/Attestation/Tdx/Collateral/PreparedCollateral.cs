using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Tdx.Tcb;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tdx.Collateral;

/// <summary>
/// Reads Intel's documents and checks their signatures, and keeps those that hold, found by the hashes of the document and of
/// whose signature it bears. Dates and floors are for the caller: they depend on the verdict. Thread-safe.
/// </summary>
internal sealed class PreparedCollateral(RootPin pin, int capacity)
{
    private readonly BoundedCache<HexBytes, TcbSigner> _signers = new(capacity);
    private readonly BoundedCache<(HexBytes Document, HexBytes Issuer), RevocationList> _lists = new(capacity);
    private readonly BoundedCache<(HexBytes Document, HexBytes Signer), TcbInfo> _tcbInfos = new(capacity);
    private readonly BoundedCache<(HexBytes Document, HexBytes Signer), QeIdentity> _qeIdentities = new(capacity);

    private delegate bool Parser<T>(ReadOnlyMemory<byte> document, [NotNullWhen(true)] out T? parsed, out Refusal refusal);

    /// <summary>A list that <paramref name="issuerDer"/>'s key has signed.</summary>
    public bool TryGetList(CollateralKey key, CollateralSnapshot collateral, byte[] issuerDer, [NotNullWhen(true)] out RevocationList? list, out Refusal refusal)
    {
        list = null;
        if (!TryFind(key, collateral, out var item, out refusal)) return false;
        var id = (item.Hash, new HexBytes(SHA256.HashData(issuerDer)));
        if (_lists.TryGet(id, out list)) return true;
        if (RevocationList.TryParse(item.Body) is not { } read)
        {
            refusal = new Refusal(AttestationFailure.CollateralMalformed, $"{key} is not a revocation list.");
            return false;
        }
        using var issuer = X509CertificateLoader.LoadCertificate(issuerDer);
        if (!read.IsSignedBy(issuer))
        {
            refusal = new Refusal(AttestationFailure.CrlSignature, $"{key} is not signed by {issuer.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}.");
            return false;
        }
        list = _lists.Add(id, read);
        return true;
    }

    public bool TryGetSigner(CollateralSnapshot collateral, DateTimeOffset at, [NotNullWhen(true)] out TcbSigner? signer, out Refusal refusal)
    {
        signer = null;
        var key = new CollateralKey(CollateralKind.TcbSigningChain, "");
        if (!TryFind(key, collateral, out var item, out refusal)) return false;
        if (!_signers.TryGet(item.Hash, out signer))
        {
            if (!TryReadSigner(item, at, out var read, out refusal)) return false;
            signer = _signers.Add(item.Hash, read);
        }
        refusal = signer.Window.Check(at);
        return refusal.IsNone;
    }

    public bool TryGetTcbInfo(string fmspc, CollateralSnapshot collateral, TcbSigner signer, [NotNullWhen(true)] out TcbInfo? info, out Refusal refusal) =>
        TryGet(_tcbInfos, new CollateralKey(CollateralKind.TdxTcbInfo, fmspc), "tcbInfo", AttestationFailure.TcbInfoSignature, TcbInfoParser.TryParse, collateral, signer, out info, out refusal);

    public bool TryGetQeIdentity(CollateralSnapshot collateral, TcbSigner signer, [NotNullWhen(true)] out QeIdentity? identity, out Refusal refusal) =>
        TryGet(_qeIdentities, new CollateralKey(CollateralKind.TdxQeIdentity, ""), "enclaveIdentity", AttestationFailure.QeIdentitySignature, QeIdentityParser.TryParse, collateral, signer, out identity, out refusal);

    private static bool TryGet<T>(
        BoundedCache<(HexBytes, HexBytes), T> cache, CollateralKey key, string name, AttestationFailure unsigned, Parser<T> parser,
        CollateralSnapshot collateral, TcbSigner signer, [NotNullWhen(true)] out T? document, out Refusal refusal)
        where T : class
    {
        document = null;
        if (!TryFind(key, collateral, out var item, out refusal)) return false;
        var id = (item.Hash, new HexBytes(signer.Key.Point));
        if (cache.TryGet(id, out document)) return true;
        if (SignedJson.TryParse(item.Body, name) is not { } answer)
        {
            refusal = new Refusal(AttestationFailure.CollateralMalformed, $"{key} is not a JSON object of '{name}' and 'signature', each once.");
            return false;
        }
        if (!signer.Key.Verify(answer.Document, answer.Signature))
        {
            refusal = new Refusal(unsigned, $"{key} is not signed by Intel's TCB signing key: the bytes must be those that Intel sent.");
            return false;
        }
        if (!parser(answer.Document, out var parsed, out refusal)) return false;
        document = cache.Add(id, parsed);
        return true;
    }

    private bool TryReadSigner(CollateralItem item, DateTimeOffset at, [NotNullWhen(true)] out TcbSigner? signer, out Refusal refusal)
    {
        signer = null;
        refusal = new Refusal(AttestationFailure.CollateralMalformed, "The TCB signing chain is not a certificate and Intel's root in PEM.");
        if (PemChain.TryDecode(item.Body.Span, 2) is not { } ders) return false;
        List<X509Certificate2> chain = [];
        try
        {
            foreach (var der in ders) chain.Add(X509CertificateLoader.LoadCertificate(der));
            refusal = Check(chain, at);
            if (!refusal.IsNone || VerifyingKey.TryCreate(chain[0]) is not { } key) return false;
            signer = new TcbSigner(key, chain[0].SerialNumberBytes.ToArray(), ValidityWindow.Of(chain));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            chain.ForEach(certificate => certificate.Dispose());
        }
    }

    private Refusal Check(List<X509Certificate2> chain, DateTimeOffset at)
    {
        if (!pin.Matches(chain[^1])) return new Refusal(pin.Failure, "The root of the TCB signing chain is not Intel's.");
        if (ValidityWindow.Of(chain).Check(at) is { IsNone: false } outside) return outside;
        var failure = CertificatePath.Check(chain, pin, at, AttestationFailure.TcbInfoSignature);
        if (failure != AttestationFailure.None) return new Refusal(failure, "The TCB signing chain does not hold.");
        using var key = VerifyingKey.TryCreate(chain[0]);
        return key is null || chain[0].Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority)
            ? new Refusal(AttestationFailure.TcbInfoSignature, "The TCB signing certificate is not one of a signer on P-256.")
            : default;
    }

    private static bool TryFind(CollateralKey key, CollateralSnapshot collateral, [NotNullWhen(true)] out CollateralItem? item, out Refusal refusal)
    {
        item = collateral.Find(key.Kind, key.Id);
        refusal = item is null ? new Refusal(AttestationFailure.CollateralMissing, $"{key} is not among the collateral.") : default;
        return item is not null;
    }
}
