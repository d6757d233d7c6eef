namespace Cocoon.Attestation.Machine;

/// <summary>Something this machine lacks to give evidence of itself.</summary>
/// <param name="What">What is missing.</param>
/// <param name="Remedy">How to get it.</param>
public sealed record Lack(string What, string Remedy);
