using System.Collections.Immutable;

namespace Cocoon.Attestation.Azure;

/// <summary>One instance of Azure Attestation. Several share a signing key, so the issuer tells them apart, not the signature.</summary>
/// <param name="Issuer">The "iss" of its tokens, such as "https://sharedweu.weu.attest.azure.net": https, host, nothing else.</param>
/// <param name="PolicyHashes">Accepted "x-ms-policy-hash" values, base64url as in the token. Empty denies all.</param>
public sealed record AzureInstance(string Issuer, ImmutableArray<string> PolicyHashes);
