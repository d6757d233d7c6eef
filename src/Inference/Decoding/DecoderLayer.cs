using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>One layer's weights. Biases and the norms of heads are null where the model has none.</summary>
internal sealed record DecoderLayer(
    ITensor AttentionNorm, Projection Query, Projection Key, Projection Value, Projection AttentionOutput, ITensor? QueryNorm, ITensor? KeyNorm,
    ITensor FeedForwardNorm, Projection Gate, Projection Up, Projection Down);
