using System.ClientModel.Primitives;

namespace Cocoon.Conformance.Tests;

/// <summary>One Idempotency-Key for a call and all its retries: how an application makes the SDK's retries safe.</summary>
internal sealed class IdempotencyPolicy : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Set("Idempotency-Key", Guid.NewGuid().ToString());
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Set("Idempotency-Key", Guid.NewGuid().ToString());
        return ProcessNextAsync(message, pipeline, currentIndex);
    }
}
