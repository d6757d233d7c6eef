namespace Cocoon.Inference.Models.Identity;

/// <summary>One file of a model.</summary>
/// <param name="Name">Its plain name in the model's folder.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">SHA-256 of its contents, 64 lower-case hex digits.</param>
public sealed record ModelFile(string Name, long Size, string Sha256);
