using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Evidence;

/// <summary>What evidence is bound to: the enclave's keys, the network, the provider, a recent block and a challenge.</summary>
/// <param name="Claims">Keys made inside the enclave.</param>
/// <param name="NetworkId">TON network.</param>
/// <param name="Provider">The provider's wallet.</param>
/// <param name="EpochHash">Root hash of a recent masterchain block, 32 bytes; empty where there is no chain to ask.</param>
/// <param name="Nonce">The verifier's challenge, 32 bytes; empty when nobody asked.</param>
public sealed record ReportBinding(EnclaveClaims Claims, int NetworkId, AccountAddress Provider, HexBytes EpochHash = default, HexBytes Nonce = default)
{
    /// <summary>Bytes of a challenge.</summary>
    public const int NonceBytes = 32;

    /// <summary>The 64 bytes of report data: SHA-512 over a domain name and the length-prefixed fields (docs/trust.md).</summary>
    public byte[] ReportData()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData("provider-binding-v1"u8);
        hash.AppendField(Claims.IdentityKey.ToArray());
        Span<byte> network = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(network, NetworkId);
        hash.AppendField(network);
        hash.AppendField(Encoding.ASCII.GetBytes(Provider.Raw));
        hash.AppendField(EpochHash.ToArray());
        hash.AppendField(Claims.Hash());
        hash.AppendField(Nonce.IsEmpty ? new byte[NonceBytes] : Nonce.ToArray());
        return hash.GetHashAndReset();
    }

    /// <summary>The nonce a GPU of this machine must sign: GPU evidence then names the CPU evidence it belongs to.</summary>
    public byte[] GpuNonce() => SHA256.HashData([.. "gpu-v1"u8, .. ReportData()]);
}
