namespace Cocoon.Attestation.Azure.Sdk;

/// <summary>A signing key of the service.</summary>
/// <param name="KeyId">The "kid" of its tokens.</param>
/// <param name="Certificates">Certificates, DER; the first holds the key.</param>
public sealed record AzureSigner(string KeyId, IReadOnlyList<ReadOnlyMemory<byte>> Certificates);
