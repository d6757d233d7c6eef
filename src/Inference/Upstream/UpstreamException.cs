namespace Cocoon.Inference.Upstream;

/// <summary>The server failed, or said what no such server says. The message never quotes it, since it may quote the prompt.</summary>
public sealed class UpstreamException(string message, Exception? inner = null) : Exception(message, inner);
