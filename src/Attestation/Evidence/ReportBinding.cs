using System.Buffers.Binary;
using System.Security.Cryptography;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Evidence;

/// <summary>What evidence is bound to: the enclave's key, the network and the provider.</summary>
public sealed record ReportBinding(HexBytes EnclaveKey, int NetworkId, AccountAddress Provider)
{
    /// <summary>The 64 bytes of report data: SHA-512 over a domain name and the length-prefixed fields (docs/trust.md).</summary>
    public byte[] ReportData()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData("provider-binding-v1"u8);
        Append(hash, SHA256.HashData(EnclaveKey.ToArray()));
        Span<byte> network = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(network, NetworkId);
        Append(hash, network);
        Append(hash, System.Text.Encoding.ASCII.GetBytes(Provider.Raw));
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        hash.AppendData(length);
        hash.AppendData(field);
    }
}
