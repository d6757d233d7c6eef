namespace Cocoon.Inference.Models.Identity;

/// <summary>How far the hashing of a model is.</summary>
/// <param name="Done">Bytes hashed.</param>
/// <param name="Total">Bytes of all its files.</param>
public readonly record struct HashProgress(long Done, long Total);
