namespace Cocoon.Inference.Upstream;

/// <summary>The server lives and serves other models: asking again does not help.</summary>
internal sealed class WrongModelException(string message) : Exception(message);
