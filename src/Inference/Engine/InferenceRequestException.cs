namespace Cocoon.Inference;

/// <summary>
/// A request that cannot be served as it stands; the message says what to change and never quotes the prompt.
/// </summary>
/// <param name="message">For the caller.</param>
/// <param name="param">The request field at fault, if one is.</param>
/// <param name="code">Stable name for programs, if there is one.</param>
public class InferenceRequestException(string message, string? param = null, string? code = null) : Exception(message)
{
    public string? Param { get; } = param;

    public string? Code { get; } = code;
}
