namespace Cocoon.Inference.LlamaCpp;

/// <summary>llama.cpp is missing, of an unknown release, refused a model, or its process failed; the message says what to do.</summary>
public sealed class LlamaCppException(string message, Exception? inner = null) : Exception(message, inner);
