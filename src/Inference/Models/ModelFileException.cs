namespace Cocoon.Inference.Models;

/// <summary>A model's file is missing, damaged or of a kind this engine does not know; the message names the file.</summary>
public sealed class ModelFileException(string message, Exception? inner = null) : Exception(message, inner);
