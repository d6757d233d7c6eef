namespace Cocoon.Inference.Models.Gguf;

/// <summary>What a token of a GGUF file is, by llama.cpp's numbers (llama.h, llama_token_type).</summary>
internal enum GgufTokenType
{
    Undefined = 0,
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,

    /// <summary>One byte, written "&lt;0x0A&gt;".</summary>
    Byte = 6,
}
