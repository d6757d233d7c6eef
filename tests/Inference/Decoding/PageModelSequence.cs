namespace Cocoon.Inference.Tests.Decoding;

/// <summary>What the model knows of a sequence.</summary>
/// <param name="Scope">Whose it is.</param>
/// <param name="Past">For each token read, the number of the history that ends with it.</param>
/// <param name="Ahead">What of its prompt it has not read yet.</param>
internal sealed record PageModelSequence(ulong Scope, List<int> Past, Queue<int> Ahead);
