using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Registry;

/// <summary>The name under which the registry lists a model. Ids are of any length and stay off chain.</summary>
public static class ModelId
{
    /// <summary>SHA-256 of the id's UTF-8 bytes, exactly as written: no case is folded, nothing is trimmed.</summary>
    public static HexBytes Hash(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return new HexBytes(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
    }
}
