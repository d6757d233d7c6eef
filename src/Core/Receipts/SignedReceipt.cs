using Cocoon.Core.Crypto;

namespace Cocoon.Core.Receipts;

/// <summary>A receipt signed by the provider's enclave and by the market. Anyone with the two public keys can check it.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.signed-receipt")]
public sealed record SignedReceipt(
    [property: Id(0)] Receipt Receipt,
    [property: Id(1)] HexBytes EnclaveKey,
    [property: Id(2)] HexBytes ProviderSignature,
    [property: Id(3)] HexBytes MarketKey,
    [property: Id(4)] HexBytes MarketSignature);
