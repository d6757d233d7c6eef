namespace Cocoon.Inference.Decoding;

/// <summary>A block whose contents must be copied before the sequence that took <paramref name="To"/> reads on.</summary>
internal readonly record struct BlockCopy(int From, int To);
