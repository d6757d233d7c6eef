using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Chat;

/// <summary>Log probabilities in the form of chat completions.</summary>
internal static class LogProbsJson
{
    /// <summary>What OpenAI says of a token that could not have been chosen; JSON has no infinity.</summary>
    public const float Least = -9999;

    /// <summary>Writes the key <c>logprobs</c> of a choice that has one token.</summary>
    public static void Write(Utf8JsonWriter json, in AnswerToken token)
    {
        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("content"u8);
        Token(json, token);
        json.WriteEndArray();
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
    }

    /// <summary>Writes the key <c>logprobs</c> of a whole choice.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<AnswerToken> tokens)
    {
        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("content"u8);
        foreach (var token in tokens) Token(json, token);
        json.WriteEndArray();
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
    }

    /// <summary>A token as text; bytes that are part of a character only are spelled out.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(4 * bytes.Length);
        foreach (var part in bytes) text.Append($"\\x{part:x2}");
        return text.ToString();
    }

    /// <summary>A logarithm that JSON can say, whatever the provider sent.</summary>
    public static float Number(float logProb) => logProb >= Least ? Math.Min(logProb, 0) : Least;

    internal static void Token(Utf8JsonWriter json, in AnswerToken token)
    {
        json.WriteStartObject();
        Fields(json, Bytes(token), token.LogProb ?? 0);
        json.WriteStartArray("top_logprobs"u8);
        foreach (var top in token.Top)
        {
            json.WriteStartObject();
            Fields(json, top.Bytes.Span, top.LogProb);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Its bytes; those of its text where an engine does not tell them.</summary>
    public static ReadOnlySpan<byte> Bytes(in AnswerToken token) => token.Bytes.IsEmpty ? Encoding.UTF8.GetBytes(token.Text) : token.Bytes.Span;

    private static void Fields(Utf8JsonWriter json, ReadOnlySpan<byte> bytes, float logProb)
    {
        json.WriteString("token"u8, Text(bytes));
        json.WriteNumber("logprob"u8, Number(logProb));
        json.WriteStartArray("bytes"u8);
        foreach (var part in bytes) json.WriteNumberValue(part);
        json.WriteEndArray();
    }
}
