using System.Text.Json;
using System.Text.Unicode;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tokens;

/// <summary>JSON from outside: valid UTF-8, every string readable, no comments, no trailing commas, no duplicate names, not deep.</summary>
internal static class StrictJson
{
    /// <summary>Deeper than any token or key set there is.</summary>
    public const int MaxDepth = 16;

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = MaxDepth };
    private static readonly JsonDocumentOptions Unique = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <param name="utf8">The text.</param>
    /// <param name="root">The document; its memory is its own.</param>
    /// <param name="failure"><see cref="AttestationFailure.TokenMalformed"/> or <see cref="AttestationFailure.DuplicateClaim"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out JsonElement root, out AttestationFailure failure)
    {
        root = default;
        failure = AttestationFailure.TokenMalformed;
        if (!Utf8.IsValid(utf8) || !IsReadable(utf8)) return false;
        try
        {
            root = JsonElement.Parse(utf8, Unique);
            failure = AttestationFailure.None;
            return true;
        }
        catch (JsonException)
        {
            // The text was read to its end above, so nothing but a name that comes twice is left.
            failure = AttestationFailure.DuplicateClaim;
            return false;
        }
    }

    // Strings with half a surrogate pair are JSON, but throw when they are used.
    private static bool IsReadable(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, Reading);
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) reader.GetString();
            return reader.BytesConsumed == utf8.Length;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
