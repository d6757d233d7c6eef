namespace Cocoon.Inference.Decoding;

/// <summary>What a block of the <see cref="PrefixIndex"/> follows.</summary>
/// <param name="Scope">Whose it is: found only by sequences of the same scope.</param>
/// <param name="Parent">Number of the block before it; 0 for none.</param>
/// <param name="Number">Its own, from 1 on; 0 if it is not in the index.</param>
internal readonly record struct PrefixEntry(ulong Scope, long Parent, long Number);
