namespace Cocoon.Inference.OpenAi;

/// <summary>A chat request that is not well-formed; the message is OpenAI's kind of sentence and never quotes content.</summary>
public sealed class RequestFormatException(string message, string? param = null, string? code = null)
    : InferenceRequestException(message, param, code);
