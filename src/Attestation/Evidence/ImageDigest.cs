using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Evidence;

/// <summary>Names a machine image by one hash, as the registry contract lists it.</summary>
public static class ImageDigest
{
    /// <summary>
    /// SHA-256 over "cocoon.image.v1", the kind (1 byte), then names and values in ordinal order of the names, each with its
    /// length in 4 bytes, big-endian. All launch measurements of the kind take part, zero or not.
    /// </summary>
    public static HexBytes Of(EvidenceKind kind, ImmutableSortedDictionary<string, HexBytes> measurements)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("cocoon.image.v1"u8);
        hash.AppendData([(byte)kind]);
        foreach (var (name, value) in measurements.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendField(Encoding.UTF8.GetBytes(name));
            hash.AppendField(value.ToArray());
        }
        return new HexBytes(hash.GetHashAndReset());
    }
}
