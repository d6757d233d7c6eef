using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>A linear layer.</summary>
internal readonly record struct Projection(IMatrix Weight, ITensor? Bias = null);
