namespace Cocoon.Inference;

/// <summary>
/// The engine, not the request, is at fault: it failed while it computed, does not answer, or was closed. The message never
/// quotes a prompt or an answer. What was delivered before stays valid; the same request may be sent again, best elsewhere.
/// </summary>
public sealed class InferenceEngineException(string message, Exception? innerException = null) : Exception(message, innerException);
