using System.Buffers;

namespace Cocoon.Attestation.Tdx.Collateral;

/// <summary>Hex of either case: Intel's documents use both.</summary>
internal static class HexText
{
    /// <returns>Null unless it is exactly so many bytes.</returns>
    public static byte[]? TryParse(string text, int bytes)
    {
        var result = new byte[bytes];
        return text.Length == 2 * bytes && Convert.FromHexString(text, result, out _, out _) == OperationStatus.Done ? result : null;
    }
}
