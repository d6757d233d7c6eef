namespace Cocoon.Inference.OpenAi;

/// <summary>How vectors are written in an answer; OpenAI's encoding_format.</summary>
public enum EmbeddingEncoding
{
    /// <summary>An array of numbers.</summary>
    Float,

    /// <summary>Base64 of the numbers as 4-byte IEEE 754, little-endian.</summary>
    Base64,
}
