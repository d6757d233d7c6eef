namespace Cocoon.Inference.Serving;

/// <summary>One embedding request: its texts, and the vectors for its reader.</summary>
internal sealed class EmbeddingJob(IReadOnlyList<int[]> texts, int hiddenSize) : EngineJob
{
    private readonly TaskCompletionSource<IReadOnlyList<ReadOnlyMemory<float>>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReadOnlyMemory<float>[] _vectors = new ReadOnlyMemory<float>[texts.Count];
    private int _left = texts.Count;

    public Task<IReadOnlyList<ReadOnlyMemory<float>>> Vectors => _done.Task;

    public override bool IsWanted => true;

    public override IEnumerable<EngineSequence> Begin() => texts.Select((text, number) => new TextSequence(this, number, text, hiddenSize));

    /// <summary>One text is read; after the last one the request is served.</summary>
    public void Done(int number, float[] vector)
    {
        _vectors[number] = vector;
        if (--_left == 0) Finish(null);
    }

    protected override void Publish(Exception? error)
    {
        if (error is null) _done.TrySetResult(_vectors);
        else _done.TrySetException(error);
    }
}
