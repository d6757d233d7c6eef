using Cocoon.Core.Crypto;

namespace Cocoon.Core.Receipts;

/// <summary>A receipt as the provider's enclave signed it: Ed25519 over <see cref="ReceiptEncoding.Hash"/>.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.provider-receipt")]
public sealed record ProviderReceipt(
    [property: Id(0)] Receipt Receipt,
    [property: Id(1)] HexBytes EnclaveKey,
    [property: Id(2)] HexBytes ProviderSignature);
