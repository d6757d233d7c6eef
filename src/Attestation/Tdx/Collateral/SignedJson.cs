using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cocoon.Attestation.Tdx.Collateral;

/// <summary>An answer of Intel's: a JSON object of a document and the signature over the very bytes it came in.</summary>
/// <param name="Document">The document's bytes as received; never written anew, or the signature would not hold.</param>
/// <param name="Signature">r and s; empty when the text is not 64 bytes in hex.</param>
internal readonly record struct SignedJson(byte[] Document, byte[] Signature)
{
    /// <summary>Longest answer read, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    public static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <param name="body">The answer.</param>
    /// <param name="name">Name of the document in it.</param>
    /// <returns>Null when it is not such an answer. Never throws.</returns>
    public static SignedJson? TryParse(ReadOnlyMemory<byte> body, string name)
    {
        if (body.Length > MaxBytes) return null;
        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.GetPropertyCount() != 2) return null;
            if (!root.TryGetProperty(name, out var document) || document.ValueKind != JsonValueKind.Object) return null;
            if (!root.TryGetProperty("signature", out var signature) || signature.ValueKind != JsonValueKind.String) return null;
            return new SignedJson(JsonMarshal.GetRawUtf8Value(document).ToArray(), HexText.TryParse(signature.GetString()!, 64) ?? []);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
