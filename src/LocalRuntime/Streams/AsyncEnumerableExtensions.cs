using Cocoon.LocalRuntime.Streams;

namespace Orleans.Runtime;

/// <summary>Tuning of enumerations that come from grains.</summary>
public static class AsyncEnumerableExtensions
{
    /// <summary>Sets how many elements one step may bring. Call it first, before WithCancellation. No effect on other enumerations.</summary>
    public static IAsyncEnumerable<T> WithBatchSize<T>(this IAsyncEnumerable<T> self, int maxBatchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBatchSize);
        if (self is AsyncEnumerableCall<T> call) call.MaxBatchSize = maxBatchSize;
        return self;
    }
}
